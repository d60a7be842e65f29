"""What comes back when a contract or an order is undone whose money had become several things (D12, D33, D34, D37)."""

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meuplano.actions import ask_refund, pay_refund
from meuplano.actions.read_notice import take_in
from meuplano.actions.regret_order import regret_order
from meuplano.actions.return_order import to_return
from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.records.models import Credit, Invoice, Order, Payment, Refund
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests.stories.conftest import Story
from tests.stories.test_beginnings import consumer, contracted
from tests.stories.test_money_taken_back import paid, taken_back

pytestmark = pytest.mark.first_day("2027-03-24")


def due_back(story: Story) -> int:
    """What is on its way back or still the account's, in centavos."""
    return sum(Refund.objects.exclude(state="dropped").values_list("amount_centavos", flat=True)) + story.credit()


def began(story: Story, **terms: object) -> Order:
    """A new customer's contract, paid by Pix on its first day."""
    contracted(story, method="pix", **terms)
    consumer(story)
    first = Order.objects.get(account=story.account)
    story.pays(first).tick()
    return first


def test_D37_a_change_of_cycle_that_left_credit_is_returned_once(story: Story):
    """Twenty licences for half a year, then the whole year for the three there are: D12 leaves credit, and no money."""
    first = began(story, cycle=Cycle.SEMIANNUAL, quantities={"licence": 20}, policy="active")
    longer = story.buys(by="pix", cycle=12)
    assert (longer.status, longer.quote["due_now"]) == ("applied", 0)
    assert story.credit() > 0
    assert to_return(first).centavos == first.quote["due_now"] - story.credit()
    assert regret_order(story.account.pk, first.number, story.act("Lia Prado"), seen=to_return(first))
    assert (due_back(story), story.credit()) == (first.quote["due_now"], 0), "all that was paid, and no centavo more"
    assert "revenue" not in story.books()


def test_D37_a_contract_after_one_of_its_orders_gives_the_rest_of_that_back(story: Story):
    """An order undone after a longer cycle kept what the cycle had given back; with that undone it returns too."""
    first = began(story)
    extra = story.buys(by="pix", licence=2)
    story.pays(extra).tick()
    story.jump("2027-03-26")
    longer = story.buys(by="pix", cycle=12)
    story.pays(longer).tick()
    assert regret_order(story.account.pk, extra.number, story.act("Lia Prado"))
    kept = extra.quote["due_now"] - due_back(story)
    assert kept > 0
    assert regret_order(story.account.pk, first.number, story.act("Lia Prado"))
    assert due_back(story) == story.books()["cash"] == sum(Payment.objects.values_list("amount_centavos", flat=True))
    assert "revenue" not in story.books()


def test_D34_everything_that_a_payment_had_become_is_taken_back_once(story: Story):
    """Paid too much, then the order undone: two credits of one payment, and the bank takes all of it back."""
    story.opens("2027-03-24", licences=10, active=8)
    consumer(story)
    order = story.buys(by="pix", licence=3)
    payment = paid(story.charge(order), order.quote["due_now"] + 5000, "2027-03-24", 1)
    take_in(payment, story.act())
    assert story.credit() == 5000
    assert regret_order(story.account.pk, order.number, story.act())
    assert sorted(Credit.objects.values_list("amount_centavos", flat=True)) == [5000, order.quote["due_now"]]
    back = taken_back(payment, "2027-03-25")
    assert [settle(back, story.act()) for _ in range(2)] == ["settled", "known"]
    assert (story.credit(), Refund.objects.get().state, story.books()) == (0, "dropped", {})
    assert Invoice.objects.get(pk=order.invoice.pk).status == "cancelled"


def test_D34_what_had_gone_back_of_either_credit_is_not_taken_again(story: Story):
    """The order's money was given back by the bank, which then takes back the rest of the payment: the surplus."""
    story.opens("2027-03-24", licences=10, active=8)
    consumer(story)
    order = story.buys(by="pix", licence=3)
    due = order.quote["due_now"]
    story.pays(order, amount=due + 5000).tick()
    assert regret_order(story.account.pk, order.number, story.act())
    pay_refund.by_gateway(story.account.pk, Refund.objects.get().pk, story.act("Rafael"))
    assert (story.credit(), story.books()["cash"]) == (5000, 5000)
    small = story.buys(by="pix", storage=10)
    used = 5000 - story.credit()
    assert used > 0
    story.bank.control("reverse", key=story.charge(order).key)
    story.tick()
    assert (story.credit(), story.books()) == (0, {"receivable": used, "revenue": -small.invoice.total_centavos})
    assert Invoice.objects.get(pk=order.invoice.pk).status == "cancelled"
    story.sound()


@given(surplus=st.integers(1, 20_000), paid_out=st.sampled_from(("nothing", "surplus", "order", "both")))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_D34_whatever_went_back_before_the_bank_takes_the_rest_once(story: Story, surplus: int, paid_out: str):
    with transaction.atomic():
        story.opens("2027-03-24", licences=10, active=8)
        consumer(story)
        order = story.buys(by="pix", licence=3, send=False)
        payment = paid(story.charge(order), order.quote["due_now"] + surplus, "2027-03-24", 1)
        take_in(payment, story.act())
        regret_order(story.account.pk, order.number, story.act())
        if paid_out in ("surplus", "both"):
            ask_refund.ask_refund(story.account.pk, seen=Money(surplus), reason="", act=story.act())
        gone = 0
        for refund in Refund.objects.order_by("pk"):
            of_surplus = refund.credit.cause == "surplus"
            if paid_out == "both" or (of_surplus == (paid_out == "surplus") and paid_out != "nothing"):
                told = Receipt(
                    "fake", f"g{refund.pk}", payment.key, refund.amount_centavos, story.act().today, "pix", "reversal",
                    reverses=payment.external_id, refund_key=refund.key,
                )  # fmt: skip
                assert settle(told, story.act()) == "settled"
                gone += refund.amount_centavos
        rest = replace(taken_back(payment, "2027-03-25"), amount=payment.amount - gone)
        if rest.amount:
            assert settle(rest, story.act()) == "settled"
        assert (due_back(story) - gone, story.books()) == (0, {})
        transaction.set_rollback(True)
