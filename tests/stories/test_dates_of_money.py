"""The day of a payment decides, not the day of its news (D03, D06, D21); what is left of it is billed once (D27)."""

from datetime import date
from typing import Any

import pytest

from meuplano.actions import end_order, pay_invoice
from meuplano.actions.read_notice import take_in
from meuplano.gateways.base import Receipt
from meuplano.records.models import Charge, Invoice, LateCharge
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def renewal(story: Story) -> Invoice:
    return Invoice.objects.filter(account=story.account, kind="renewal").latest("pk")


def test_an_order_paid_on_its_last_day_is_applied_when_the_bank_tells_of_it(story: Story, settings: Any):
    settings.BILLING = settings.BILLING | {"issue_days_ahead": 0}
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    story.on("2027-03-30").pays(order).on("2027-03-31")  # O-12: due on the 30th
    order.refresh_from_db()
    assert (order.status, story.credit(), story.contracted()["licence"]) == ("applied", 0, 13)


def test_fine_and_interest_stop_on_the_day_of_the_payment(story: Story):
    """Paid on a Friday, told on the Monday: four days late, not seven."""
    story.opens("2027-03-20").on("2027-04-09")
    invoice = renewal(story)
    story.bank.control("pay", key=Charge.objects.get(invoice=invoice).key, amount=89900 + 1798 + 120)
    story.on("2027-04-12")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_on) == ("paid", date(2027, 4, 9))
    assert not LateCharge.objects.exists()
    assert story.credit() == 0
    assert story.books() == {"cash": 91818, "revenue": -89900, "late_charges": -1918}


def test_what_was_left_of_fine_and_interest_is_billed_once(story: Story):
    """D27."""
    story.opens("2027-03-20").on("2027-04-09")
    charge = Charge.objects.get(invoice=renewal(story))
    take_in(Receipt("fake", "p1", charge.key, 89900, date(2027, 4, 9), "boleto"), story.act())
    story.on("2027-04-26")
    assert renewal(story).total_centavos == 89900 + 1918
    may = Charge.objects.get(invoice=renewal(story))
    take_in(Receipt("fake", "p2", may.key, 89900 + 1918, date(2027, 4, 26), "boleto"), story.act())
    story.on("2027-05-26")
    assert (renewal(story).period_start, renewal(story).total_centavos) == (date(2027, 6, 5), 89900)


def test_a_renewal_by_pix_can_be_paid_until_it_is_late(story: Story):
    """Issued on 6 May for Sunday 16 May: the same code pays it on the Monday, without fine and interest."""
    story.opens("2027-05-05", anchor=date(2027, 4, 16), method="pix").on("2027-05-06")
    charge = Charge.objects.get(invoice=renewal(story))
    assert (renewal(story).due_on, charge.pay_until) == (date(2027, 5, 16), date(2027, 5, 17))
    story.on("2027-05-17").bank.control("pay", key=charge.key)
    story.tick()
    assert renewal(story).status == "paid"
    assert story.books() == {"cash": 89900, "revenue": -89900}


def test_a_paper_made_while_its_order_was_given_up_cannot_be_paid(story: Story, monkeypatch: pytest.MonkeyPatch):
    """The job that withdraws it comes before the gateway's answer, finds nothing there, and is over."""
    story.opens("2027-03-24")
    order = story.buys(by="pix", licence=3, send=False)
    found = pay_invoice.gateway
    bank = found("fake")

    class Slow:
        cancel, fetch, capabilities = bank.cancel, bank.fetch, bank.capabilities

        def charge(self, request: Any) -> Any:
            monkeypatch.setattr(pay_invoice, "gateway", found)
            end_order.withdraw(story.account.pk, order.number, story.act())
            story._drain()
            return bank.charge(request)

    monkeypatch.setattr(pay_invoice, "gateway", lambda name: Slow())
    pay_invoice.send(story.charge(order).pk, story.act())
    story._drain()
    assert story.charge(order).state == "cancelled"
