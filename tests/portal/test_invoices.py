"""Invoices: late ones with fine and interest line by line, paying them, and the history with its filters (F18, F20)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from meuplano.actions.draw_up import draw_up
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.records import events
from meuplano.records.contract import contract_of
from meuplano.records.models import Account, Charge, Invoice
from meuplano.rules import quotes
from meuplano.rules.money import ZERO, Money
from tests import world

pytestmark = pytest.mark.usefixtures("gateways")


def renewal(account: Account, due: date, *, kind: str = "renewal") -> Invoice:
    """The invoice of the running period, R$ 899,00."""
    contract = contract_of(account)
    quote = quotes.quote_renewal(
        quantities=dict(contract.now), units=contract.units, period=contract.period, credit=ZERO, today=due
    )
    with transaction.atomic():
        return draw_up(
            account, contract.subscription, quote, kind=kind, method="boleto", due_on=due, act=world.act(due)
        )


def settled(invoice: Invoice, external_id: str, amount: int, paid_on: date, method: str = "pix") -> None:
    charge = Charge.objects.create(
        account=invoice.account,
        invoice=invoice,
        gateway="fake",
        method=method,
        key=f"{invoice.account_id}-{external_id}",
        amount_centavos=amount,
        state="pending",
        made_at=world.act().at,
    )
    receipt = Receipt("fake", external_id, charge.key, amount, paid_on, method)
    assert settle(receipt, world.act()) == "settled"


def test_a_late_invoice_says_fine_and_interest(owner: Client, aurora: Account) -> None:
    """R$ 899,00, eight days late: 2 % is 17,98, 1 % ÷ 30 × 8 is 2,40 (D21)."""
    renewal(aurora, world.TODAY - timedelta(8))
    body = owner.get("/faturas/1/").content.decode().replace("\xa0", " ")
    for said in ("Vencida há 8 dias", "R$ 17,98", "R$ 2,40", "R$ 919,38", "Pagar com Pix · R$ 919,38"):
        assert said in body
    plan = owner.get("/plano/").content.decode().replace("\xa0", " ")
    assert "Fatura nº 1 vencida há 8 dias: R$ 919,38 hoje" in plan
    assert 'class="btn danger" href="/faturas/1/"' in plan
    assert "Em atraso" in plan


def test_the_total_that_is_shown_is_the_total_that_is_charged(owner: Client, aurora: Account) -> None:
    renewal(aurora, world.TODAY - timedelta(8))
    assert owner.post("/faturas/1/pagar/", {"pagamento": "pix"})["Location"] == "/faturas/1/"
    owner.post("/faturas/1/pagar/", {"pagamento": "pix"})
    charge = Charge.objects.get(account=aurora)
    assert (charge.amount_centavos, charge.method, charge.pay_until) == (91938, "pix", world.TODAY)


def test_an_invoice_in_time_costs_its_total(owner: Client, aurora: Account) -> None:
    renewal(aurora, world.TODAY + timedelta(2))
    body = owner.get("/faturas/1/").content.decode().replace("\xa0", " ")
    assert "Em aberto" in body
    assert "Multa" not in body
    owner.post("/faturas/1/pagar/", {"pagamento": "boleto"})
    charge = Charge.objects.get(account=aurora)
    assert (charge.amount_centavos, charge.due_on) == (89900, world.TODAY + timedelta(2))


@pytest.mark.parametrize("method", ["", "cash", "boleto2"])
def test_an_unknown_method_makes_no_charge(owner: Client, aurora: Account, method: str) -> None:
    renewal(aurora, world.TODAY)
    assert owner.post("/faturas/1/pagar/", {"pagamento": method})["Location"] == "/faturas/1/"
    assert not Charge.objects.exists()


def test_a_due_date_on_a_closed_day_says_until_when_nothing_more_is_due(owner: Client, aurora: Account) -> None:
    renewal(aurora, date(2027, 3, 27))
    body = owner.get("/faturas/1/").content.decode()
    assert "27/03 é sábado: sem juros até segunda, 29/03." in body


def test_the_payments_of_a_year(owner: Client, aurora: Account) -> None:
    invoice = renewal(aurora, world.TODAY)
    settled(invoice, "a", 40000, date(2027, 3, 20), "pix")
    settled(invoice, "b", 49900, world.TODAY, "boleto")
    body = owner.get("/faturas/?ano=2027").content.decode().replace("\xa0", " ")
    assert "Pago em 2027" in body
    assert "R$ 899,00" in body
    assert "Nenhum pagamento em 2020" in owner.get("/faturas/?ano=2020").content.decode()
    assert owner.get("/faturas/?ano=x").status_code == 200
    assert "Nada mais a pagar" in owner.get("/faturas/1/").content.decode()


def test_few_queries_with_many_rows(owner: Client, aurora: Account, django_assert_max_num_queries: Any) -> None:
    invoice = renewal(aurora, world.TODAY)
    for n in range(20):
        settled(invoice, f"r{n}", 100, world.TODAY)
    for url in ("/faturas/", "/faturas/1/", "/plano/"):
        owner.get(url)
        with django_assert_max_num_queries(10):  # nine, and the movable clock's own
            owner.get(url)


def test_a_late_boleto_has_a_second_copy_with_its_figures(owner: Client, aurora: Account) -> None:
    """F19, U19: the new date, fine, interest and total are said before the click, and that is what is made."""
    renewal(aurora, world.TODAY - timedelta(8))
    body = owner.get("/faturas/1/").content.decode().replace("\xa0", " ")
    assert "Gerar 2ª via · R$ 919,38" in body
    assert "Pagar com boleto ·" not in body
    owner.post("/faturas/1/segunda-via/", {"total": "91937"})
    assert not Charge.objects.exists(), "a page of yesterday makes no paper"
    for _ in range(2):
        owner.post("/faturas/1/segunda-via/", {"total": "91938"})
    made = Charge.objects.order_by("pk").values_list("method", "amount_centavos", "due_on", "pay_until")
    assert list(made) == [("boleto", 91938, world.TODAY, None), ("pix", 91938, None, world.TODAY)]
    assert "Gerar 2ª via" not in owner.get("/faturas/1/").content.decode()


def test_a_boleto_in_time_can_be_had_for_today(owner: Client, aurora: Account) -> None:
    renewal(aurora, world.TODAY + timedelta(2))
    owner.post("/faturas/1/pagar/", {"pagamento": "boleto"})
    Charge.objects.update(state="pending")
    body = owner.get("/faturas/1/").content.decode().replace("\xa0", " ")
    assert "Gerar com vencimento para hoje · R$ 899,00" in body
    owner.post("/faturas/1/segunda-via/", {"total": "89900", "hoje": "1"})
    due = Charge.objects.filter(method="boleto", superseded_on=None).values_list("due_on", flat=True)
    assert list(due) == [world.TODAY]


def test_credit_pays_what_was_shown(owner: Client, aurora: Account) -> None:
    renewal(aurora, world.TODAY + timedelta(2))
    grant_credit(aurora.pk, Money(9900), "Instabilidade", world.act())
    body = owner.get("/faturas/1/").content.decode().replace("\xa0", " ")
    for said in ("Usar crédito · R$ 99,00", "Resta pagar", "R$ 800,00"):
        assert said in body
    for shown in ("", "x", "9901"):
        assert "O valor mudou" in owner.post("/faturas/1/credito/", {"valor": shown}, follow=True).content.decode()
    owner.post("/faturas/1/credito/", {"valor": "9900"})
    owner.post("/faturas/1/credito/", {"valor": "9900"})
    assert Invoice.objects.get(account=aurora).open == Money(80000)


def test_a_part_paid_is_said_and_its_rest_can_be_paid(owner: Client, aurora: Account) -> None:
    """D27: principal first; the page shows the balance."""
    invoice = renewal(aurora, world.TODAY + timedelta(2))
    settled(invoice, "a", 40000, world.TODAY, "pix")
    body = owner.get("/faturas/1/").content.decode().replace("\xa0", " ")
    for said in ("Já pago", "-R$ 400,00", "Pagar com Pix · R$ 499,00", "Pagar com boleto · R$ 499,00"):
        assert said in body


def test_the_issue_of_an_invoice_is_told_once(aurora: Account, owner: Client) -> None:
    invoice = renewal(aurora, world.TODAY)
    with transaction.atomic():
        events.record("renewal.issued", world.act(), aurora, invoice=invoice.number, due_now=invoice.total_centavos)
    page = owner.get(f"/faturas/{invoice.number}/").content.decode()
    assert page.count("Fatura da renovação emitida") == 1
    assert "Fatura emitida" not in page
