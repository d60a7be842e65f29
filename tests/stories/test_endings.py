"""Cancelling, using or getting back what is paid, undoing, and the end itself (F24, D08, D33, D35; golden O-15)."""

from datetime import date

import pytest
from django.db import connection

from meuplano.actions import cancel_subscription, end_order
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.read_notice import take_in
from meuplano.gateways.base import Receipt
from meuplano.records.contract import contract_of
from meuplano.records.models import Charge, Invoice, Refund, ScheduledChange, Subscription, Task
from tests.stories.conftest import Story
from tests.stories.test_cycles import money, renewals

pytestmark = pytest.mark.first_day("2027-03-20")
END, NEXT_END = date(2027, 4, 5), date(2027, 5, 5)


def status(story: Story) -> str:
    return Subscription.objects.get(account=story.account).status


def cancels(story: Story, on: date = END) -> ScheduledChange | None:
    change = cancel_subscription.cancel(story.account.pk, on, story.act(), reasons=["preço"])
    connection.check_constraints()  # as its own transaction's end would
    return change


def refunds(story: Story) -> list[tuple[int, str, str | None]]:
    rows = Refund.objects.filter(account=story.account).order_by("pk").select_related("task")
    return [(row.amount_centavos, row.state, row.task.due_on and row.task.due_on.isoformat()) for row in rows]


def with_money(story: Story) -> Story:
    """R$ 35,00 of money for an order that was given up are credit since 27 March."""
    story.opens("2027-03-20").on("2027-03-27")
    order = story.buys(by="pix", licence=1)
    end_order.withdraw(story.account.pk, order.number, story.act())
    take_in(Receipt("fake", "extra", story.charge(order).key, 3500, story.act().today, "pix"), story.act())
    assert story.credit() == 3500
    return story


def test_O15_cancelled_with_the_renewal_invoice_out_and_undone(story: Story):
    with_money(story).on("2027-03-30")
    boleto = Charge.objects.get(invoice__kind="renewal")
    assert cancels(story) is not None
    assert cancels(story) is None, "twice is once"
    assert renewals(story) == [(89900, "cancelled")]
    assert refunds(story) == [(3500, "due", "2027-04-05")]
    story.tick()
    boleto.refresh_from_db()
    assert boleto.state == "cancelled"
    story.on("2027-04-02")
    assert cancel_subscription.undo(story.account.pk, story.act())
    assert not cancel_subscription.undo(story.account.pk, story.act())
    again = Invoice.objects.filter(kind="renewal").latest("pk")
    assert (again.total_centavos, again.credit_centavos, again.due_on.isoformat()) == (89900, 3500, "2027-04-07")
    assert again.open.centavos == 86400
    assert refunds(story) == [(3500, "dropped", "2027-04-05")]
    assert not Task.objects.filter(kind="refund", done_at=None).exists()
    story.on("2027-04-06")
    assert status(story) == "active"


def test_O15_with_the_next_period_paid_there_are_two_choices(story: Story):
    """D35."""
    story.opens("2027-03-20").on("2027-03-29")
    money(story, Charge.objects.get(invoice__kind="renewal"), "2027-03-29")
    choices = cancel_subscription.endings(story.account, contract_of(story.account), story.act())
    assert [(choice.on, choice.returned.centavos) for choice in choices] == [(NEXT_END, 0), (END, 89900)]
    with pytest.raises(NotAllowed, match="unknown_ending"):
        cancels(story, date(2027, 4, 20))


def test_the_next_period_is_used(story: Story):
    story.opens("2027-03-20").on("2027-03-29")
    money(story, Charge.objects.get(invoice__kind="renewal"), "2027-03-29")
    cancels(story, NEXT_END)
    story.on("2027-04-30")
    assert (status(story), renewals(story)) == ("active", [(89900, "paid")])
    story.on("2027-05-05")
    assert (status(story), refunds(story)) == ("cancelled", [])


def test_the_next_period_is_given_back_whole_on_its_first_day(story: Story):
    """D35."""
    story.opens("2027-03-20").on("2027-03-29")
    money(story, Charge.objects.get(invoice__kind="renewal"), "2027-03-29")
    cancels(story, NEXT_END)
    cancels(story, END)  # a later choice of another day
    assert [change.status for change in ScheduledChange.objects.order_by("pk")] == ["replaced", "scheduled"]
    story.on("2027-04-04")
    assert refunds(story) == []
    story.on("2027-04-05")
    assert (status(story), refunds(story)) == ("cancelled", [(89900, "due", None)])
    assert story.books() == {"cash": 89900, "to_refund": -89900}
    story.tick().on("2027-04-08")
    assert refunds(story) == [(89900, "due", None)]


def test_at_the_end_gifts_lapse_orders_die_and_nothing_is_charged_again(story: Story):
    story.opens("2027-03-20").has_credit(5000)
    cancels(story)
    story.on("2027-04-04")
    waiting = story.buys(by="pix", licence=60)
    assert waiting.status == "waiting", "what is added for the running period is allowed"
    story.on("2027-04-06")
    waiting.refresh_from_db()
    assert (status(story), waiting.status, story.credit(), refunds(story)) == ("cancelled", "withdrawn", 0, [])
    story.on("2027-05-10")
    assert renewals(story) == []


def test_cancelling_withdraws_what_waits_and_refuses_another_cycle(story: Story):
    """D08."""
    story.opens("2027-03-20")
    waiting = story.buys(by="boleto", licence=3)
    cancels(story)
    waiting.refresh_from_db()
    assert waiting.status == "withdrawn"
    with pytest.raises(NotAllowed, match="cancelling"):
        story.sees(12)


def test_suspended_it_ends_with_the_period_and_owes_the_days_with_access(story: Story):
    story.opens("2027-03-20", licences=6, active=4).on("2027-04-21")
    assert status(story) == "suspended"
    cancels(story, NEXT_END)
    story.on("2027-05-05")
    assert status(story) == "cancelled"
    assert Invoice.objects.get(status="open").total_centavos == 26970  # 15 of 30 days, as by the ladder's end


def test_suspended_and_over_it_ends_at_once(story: Story):
    story.opens("2027-03-20", licences=6, active=4).on("2027-05-10")
    cancels(story, date(2027, 5, 10))
    assert status(story) == "cancelled"


def test_run_days_late_the_end_is_the_same(story: Story):
    """D47."""
    story.opens("2027-03-20")
    cancels(story)
    story._move(date(2027, 4, 9))
    story.tick()
    ended = Subscription.objects.get(account=story.account)
    assert (ended.status, renewals(story), ScheduledChange.objects.get().status) == ("cancelled", [], "applied")
