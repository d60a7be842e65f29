"""The second copy, what is paid in parts and what is paid second (D22, D27, golden O-09 and O-10)."""

from datetime import date
from typing import Any

import pytest

from meuplano.actions import pay_invoice, second_copy
from meuplano.actions.pay_open_invoice import NotPossible, live_charges, pay_open_invoice
from meuplano.records.models import Charge, Invoice, Payment, Task
from meuplano.rules.money import Money
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-05-20")


def send(story: Story, charges: list[Charge]) -> list[Charge]:
    for charge in charges:
        pay_invoice.send(charge.pk, story.act())
        charge.refresh_from_db()
    return charges


def copy(story: Story, invoice: Invoice, **how: Any) -> list[Charge]:
    return send(story, second_copy.ask_second_copy(story.account.pk, invoice.number, story.act(), **how))


def pay(story: Story, charge: Charge, **how: Any) -> None:
    story.bank.control("pay", key=charge.key, **how)


def overdue(story: Story) -> Invoice:
    """An invoice of R$ 179,80 due on Saturday 05/06/2027 by boleto."""
    story.opens("2027-05-20", licences=2, active=2, minimum=1, anchor=date(2027, 2, 5))
    story.on("2027-05-26").expect("renewal.issued", "charge.pending")
    return Invoice.objects.get(account=story.account, kind="renewal")


def test_O09_a_second_copy_its_pix_and_both_papers_paid(story: Story):
    """D22, R-22."""
    invoice = overdue(story)
    assert (invoice.total_centavos, invoice.due_on) == (17980, date(2027, 6, 5))
    first = Charge.objects.get(invoice=invoice)
    story.on("2027-06-23")
    offer = second_copy.offered(invoice, live_charges(invoice).last(), story.act())
    assert (offer.charges.days, offer.charges.fine, offer.charges.interest) == (16, Money(360), Money(96))
    boleto, pix = copy(story, invoice, seen=offer.total)
    assert (boleto.amount_centavos, boleto.due_on) == (18436, date(2027, 6, 23))
    assert (pix.amount_centavos, pix.pay_until) == (18436, date(2027, 6, 23))
    assert copy(story, invoice) == [boleto], "asked again on the same day it is the same document (R-21)"
    story.tick()
    first.refresh_from_db()
    assert first.state == "cancelled"
    pay(story, pix)
    pay(story, first, amount=18442)
    story.on("2027-06-24")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_on) == ("paid", date(2027, 6, 23))
    assert (story.credit(), story.tasks()) == (18442, ["surplus"])
    assert Task.objects.get().amount_centavos == 18442


def test_O09_asked_for_on_a_saturday(story: Story):
    invoice = overdue(story)
    story.on("2027-06-26")
    boleto, pix = copy(story, invoice)
    assert (boleto.amount_centavos, boleto.due_on) == (18466, date(2027, 6, 28))
    assert (pix.amount_centavos, pix.pay_until) == (18454, date(2027, 6, 26))
    story.on("2027-06-27")
    assert copy(story, invoice) == [boleto]
    sunday = pay_open_invoice(story.account.pk, invoice.number, "pix", story.act())
    assert sunday.amount_centavos == 18460, "a Pix is for the total of its own day"


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "hang_midway"])
def test_a_bank_that_is_silent_about_the_new_paper_makes_one(story: Story, fault: str):
    invoice = overdue(story)
    story.on("2027-06-23")
    story.bank.control("faults", fault=fault, command="charge", times=1)
    boleto, _ = copy(story, invoice)
    assert boleto.state == "unknown"
    assert copy(story, invoice) == [boleto], "while nobody knows, there is no third paper"
    story.age_charges().tick()
    boleto.refresh_from_db()
    assert boleto.state == "pending"
    pay(story, boleto)
    story.on("2027-06-24")
    invoice.refresh_from_db()
    assert (invoice.status, story.credit()) == ("paid", 0)
    assert Payment.objects.get().charges_centavos == 456


def test_not_overdue_it_is_the_same_paper_or_one_for_today(story: Story):
    invoice = overdue(story)
    first = Charge.objects.get(invoice=invoice)
    assert copy(story, invoice) == [first]
    boleto, _ = copy(story, invoice, for_today=True)
    assert (boleto.amount_centavos, boleto.due_on) == (17980, date(2027, 5, 26))
    with pytest.raises(NotPossible):
        copy(story, invoice, seen=Money(17981))


@pytest.mark.first_day("2027-03-20")
def test_O10_in_parts_and_a_second_copy_of_the_rest(story: Story):
    """D27."""
    story.opens("2027-03-20").on("2027-04-05")
    invoice = Invoice.objects.get(account=story.account)
    pay(story, Charge.objects.get(invoice=invoice), amount=50000)
    story.on("2027-04-06")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open) == ("open", Money(39900))
    story.on("2027-04-20")
    offer = second_copy.offered(invoice, live_charges(invoice).last(), story.act())
    assert (offer.charges.fine, offer.charges.interest, offer.total) == (Money(798), Money(200), Money(40898))
    boleto, pix = copy(story, invoice, seen=offer.total)
    assert (boleto.amount_centavos, pix.amount_centavos) == (40898, 40898)
    pay(story, pix, amount=39900)
    story.tick()
    invoice.refresh_from_db()
    assert invoice.status == "paid"
    assert list(invoice.late_charges.values_list("amount_centavos", flat=True)) == [998]
    story.on("2027-04-25")
    following = Invoice.objects.filter(account=story.account, kind="renewal").latest("pk")
    assert [(line.item, line.amount_centavos) for line in following.lines.all()] == [
        ("licence", 89900),
        ("late_charges", 998),
    ]
