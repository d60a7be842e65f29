"""Solicitações in the back office: the queue by its days, an answer, a note, whose turn it is (F21, U26, U29)."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from meuplano.actions.requests.open_request import open_request
from meuplano.records.models import Account, Attachment, Member, Message, SupportRequest, User
from tests import world
from tests.portal.conftest import set_today
from tests.portal.test_users import text_of

URL = "/financeiro/solicitacoes/"


@pytest.fixture
def aurora(db: None) -> Account:
    set_today(world.TODAY)
    return world.account()


@pytest.fixture
def rafael(db: None) -> User:
    return User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True)


@pytest.fixture
def finance(rafael: User) -> Client:
    client = Client()
    client.force_login(rafael)
    return client


def asked(account: Account, title: str, on: date = world.TODAY, **more: Any) -> SupportRequest:
    user = Member.objects.get(account=account, is_owner=True).user
    values = {"kind": "billing", "text": "Oi", "key": uuid4(), "act": world.act(on)} | more
    return open_request(account.pk, user=user, title=title, **values)


def says(client: Client, request: SupportRequest, how: str = "responder", **more: Any) -> HttpResponse:
    values = {"texto": "Consigo 20%.", "depois": "waiting", "chave": str(uuid4())} | more
    return client.post(f"{URL}{request.pk}/{how}/", values)


@pytest.fixture
def three(aurora: Account) -> list[SupportRequest]:
    """The newest first: the queue turns them round."""
    days = [world.TODAY, world.TODAY - timedelta(2), world.TODAY - timedelta(5)]
    return [asked(aurora, f"Pergunta {n}", day) for n, day in enumerate(days, start=1)]


def listed(client: Client, **filters: str) -> list[str]:
    page = client.get(URL, filters).content.decode()
    return sorted((f"Pergunta {n}" for n in (1, 2, 3) if f">Pergunta {n}</a>" in page), key=page.index)


def test_who_waits_longest_comes_first(finance: Client, three: list[SupportRequest]) -> None:
    assert listed(finance) == ["Pergunta 3", "Pergunta 2", "Pergunta 1"]
    assert "3 solicitações esperam resposta" in text_of(finance.get("/financeiro/"))
    page = text_of(finance.get(URL))
    for said in ("3 esperam resposta", "2 atrasadas", "atrasada há", "até 25/03/2027", "Agência Aurora"):
        assert said in page


def test_the_menu_counts_what_one_has_not_read_and_leaves_a_colleagues_to_them(
    finance: Client, three: list[SupportRequest], rafael: User
) -> None:
    def counted() -> str:
        found = re.search(r"não lidas: </span>(\d+)<", finance.get("/financeiro/contas/").content.decode())
        return found[1] if found else ""

    assert counted() == "3"
    finance.post(f"{URL}{three[0].pk}/lida/", {"ate": three[0].last_written})
    assert counted() == "2"
    colleague = User.objects.create_user("paula@prancheta.example", is_staff=True)
    SupportRequest.objects.filter(pk=three[1].pk).update(taken_by=colleague)
    assert counted() == "1"
    says(finance, three[2])
    assert counted() == "", "answered: it is the customer's turn"


def test_the_queue_is_filtered(finance: Client, three: list[SupportRequest], rafael: User) -> None:
    first, second, third = three
    finance.post(f"{URL}{second.pk}/assumir/")
    says(finance, third)
    assert listed(finance) == ["Pergunta 2", "Pergunta 1"]
    assert listed(finance, quem="minhas") == ["Pergunta 2"]
    assert listed(finance, quem="ninguem") == ["Pergunta 1"]
    assert listed(finance, situacao="waiting") == ["Pergunta 3"]
    assert set(listed(finance, situacao="todas")) == {"Pergunta 1", "Pergunta 2", "Pergunta 3"}
    assert listed(finance, tipo="details") == []
    assert listed(finance, q=f"2027-{first.pk:06d}") == ["Pergunta 1"]
    assert listed(finance, q="aurora", pagina="2") == []
    assert "Nada por aqui" in text_of(finance.get(URL, {"q": "nada"}))


def test_an_answer_hands_the_turn_on(finance: Client, three: list[SupportRequest]) -> None:
    request = three[0]
    key = str(uuid4())
    for _ in range(2):
        says(finance, request, chave=key, anexos=SimpleUploadedFile("proposta.pdf", b"%PDF-1.7"))
    page = text_of(finance.get(f"{URL}{request.pk}/"))
    for said in ("Consigo 20%.", "proposta.pdf", "Aguardando o cliente", "Rafael Nogueira"):
        assert said in page
    assert Message.objects.filter(side="finance").count() == 1
    file = finance.get(f"{URL}{request.pk}/anexos/{Attachment.objects.get().pk}/")
    assert file["Content-Disposition"].startswith("attachment")
    assert finance.get(f"{URL}{three[1].pk}/anexos/{Attachment.objects.get().pk}/").status_code == 404


def test_a_note_is_marked_as_one(finance: Client, three: list[SupportRequest]) -> None:
    assert says(finance, three[0], "anotar", texto="Cliente antigo.").status_code == 302
    page = text_of(finance.get(f"{URL}{three[0].pk}/"))
    assert "Nota interna" in page
    assert "Cliente antigo." in page
    assert Message.objects.get(side="finance").internal


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"texto": ""}, "Escreva a mensagem."),
        ({"depois": "nunca"}, "Diga o que acontece depois"),
        ({"anexos": SimpleUploadedFile("a.html", b"<html>")}, "não é de um tipo que recebemos"),
        ({"chave": ""}, "Sua resposta"),
    ],
)
def test_what_is_wrong_is_said(finance: Client, three: list[SupportRequest], wrong: dict[str, Any], said: str) -> None:
    answer = says(finance, three[0], **wrong)
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert not Message.objects.filter(side="finance").exists()


def test_taking_reading_ending_and_opening_again(finance: Client, three: list[SupportRequest]) -> None:
    request, url = three[0], f"{URL}{three[0].pk}/"
    assert "nova" in text_of(finance.get(URL))
    finance.post(f"{url}lida/", {"ate": request.last_written})
    assert "Marcar como lida" not in text_of(finance.get(url))
    assert "Rafael Nogueira assumiu a conversa" in text_of(finance.post(f"{url}assumir/", follow=True))
    assert "Assumir a conversa" not in text_of(finance.get(url))
    assert "Está resolvida" not in text_of(finance.post(f"{url}resolver/", follow=True))
    assert says(finance, request, depois="resolved").status_code == 422
    assert "Solicitação reaberta" in text_of(finance.post(f"{url}reabrir/", follow=True))


def test_a_resolved_one_is_nobodys_to_take(finance: Client, three: list[SupportRequest]) -> None:
    says(finance, three[0], depois="resolved")
    paula = User.objects.create_user("paula@prancheta.example", name="Paula Teixeira", is_staff=True)
    client = Client()
    client.force_login(paula)
    assert client.post(f"{URL}{three[0].pk}/assumir/").status_code == 409


def test_the_queue_costs_the_same_for_many(
    finance: Client,
    aurora: Account,
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(12):
        asked(aurora, f"Mais {n}")
    with django_assert_max_num_queries(9):
        finance.get(URL)
