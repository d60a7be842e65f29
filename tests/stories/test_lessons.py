"""What went wrong elsewhere, lived through here and right: hourly runs, scheduled changes, space (R-05, R-07, R-14)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from meuplano import clock
from meuplano.actions import cancel_subscription, schedule_cycle
from meuplano.actions.change_renewal import change_renewal
from meuplano.jobs.schedule import SCHEDULE, automatic
from meuplano.records.models import Charge, Clock, Invoice, ScheduledChange, Subscription, UsageReport
from meuplano.rules.periods import Cycle
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")
OF_RENEWALS = ("announce renewals", "issue renewals", "roll over", "retry cards")


def test_R05_a_run_every_hour_tries_a_card_once_a_slot(story: Story):
    """48 hours around a first day and a retry, over both midnights, São Paulo's and that of UTC."""
    story.opens("2027-03-20")
    story.charge_by_card(announce_on=date(2027, 4, 2))
    story.bank.control("faults", fault="insufficient_funds", times=9)
    story.bank.control("date", date="2027-04-06")
    runs = [entry.run for entry in SCHEDULE if entry.name in OF_RENEWALS]
    for hour in range(48):
        now = datetime(2027, 4, 4, 20, 30, tzinfo=UTC) + timedelta(hours=hour)
        Clock.move(now - clock.system_now())
        for run in runs:
            run(automatic())
        story._drain()
    tried = Charge.objects.filter(method="card", invoice__kind="renewal").order_by("pk")
    assert [row.made_at.astimezone(clock.SAO_PAULO).date().isoformat() for row in tried] == ["2027-04-05", "2027-04-06"]
    assert Invoice.objects.count() == 1


def test_R07_a_scheduled_cycle_survives_a_purchase_with_the_new_quantity(story: Story):
    story.opens("2027-03-20", cycle=Cycle.QUARTERLY)
    schedule_cycle.choose_cycle(story.account.pk, Cycle.MONTHLY, story.act())
    quote = story.sees(licence=2).quote
    assert (quote.renewal_on, quote.next_renewal.centavos) == (date(2027, 6, 5), 12 * 8990), "and the summary says so"
    story.pays(story.buys(by="pix", licence=2)).tick()
    assert ScheduledChange.objects.get().status == "scheduled"
    story.jump("2027-05-26")
    assert Invoice.objects.get(kind="renewal").total_centavos == 12 * 8990
    story.jump("2027-06-05")
    assert (Subscription.objects.get().cycle, story.contracted()["licence"]) == (1, 12)


def test_R14_what_is_paid_stays_until_the_end_and_leaving_is_never_blocked(story: Story):
    """More is used than there is: the reduction waits for the renewal, and cancelling asks nothing of the space."""
    story.opens("2027-03-20", gb=20, included_gb=10)
    change_renewal(story.account.pk, story.act(), targets={"storage": 5})
    UsageReport.objects.create(account=story.account, used_bytes=35 * 10**9, measured_at=story.act().at)
    assert cancel_subscription.cancel(story.account.pk, date(2027, 4, 5), story.act(), reasons=["preço"])
    story.jump("2027-04-04")
    assert (Subscription.objects.get().status, story.contracted()["storage"]) == ("active", 20)
    story.jump("2027-04-05")
    assert Subscription.objects.get().status == "cancelled"
