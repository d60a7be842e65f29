"""Longer and shorter cycles lived through (F10, F11, D09–D14; golden O-04 and O-05)."""

from datetime import date

import pytest

from meuplano.actions import schedule_cycle
from meuplano.actions.activate_user import set_access
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.read_notice import take_in
from meuplano.gateways.base import Receipt
from meuplano.records.models import Charge, Invoice, Order, ScheduledChange, Subscription, SubscriptionPeriod
from meuplano.rules.periods import Cycle
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-10")


def subscription(story: Story) -> Subscription:
    return Subscription.objects.get(account=story.account)


def periods(story: Story) -> list[tuple[str, str]]:
    rows = SubscriptionPeriod.objects.filter(account=story.account).order_by("start")
    return [(row.start.isoformat(), row.end.isoformat()) for row in rows]


def renewals(story: Story) -> list[tuple[int, str]]:
    rows = Invoice.objects.filter(account=story.account, kind="renewal").order_by("pk")
    return [(row.total_centavos, row.status) for row in rows]


def by_card(story: Story, **asked: int) -> Order:
    order = story.buys(by="card", **asked)
    story.types_card(order).tick()
    order.refresh_from_db()
    return order


def money(story: Story, charge: Charge, day: str, number: str = "p1") -> None:
    """The bank tells that this charge was paid on that day."""
    take_in(
        Receipt("fake", number, charge.key, charge.amount_centavos, date.fromisoformat(day), charge.method), story.act()
    )


def test_O04_a_longer_cycle_in_the_middle_of_a_period(story: Story):
    """D11."""
    story.opens("2027-03-10", gb=20, conversas=4).on("2027-03-16")
    offer = story.sees(12)
    assert offer.quote.due_now.centavos == 939005
    order = by_card(story, cycle=12)
    story.expect("order.agreed", "charge.pending", "payment.received", "period.began", "cycle.changed", "order.applied")
    assert [(line["quantity"], line["amount"]) for line in order.quote["lines"]] == [
        (10, 863040), (20, 28800), (4, 114816), (10, -58000), (20, -1935), (4, -7716),
    ]  # fmt: skip
    assert periods(story) == [("2027-03-05", "2027-03-16"), ("2027-03-16", "2028-03-16")]
    now = subscription(story)
    assert (now.cycle, now.anchor.isoformat(), now.issue_on) == (12, "2027-03-16", date(2028, 3, 6))
    assert story.contracted() == {"licence": 10, "storage": 20, "conversas": 4}
    assert story.books() == {"revenue": -939005, "cash": 939005}
    story.tick().expect()


def test_O04_by_boleto_it_waits_and_begins_on_the_day_it_was_confirmed(story: Story):
    story.opens("2027-03-10", gb=20, conversas=4).on("2027-03-16")
    order = story.buys(by="boleto", cycle=12)
    assert (order.quote["due_now"], order.pay_until.isoformat()) == (939005, "2027-03-19")
    story.on("2027-03-19")
    assert subscription(story).cycle == 1
    story.pays(order).on("2027-03-22")
    assert (subscription(story).cycle, subscription(story).anchor.isoformat()) == (12, "2027-03-16")
    assert periods(story)[-1] == ("2027-03-16", "2028-03-16")


def test_O05_with_only_active_a_scheduled_reduction_and_the_renewal_invoice_out(story: Story):
    story.opens("2027-03-10", licences=12, active=9, gb=30, renewal_policy="active").wants_at_renewal("storage", 20)
    story.on("2027-03-26")
    assert renewals(story) == [(83910, "open")]
    boleto = Charge.objects.get(invoice__kind="renewal")
    story.on("2027-03-29")
    order = by_card(story, cycle=12)
    assert [(line["quantity"], line["amount"]) for line in order.quote["lines"]] == [
        (9, 776736), (20, 28800), (12, -24360), (30, -1016),
    ]  # fmt: skip
    assert order.quote["due_now"] == 780160
    assert periods(story)[-1] == ("2027-03-29", "2028-03-29")
    assert story.contracted() == {"licence": 9, "storage": 20, "conversas": 0}
    boleto.refresh_from_db()
    assert (renewals(story), boleto.state) == ([(83910, "cancelled")], "cancelled")
    money(story, boleto, "2027-04-05")
    assert (story.credit(), subscription(story).cycle) == (83910, 12)


def test_while_it_waits_nothing_else_can_be_confirmed_and_no_renewal_goes_out(story: Story):
    """D09; it waits as long as any order (O-12)."""
    story.opens("2027-03-10").on("2027-03-24")
    order = story.buys(by="boleto", cycle=3)
    assert (order.pay_until.isoformat(), order.expires_on.isoformat()) == ("2027-03-30", "2027-04-01")
    for asked in ({"licence": 1}, {"cycle": 12}):
        with pytest.raises(NotAllowed, match="cycle_change_waiting"):
            story.sees(**asked)
    story.on("2027-04-01")
    assert renewals(story) == []
    story.on("2027-04-02")
    order.refresh_from_db()
    assert (order.status, renewals(story)) == ("expired", [(89900, "open")])
    assert Invoice.objects.get(kind="renewal").due_on.isoformat() == "2027-04-07"


def test_it_is_refused_while_an_order_waits_or_anything_is_overdue(story: Story):
    story.opens("2027-03-10")
    waiting = story.buys(by="boleto", licence=1)
    with pytest.raises(NotAllowed, match="order_waiting"):
        story.sees(12)
    story.pays(waiting).on("2027-04-07")
    with pytest.raises(NotAllowed, match="overdue"):
        story.sees(12)


def test_the_renewal_that_was_paid_first_stands_and_the_orders_money_is_credit(story: Story):
    """D13."""
    story.opens("2027-03-10").on("2027-03-29")
    renewal = Charge.objects.get(invoice__kind="renewal")
    order = story.buys(by="boleto", cycle=12)
    money(story, renewal, "2027-03-30", "renewal")
    order.refresh_from_db()
    assert (order.status, story.charge(order).state) == ("waiting", "pending"), (
        "its own money of that day may be known later"
    )
    story.tick()
    assert story.charge(order).state == "cancelled"
    money(story, story.charge(order), "2027-03-31", "order")
    order.refresh_from_db()
    assert (subscription(story).cycle, story.credit()) == (1, order.quote["due_now"])
    story.on("2027-04-02")
    order.refresh_from_db()
    assert order.status == "expired"


def test_paid_on_the_same_day_the_order_stands_whichever_news_came_first(story: Story):
    """D13."""
    story.opens("2027-03-10").on("2027-03-29")
    renewal = Charge.objects.get(invoice__kind="renewal")
    order = story.buys(by="boleto", cycle=12)
    money(story, renewal, "2027-03-30", "renewal")
    story.tick()
    money(story, story.charge(order), "2027-03-30", "order")
    order.refresh_from_db()
    assert (order.status, subscription(story).cycle) == ("applied", 12)
    assert story.credit() == 89900, "the loser's money"


def test_paid_before_the_confirmation_the_renewal_stands(story: Story):
    story.opens("2027-03-10").on("2027-03-30")
    renewal = Charge.objects.get(invoice__kind="renewal")
    order = story.buys(by="boleto", cycle=12)
    money(story, renewal, "2027-03-29")
    order.refresh_from_db()
    assert order.status == "withdrawn"


def test_the_next_period_already_paid_comes_off_whole(story: Story):
    """D12."""
    story.opens("2027-03-10").on("2027-03-29")
    money(story, Charge.objects.get(invoice__kind="renewal"), "2027-03-29")
    order = by_card(story, cycle=12)
    assert [line["amount"] for line in order.quote["lines"]] == [863040, -20300, -89900]
    assert (subscription(story).cycle, story.credit()) == (12, 0)


def test_what_is_open_of_the_running_period_is_taken_over(story: Story):
    """D12."""
    story.opens("2027-03-10", anchor=date(2027, 2, 11)).on("2027-03-11")
    open_invoice = Invoice.objects.get(kind="renewal")
    assert (open_invoice.status, open_invoice.due_on.isoformat()) == ("open", "2027-03-16")
    story.on("2027-03-12")
    order = story.buys(by="boleto", cycle=12)
    assert [line["amount"] for line in order.quote["lines"]] == [863040, -87000, 89900]
    money(story, Charge.objects.get(invoice=open_invoice), "2027-03-15", "old")  # paid though the order has it
    money(story, story.charge(order), "2027-03-17", "order")
    open_invoice.refresh_from_db()
    assert (open_invoice.status, story.credit()) == ("paid", 89900)
    assert story.books()["cash"] == 89900 + order.quote["due_now"]


def test_worth_less_than_nothing_the_rest_is_credit(story: Story):
    """D12."""
    story.opens("2027-03-10", cycle=Cycle.SEMIANNUAL, licences=10, active=1, renewal_policy="active")
    offer = story.sees(12)
    assert offer.quote.due_now.centavos == 0
    order = story.buys(by="pix", cycle=12)
    assert (order.status, story.invoices()) == ("applied", [(0, "paid")])
    assert story.credit() == offer.quote.to_credit.centavos > 0
    assert story.contracted()["licence"] == 3  # the plan's smallest
    assert story.books()["credit"] == -story.credit()


def test_people_activated_while_it_waited_are_a_complement(story: Story):
    story.opens("2027-03-10", licences=10, active=8, renewal_policy="active").on("2027-03-16")
    order = story.buys(by="boleto", cycle=12)
    one, two = story.new_members(2)
    for member in (one, two):
        set_access(story.account.pk, member.pk, active=True, act=story.act())
    money(story, story.charge(order), "2027-03-17")
    assert story.contracted()["licence"] == 10
    complement = Invoice.objects.get(kind="complement")
    assert (complement.total_centavos, complement.period_start.isoformat()) == (2 * 86304, "2027-03-16")


def test_what_is_added_in_the_same_form_is_part_of_the_new_period(story: Story):
    """D10."""
    story.opens("2027-03-10").on("2027-03-16")
    order = by_card(story, cycle=12, licence=2)
    assert [(line["quantity"], line["kind"]) for line in order.quote["lines"]] == [(12, "charge"), (10, "unused")]
    assert story.contracted()["licence"] == 12


def test_a_shorter_cycle_waits_for_the_end_of_what_is_paid(story: Story):
    story.opens("2027-03-10", cycle=Cycle.QUARTERLY)
    assert schedule_cycle.choose_cycle(story.account.pk, Cycle.MONTHLY, story.act())
    assert not schedule_cycle.choose_cycle(story.account.pk, Cycle.MONTHLY, story.act()), "twice is once"
    story.expect("cycle.scheduled")
    story.on("2027-05-26")
    assert renewals(story) == [(89900, "open")]
    story.on("2027-06-05")
    now = subscription(story)
    assert (now.cycle, now.period_end.isoformat()) == (1, "2027-07-05")
    assert ScheduledChange.objects.get().status == "applied"


def test_a_renewal_already_paid_is_used_first(story: Story):
    """D14."""
    story.opens("2027-03-10", cycle=Cycle.QUARTERLY).on("2027-05-27")
    money(story, Charge.objects.get(invoice__kind="renewal"), "2027-05-27")
    schedule_cycle.choose_cycle(story.account.pk, Cycle.MONTHLY, story.act())
    assert ScheduledChange.objects.get().effective_on.isoformat() == "2027-09-05"
    story.on("2027-06-05")
    assert (subscription(story).cycle, subscription(story).period_end.isoformat()) == (3, "2027-09-05")
    story.on("2027-09-05")
    assert (subscription(story).cycle, subscription(story).period_end.isoformat()) == (1, "2027-10-05")


def test_scheduled_and_undone_with_the_invoice_out_it_is_issued_anew(story: Story):
    """R-08."""
    story.opens("2027-03-10", cycle=Cycle.QUARTERLY).on("2027-05-27")
    schedule_cycle.choose_cycle(story.account.pk, Cycle.MONTHLY, story.act())
    assert renewals(story) == [(269700, "replaced"), (89900, "open")]
    first, _ = Charge.objects.filter(invoice__kind="renewal").order_by("pk")
    assert schedule_cycle.undo(story.account.pk, story.act())
    assert not schedule_cycle.undo(story.account.pk, story.act())
    assert renewals(story) == [(269700, "replaced"), (89900, "replaced"), (269700, "open")]
    story.tick()
    first.refresh_from_db()
    assert first.state == "cancelled"
    money(story, first, "2027-05-28")  # the old paper, paid all the same
    assert story.credit() == 269700


def test_a_later_longer_change_replaces_the_shorter_one(story: Story):
    story.opens("2027-03-10", cycle=Cycle.QUARTERLY)
    schedule_cycle.choose_cycle(story.account.pk, Cycle.MONTHLY, story.act())
    by_card(story, cycle=12)
    assert (ScheduledChange.objects.get().status, subscription(story).cycle) == ("replaced", 12)


def test_with_a_shorter_cycle_the_additions_are_charged_now(story: Story):
    """D10."""
    story.opens("2027-03-10", cycle=Cycle.QUARTERLY)
    offer = story.sees(1, licence=2)
    assert (offer.quote.renewal_on.isoformat(), offer.quote.next_renewal.centavos) == ("2027-06-05", 12 * 8990)
    by_card(story, cycle=1, licence=2)
    assert story.contracted()["licence"] == 12
    assert ScheduledChange.objects.get().data == {"cycle": 1}


def test_no_order_outlives_its_period(story: Story):
    """News that come after the period: the money is credit (D06, D07)."""
    story.opens("2027-03-10").on("2027-04-04")
    order = story.buys(by="pix", cycle=12)
    story._move(date(2027, 4, 5))  # nothing ran yet
    money(story, story.charge(order), "2027-04-04")
    order.refresh_from_db()
    assert (order.status, subscription(story).cycle) == ("expired", 1)
    assert story.credit() == order.quote["due_now"]
