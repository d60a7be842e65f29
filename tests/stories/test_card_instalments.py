"""A longer cycle by card in n instalments: the issuer bills n, to us it is one payment (D28, D33)."""

from datetime import date
from typing import Any

import pytest

from meuplano.actions import ask_refund, change_plan, papers, pay_refund
from meuplano.actions.allowed import NotAllowed
from meuplano.gateways.fake import FakeBank
from meuplano.records.models import Charge, Instalment, Invoice, Payment, Subscription
from meuplano.rules.money import Money
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-01-10")


@pytest.fixture
def annual(story: Story) -> Story:
    """Monthly; the list of `world` takes an annual period in up to 12 instalments by card."""
    return story.opens("2027-01-10", anchor=date(2027, 1, 5))


def test_one_payment_one_receipt_and_the_renewal_in_as_many(annual: Story):
    """D28."""
    order = annual.buys(by="card", cycle=12, instalments=6, make_default=True)
    charge = annual.charge(order)
    assert (charge.instalments, Instalment.objects.count()) == (6, 0), "no boletos: the issuer divides"
    annual.types_card(order).tick()
    order.refresh_from_db()
    paid = Payment.objects.get()
    assert (order.status, paid.amount_centavos) == ("applied", charge.amount_centavos)
    assert papers.receipt_for(paid, order.invoice).method == "cartão, em 6 vezes"
    assert Subscription.objects.get().instalments == 6
    annual.jump("2028-01-10")
    renewal = Invoice.objects.get(kind="renewal")
    assert Charge.objects.get(invoice=renewal).instalments == 6
    assert renewal.status == "paid"
    annual.sound()


def test_a_refused_card_is_tried_again_in_as_many(annual: Story):
    order = annual.buys(by="card", cycle=12, instalments=3, make_default=True)
    annual.types_card(order, number="4000000000000341").tick()
    annual.jump("2028-01-10").on("2028-01-12")
    renewal = Invoice.objects.get(kind="renewal")
    tries = Charge.objects.filter(invoice=renewal, method="card")
    assert list(tries.values_list("state", "instalments")) == [("declined", 3)] * 2
    annual.sound()


def test_only_what_the_vendor_and_the_gateway_allow(annual: Story, monkeypatch: Any):
    offer = annual.sees(12)
    assert [change_plan.most_parts(offer, method) for method in ("card", "pix")] == [12, 1]
    assert change_plan.most_parts(annual.sees(licence=1), "card") == 1, "additions are paid at once"
    with pytest.raises(NotAllowed, match="unknown_terms"):
        annual.buys(by="card", cycle=12, instalments=13)
    monkeypatch.setattr(FakeBank, "capabilities", FakeBank.capabilities - {"card_instalments"})
    assert change_plan.most_parts(annual.sees(12), "card") == 1


def test_it_goes_back_to_the_card_whole_or_by_other_ways(annual: Story):
    """D33: the gateway charged the card twice, and the second time is credit."""
    annual.bank.control("faults", fault="paid_twice", command="charge", times=1)
    order = annual.buys(by="card", cycle=12, instalments=6)
    annual.types_card(order).tick()
    asked = {"seen": Money(annual.credit()), "reason": "", "act": annual.act()}
    (refund,) = ask_refund.ask_refund(annual.account.pk, **asked)
    refund.amount_centavos -= 1
    assert pay_refund.charge_behind(refund) is None, "a part goes back by Pix or as credit"
    assert pay_refund.by_gateway(annual.account.pk, refund.pk, annual.act("Rafael")) == "paid"
    annual.tick().sound()
