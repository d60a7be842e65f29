"""The finance team's door: who may enter, what it shows, and credit only with a reason and a fresh password."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from meuplano.actions.grant_credit import grant_credit
from meuplano.records.models import Account, Credit, Event, Notice, Receipt, User
from meuplano.rules.money import Money
from tests import world
from tests.portal.conftest import set_today

PAGES = (
    "/financeiro/",
    "/financeiro/contas/C1001/",
    "/financeiro/contas/C1001/credito/",
    "/financeiro/sem-dono/",
)
PASSWORD = "correta-cavalo-bateria"


@pytest.fixture
def aurora(db: None) -> Account:
    set_today(world.TODAY)
    return world.account()


@pytest.fixture
def finance(aurora: Account) -> Client:
    """Rafael, who has just typed his password again."""
    User.objects.create_user("rafael@prancheta.example", PASSWORD, name="Rafael Nogueira", is_staff=True)
    client = Client()
    client.post("/entrar/login/", {"login": "rafael@prancheta.example", "password": PASSWORD})
    client.post("/entrar/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("url", PAGES)
def test_every_page_opens(finance: Client, url: str) -> None:
    assert finance.get(url).status_code == 200


def test_staff_of_no_account_land_in_the_back_office(finance: Client) -> None:
    assert finance.get("/")["Location"] == "/financeiro/"


@pytest.mark.parametrize("query", ["C1001", "aurora", "marina@c1001", "41.738.920", "comunicação"])
def test_an_account_is_found_by_what_one_knows_of_it(finance: Client, query: str) -> None:
    other = world.account("C2002")
    Account.objects.filter(pk=other.pk).update(name="Estúdio Breu")
    body = finance.get("/financeiro/contas/", {"q": query}).content.decode()
    assert "/financeiro/contas/C1001/" in body
    assert "Nenhuma conta encontrada" in finance.get("/financeiro/contas/", {"q": "nada disto"}).content.decode()


def test_the_list_goes_on_from_where_it_stopped(finance: Client, aurora: Account) -> None:
    Account.objects.bulk_create(Account(code=f"D{n:03}", name=f"Conta {n}", created_on=world.TODAY) for n in range(120))
    first = finance.get("/financeiro/contas/").content.decode()
    assert "121 contas" in first
    assert "depois=D048" in first
    second = finance.get("/financeiro/contas/?depois=D048").content.decode()
    assert "D049" in second
    assert "D048<" not in second


def test_the_list_costs_the_same_for_many(finance: Client, django_assert_max_num_queries: Any) -> None:
    for n in range(5):
        world.account(f"E{n}")
    with django_assert_max_num_queries(8):
        finance.get("/financeiro/contas/")


def test_the_figures_are_the_customers(finance: Client, aurora: Account) -> None:
    grant_credit(aurora.pk, Money(3500), "Instabilidade de 12/03", world.act(by="Rafael Nogueira, financeiro"))
    body = finance.get("/financeiro/contas/C1001/").content.decode().replace("\xa0", " ")
    for said in ("R$ 864,00", "8 de 10", "R$ 35,00", "Instabilidade de 12/03", "marina@c1001.example"):
        assert said.lower() in body.lower()


def test_credit_needs_an_amount_and_a_reason(finance: Client, aurora: Account) -> None:
    for amount, reason in (("35,00", ""), ("", "motivo"), ("0", "motivo"), ("-3", "motivo"), ("1.000.000,00", "x")):
        answer = finance.post("/financeiro/contas/C1001/credito/", {"valor": amount, "motivo": reason})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert not Credit.objects.exists()


def test_credit_is_given_by_name(finance: Client, aurora: Account, settings: Any) -> None:
    settings.BILLING = settings.BILLING | {"second_person_above": 103550}
    answer = finance.post(
        "/financeiro/contas/C1001/credito/", {"valor": "1.035,50", "motivo": "Instabilidade"}, follow=True
    )
    assert "Crédito concedido" in answer.content.decode()
    credit = Credit.objects.get(account=aurora)
    assert (credit.amount_centavos, credit.kind) == (103550, "courtesy")
    assert Event.objects.get(name="credit.granted").by == "Rafael Nogueira, financeiro"


def test_credit_asks_for_the_password_again(aurora: Account) -> None:
    """U28: a session that nobody proved lately is sent to prove itself first."""
    staff = User.objects.create_user("rafael@prancheta.example", PASSWORD, is_staff=True)
    client = Client()
    client.force_login(staff)
    answer = client.post("/financeiro/contas/C1001/credito/", {"valor": "35,00", "motivo": "x"})
    assert answer.status_code == 302
    assert "/entrar/reauthenticate/" in answer["Location"]
    assert not Credit.objects.exists()


def test_what_fits_nothing_waits_here(finance: Client) -> None:
    now = datetime(2027, 3, 24, 15, tzinfo=UTC)
    Receipt.objects.create(
        gateway="fake",
        external_id="E-77",
        kind="payment",
        amount_centavos=7700,
        paid_on=world.TODAY,
        method="pix",
        known_at=now,
        matched=False,
    )
    Notice.objects.create(
        gateway="fake", sha256="0" * 64, body=b"?", received_at=now, state="failed", problem="unreadable: <b>"
    )
    body = finance.get("/financeiro/sem-dono/").content.decode()
    assert "fake" not in body
    for said in (
        "E-77",
        "Banco de demonstração, Pix",
        "Banco de demonstração nº",
        "R$\xa077,00",
        "Não entendido",
        "unreadable: &lt;b&gt;",
    ):
        assert said in body
