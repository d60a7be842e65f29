"""Back after a suspension in which the period ended: what waited for the renewal, what was paid ahead (D24, D25)."""

from datetime import date

import pytest

from meuplano import clock
from meuplano.actions import schedule_cycle
from meuplano.actions.read_notice import take_in
from meuplano.portal.scheduled import strips
from meuplano.records.models import Charge, Invoice, ScheduledChange
from meuplano.records.overview import overview_of
from meuplano.rules.periods import Cycle
from tests.stories.conftest import Story
from tests.stories.test_cycles import money, periods, renewals, subscription
from tests.stories.test_money_taken_back import paid, taken_back

pytestmark = pytest.mark.first_day("2027-02-23")


def suspended_near_the_end(story: Story, *, next_is_paid: bool = False) -> Invoice:
    """The months were chosen in time; then the bank takes back what had paid the quarter (D34)."""
    story.opens("2027-02-23", cycle=Cycle.QUARTERLY, anchor=date(2026, 12, 5))
    story.jump("2027-02-23").jump("2027-03-05")
    quarter = Invoice.objects.get(kind="renewal")
    payment = paid(Charge.objects.get(invoice=quarter), 269700, "2027-03-05", 1)
    take_in(payment, story.act())
    assert schedule_cycle.choose_cycle(story.account.pk, Cycle.MONTHLY, story.act())
    story.jump("2027-05-14")
    take_in(taken_back(payment, "2027-05-14"), story.act())
    story.jump("2027-05-26")
    assert renewals(story) == [(269700, "open"), (89900, "open")]
    if next_is_paid:
        money(story, Charge.objects.filter(invoice__kind="renewal").latest("pk"), "2027-05-26", "p2")
    story.jump("2027-06-03")
    assert subscription(story).status == "suspended"
    quarter.refresh_from_db()
    return quarter


def test_a_shorter_cycle_waits_through_a_suspension_and_begins_with_the_return(story: Story):
    """D14, D25: all that was paid is used, so the period that begins with the payment is a month."""
    quarter = suspended_near_the_end(story)
    story.jump("2027-06-10")
    seen = overview_of(story.account)
    assert seen
    assert (seen.coming_cycle, [change.kind for change in seen.scheduled]) == (Cycle.MONTHLY, ["cycle"])
    title = strips(story.account, seen, {}, clock.today())[0].title
    assert title == "Quando o acesso voltar, a periodicidade passa a mensal"
    story.bank.control("pay", key=story.pix_today(quarter).key)
    story.tick()
    now = subscription(story)
    assert (now.status, now.cycle, now.anchor.isoformat()) == ("active", 1, "2027-06-10")
    assert periods(story)[-1] == ("2027-06-10", "2027-07-10")
    assert renewals(story)[1:] == [(89900, "cancelled"), (89900, "open")]
    assert ScheduledChange.objects.get().status == "applied"
    seen = overview_of(story.account)
    assert seen
    assert (seen.coming_cycle, seen.scheduled) == (Cycle.MONTHLY, ()), "nothing is promised that was done"
    story.sound(alone=True)


@pytest.mark.parametrize(("day", "began"), [("2027-06-05", "2027-06-05"), ("2027-06-10", "2027-06-10")])
def test_what_was_paid_for_a_period_that_never_began_pays_the_one_of_the_return(story: Story, day: str, began: str):
    """D25, D29: at once it is that period; days later it is credit, and the new one's invoice uses it."""
    quarter = suspended_near_the_end(story, next_is_paid=True)
    story.jump(day)
    story.bank.control("pay", key=story.pix_today(quarter).key)
    story.tick()
    assert (subscription(story).status, periods(story)[-1][0]) == ("active", began)
    assert {status for _, status in renewals(story)} == {"paid"}
    assert (subscription(story).cycle, story.credit()) == (1, 0)
    story.tick().sound(alone=True)
