"""The yearly statement on the page of the history: for each settled year, or which debt is open (D52)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from meuplano.records.models import Account, Event, Instalment, Invoice, Order, User
from tests import world
from tests.documents.paper import said_on
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal, settled

pytestmark = pytest.mark.usefixtures("gateways")

PAGE, PAPER = "/faturas/historico/", "/faturas/historico/quitacao/2027/"
FINANCE = "/financeiro/contas/C1001/quitacao/2027/"
JANUARY = date(2028, 1, 10)


@pytest.fixture
def paid(aurora: Account) -> Account:
    """The renewal of March 2027, paid on its day; today it is January 2028."""
    settled(renewal(aurora, world.TODAY), "a", 89900, world.TODAY, "pix")
    set_today(JANUARY)
    return aurora


@pytest.fixture
def finance(aurora: Account) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("rafael@prancheta.example", name="Rafael", is_staff=True))
    return client


def test_what_the_law_demands_is_on_the_paper(owner: Client, paid: Account) -> None:
    """D52: the year, that everything is paid, in which months, and that it stands for the receipts (art. 1 to 4)."""
    assert f'href="{PAPER}"' in owner.get(PAGE).content.decode()
    answer = owner.get(PAPER)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="C1001-quitacao-2027.pdf"'
    said = said_on(answer.content)
    for words in (
        "Declaração de quitação anual de débitos de 2027",
        "Prancheta Software Ltda, 26.841.057/0001-07, declara, nos termos da Lei nº 12.007, de 29 de julho de 2009",
        "Agência Aurora Comunicação Ltda, 41.738.920/0001-99, conta C1001, quitou todos os débitos",
        "com vencimento em 2027, nos meses em que houve faturamento: março.",
        "substitui, para a comprovação do cumprimento das obrigações do consumidor, as quitações dos faturamentos "
        "mensais dos débitos de 2027 e dos anos anteriores",
        "24/03/2027 C1001-1 24/03/2027 R$ 899,00",
        "Emitida em 10 de janeiro de 2028.",
    ):
        assert words in said, words
    assert "outro sistema" not in said


def test_a_year_that_is_not_over_has_none(owner: Client, paid: Account) -> None:
    set_today(date(2027, 12, 31))
    assert "Quitação anual" not in owner.get(PAGE).content.decode()
    assert owner.get(PAPER).status_code == 404
    assert owner.get("/faturas/historico/quitacao/1999/").status_code == 404


def test_with_a_debt_open_it_says_which_and_finance_has_the_months(
    owner: Client, finance: Client, paid: Account
) -> None:
    """D52, art. 2 § 1 and 3: no statement, but the months that are paid where finance gives them."""
    renewal(paid, world.TODAY + timedelta(30), kind="complement")
    body = owner.get(PAGE).content.decode()
    assert "Ainda não há declaração. Em aberto: nº 2, vencida em 23/04/2027." in body
    assert PAPER not in body
    refused = owner.get(PAPER)
    assert refused.status_code == 409
    assert "nº 2, vencida em 23/04/2027" in refused.content.decode()
    assert f'href="{FINANCE}"' in finance.get("/financeiro/contas/C1001/").content.decode()
    said = said_on(finance.get(FINANCE).content)
    assert "meses pagos de 2027" in said
    assert "vencimento nestes meses de 2027: março. Não abrange os demais. Em aberto neste ano: nº 2" in said
    assert "substitui" not in said


def test_nothing_paid_in_a_year_gives_finance_nothing_either(finance: Client, aurora: Account) -> None:
    renewal(aurora, world.TODAY)
    set_today(JANUARY)
    assert finance.get(FINANCE).status_code == 404


def test_a_debt_of_an_earlier_year_is_left_out_by_name(owner: Client, paid: Account) -> None:
    renewal(paid, date(2026, 12, 10), kind="complement")
    assert "Não abrange o que está em aberto de anos anteriores: nº 2, vencida em 10/12/2026." in said_on(
        owner.get(PAPER).content
    )


def test_an_order_that_waits_is_no_debt_and_an_instalment_is_one_of_its_own(owner: Client, paid: Account) -> None:
    """D28, D60."""
    waiting = renewal(paid, world.TODAY, kind="order")
    Order.objects.create(
        account=paid, subscription=waiting.subscription, invoice=waiting, number=1, draft_key=paid.draft_key,
        method="pix", agreed_on=world.TODAY, agreed_by="x", agreed_at=world.act().at, quote={}, pay_until=world.TODAY,
        expires_on=world.TODAY,
    )  # fmt: skip
    assert owner.get(PAPER).status_code == 200
    parts = renewal(paid, world.TODAY, kind="complement")
    for number, due, status in ((1, world.TODAY, "paid"), (2, JANUARY, "open")):
        paid_on = world.TODAY if status == "paid" else None
        paid_centavos = 100 if status == "paid" else 0
        Instalment.objects.create(
            account=paid, invoice=parts, number=number, due_on=due, amount_centavos=100, paid_centavos=paid_centavos,
            status=status, paid_on=paid_on,
        )  # fmt: skip
    said = said_on(owner.get(PAPER).content)
    assert "C1001-3, parcela 1" in said
    assert "parcela 2" not in said


def test_given_up_is_not_paid(owner: Client, paid: Account) -> None:
    lost = renewal(paid, world.TODAY, kind="complement")
    Invoice.objects.filter(pk=lost.pk).update(status="written_off")
    assert owner.get(PAPER).status_code == 409


def test_an_imported_account_says_since_when(owner: Client, paid: Account) -> None:
    at = datetime(2027, 2, 1, 15, tzinfo=UTC)
    Event.objects.create(account=paid, name="account.imported", by="importação", at=at)
    assert "Abrange o que foi faturado desde 01/02/2027" in said_on(owner.get(PAPER).content)
