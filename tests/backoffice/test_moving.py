"""Mudança de tela: who sees which screen, what a move would do, moving by list, file, percentage and hand (F23)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meuplano.actions import move_accounts
from meuplano.records.models import Account, Event, User
from tests import world
from tests.portal.conftest import set_today

PAGE = "/financeiro/mudanca/"


@pytest.fixture
def finance(db: None) -> Client:
    set_today(world.TODAY)
    for code in ("C3001", "C3002", "C3003"):
        Account.objects.create(code=code, name=f"Conta {code}", created_on=world.TODAY, new_screen=False)
    client = Client()
    client.force_login(User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True))
    return client


def worked() -> set[str]:
    """The worker does what was ordered last; who sees the new screen then."""
    event = Event.objects.filter(name="move.ordered").latest("pk")
    move_accounts.move_ordered(event.pk, world.act())
    return set(Account.objects.filter(new_screen=True).values_list("code", flat=True))


def test_a_list_is_looked_at_first_and_then_moved(finance: Client) -> None:
    fields = {"destino": "new", "lista": "c3001\nC3002;Conta dois\n"}
    looked = finance.post(PAGE, fields | {"ver": "1"}).content.decode()
    assert "<dt>Contas que mudam</dt><dd>2</dd>" in looked
    assert not Event.objects.exists()
    assert finance.post(PAGE, fields)["Location"] == PAGE
    assert worked() == {"C3001", "C3002"}
    page = finance.get(PAGE).content.decode()
    assert "<dd>2</dd>" in page
    assert "Lista de 2 contas para a tela nova" in page
    assert "Rafael Nogueira, financeiro" in page


def test_a_csv_file_with_its_heading(finance: Client) -> None:
    file = SimpleUploadedFile("contas.csv", "\ufeffconta;nome\r\nC3003;Três\r\n".encode())
    assert finance.post(PAGE, {"destino": "new", "arquivo": file}).status_code == 302
    assert worked() == {"C3003"}


def test_a_percentage_there_and_back(finance: Client) -> None:
    finance.post(PAGE, {"destino": "new", "percentual": "100"})
    assert len(worked()) == 3
    finance.post(PAGE, {"destino": "older", "percentual": "0"})
    assert worked() == set()
    page = finance.get(PAGE).content.decode().replace("\xa0", " ")
    assert "100% das contas na tela nova" in page
    assert "Só 0% das contas na tela nova" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "um dos dois"),
        ({"percentual": "10", "lista": "C3001"}, "um dos dois"),
        ({"percentual": "101"}, "100"),
        ({"lista": "C3001\nC9998\nC9999"}, "Contas que não existem: C9998, C9999"),
        ({"arquivo": SimpleUploadedFile("a.csv", b"\xff\xfe\x00")}, "não é um texto em UTF-8"),
        ({"arquivo": SimpleUploadedFile("a.csv", b"C3001\n" * 200_000)}, "grande demais"),
        ({"destino": "x", "lista": "C3001"}, "x"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_moved(finance: Client, fields: dict[str, Any], said: str) -> None:
    answer = finance.post(PAGE, {"destino": "new"} | fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Event.objects.exists()


def test_one_account_by_hand_with_its_trail(finance: Client) -> None:
    here = "/financeiro/contas/C3001/"
    assert "Passar à tela nova" in finance.get(here).content.decode()
    for _ in range(2):
        finance.post(f"{here}tela/", {"para": "new"})
    finance.post(f"{here}tela/", {"para": "sideways"})
    page = finance.get(here).content.decode()
    assert "Voltar à tela anterior" in page
    assert page.count("Passou ao novo Meu Plano") == 1
    finance.post(f"{here}tela/", {"para": "older"})
    assert "Voltou ao Meu Plano anterior" in finance.get(here).content.decode()
