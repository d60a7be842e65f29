"""Adjusted prices and moved due days."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.adjustments import Announced, adjusted, earliest, holds_for, list_for, move_due_day
from meuplano.rules.lines import total_of
from meuplano.rules.periods import Cycle, is_boundary, nth_period
from meuplano.rules.prices import LICENCE
from tests.rules.ground import ANNUAL, MONTHLY, brl, cycles, dates, day, period


def test_an_adjusted_price_is_rounded_once() -> None:
    assert adjusted(brl("89,90"), 483) == brl("94,24")
    assert adjusted(brl("89,90"), -100) == brl("89,00")
    assert adjusted(brl("89,90"), 0) == brl("89,90")


@pytest.mark.parametrize(
    ("first_day", "last", "new"),
    [
        ("21/03/2027", None, False),  # 29 days after the notice
        ("22/03/2027", None, True),
        ("22/03/2027", "22/03/2026", True),
        ("22/03/2027", "23/03/2026", False),
    ],
)
def test_notice_and_twelve_months(first_day: str, last: str | None, new: bool) -> None:
    last_on = day(last) if last else None
    assert holds_for(day(first_day), notice_on=day("20/02/2027"), last_adjusted_on=last_on) is new


def test_bridging_days_are_charged_by_the_nominal_period() -> None:
    moved = move_due_day(period_end=day("05/04/2027"), old_anchor=day("05/03/2027"), cycle=Cycle.MONTHLY, day=20)
    assert moved.bridging == period("05/04/2027–20/04/2027")
    assert moved.first == period("20/04/2027–20/05/2027")
    (line,) = moved.lines({LICENCE: 10}, MONTHLY)
    assert (line.kind, line.days, line.of_days) == ("bridge", 15, 30)
    assert line.amount == brl("449,50")

    yearly = move_due_day(period_end=day("05/04/2027"), old_anchor=day("05/04/2024"), cycle=Cycle.ANNUAL, day=4)
    assert yearly.bridging == period("05/04/2027–04/05/2027")
    assert yearly.of_days == 366
    assert total_of(yearly.lines({LICENCE: 1}, ANNUAL)) == brl("68,38")


def test_a_due_day_that_is_there_already_needs_no_bridge() -> None:
    moved = move_due_day(period_end=day("05/04/2027"), old_anchor=day("05/03/2027"), cycle=Cycle.MONTHLY, day=5)
    assert moved.bridging is None
    assert moved.lines({LICENCE: 10}, MONTHLY) == ()


def test_a_31st_that_falls_on_a_short_month_is_remembered() -> None:
    moved = move_due_day(period_end=day("05/04/2027"), old_anchor=day("05/03/2027"), cycle=Cycle.MONTHLY, day=31)
    assert moved.first == period("30/04/2027–31/05/2027")
    assert moved.anchor == day("31/03/2027")
    for_ever_short = move_due_day(
        period_end=day("05/02/2027"), old_anchor=day("05/02/2026"), cycle=Cycle.ANNUAL, day=31
    )
    assert for_ever_short.anchor == for_ever_short.first.start == day("28/02/2027")


@given(dates, cycles, st.integers(0, 30), st.integers(1, 31))
def test_a_moved_due_day_leaves_no_gap_and_less_than_a_month_of_bridge(
    old_anchor: date, cycle: Cycle, n: int, wanted: int
) -> None:
    end = nth_period(old_anchor, cycle, n).end
    moved = move_due_day(period_end=end, old_anchor=old_anchor, cycle=cycle, day=wanted)
    first = moved.first
    assert is_boundary(moved.anchor, cycle, first.start)
    if moved.bridging is None:
        assert first.start == end
    else:
        assert (moved.bridging.start, moved.bridging.end) == (end, first.start)
        assert moved.bridging.days < 31
    last_of_month = monthrange(first.start.year, first.start.month)[1]
    assert first.start.day == min(wanted, last_of_month)
    if cycle != Cycle.ANNUAL:
        assert moved.anchor.day == wanted, "some month of the cycle has that day"


@pytest.mark.parametrize("wanted", [0, 32])
def test_no_month_has_such_a_day(wanted: int) -> None:
    with pytest.raises(ValueError, match="no month"):
        move_due_day(period_end=day("05/04/2027"), old_anchor=day("05/03/2027"), cycle=Cycle.MONTHLY, day=wanted)


def announced(key: int, valid_from: str, notice_on: str | None) -> Announced:
    return Announced(key, day(valid_from), day(notice_on) if notice_on else None)


@pytest.mark.parametrize(
    ("first_day", "key"),
    [("10/03/2027", 1), ("21/03/2027", 1), ("22/03/2027", 2), ("05/04/2027", 2)],
)
def test_the_list_of_a_period_is_the_newest_that_holds(first_day: str, key: int) -> None:
    newer = [announced(2, "01/03/2027", "20/02/2027"), announced(3, "01/04/2027", None)]
    assert list_for(day(first_day), running=1, newer=newer, last_adjusted_on=None) == key


def test_a_list_does_not_hold_before_its_own_first_day_nor_within_a_year_of_the_last() -> None:
    newer = [announced(2, "01/06/2027", "20/02/2027")]
    assert list_for(day("05/05/2027"), running=1, newer=newer, last_adjusted_on=None) == 1
    assert list_for(day("05/06/2027"), running=1, newer=newer, last_adjusted_on=day("06/06/2026")) == 1
    assert list_for(day("05/06/2027"), running=1, newer=newer, last_adjusted_on=day("05/06/2026")) == 2


@given(notice=dates, last=st.none() | dates, days=st.integers(0, 90), ahead=st.integers(-400, 800))
def test_the_earliest_day_is_the_first_on_which_it_holds(
    notice: date, last: date | None, days: int, ahead: int
) -> None:
    first = earliest(notice, last, days)
    assert holds_for(first, notice_on=notice, last_adjusted_on=last, notice_days=days)
    other = first + timedelta(ahead)
    assert holds_for(other, notice_on=notice, last_adjusted_on=last, notice_days=days) is (ahead >= 0)


@given(start=dates, cycle=cycles, day=st.integers(1, 31), quantity=st.integers(1, 500))
def test_a_longer_period_costs_its_parts_but_for_half_a_centavo_a_unit(
    start: date, cycle: Cycle, day: int, quantity: int
) -> None:
    moved = move_due_day(period_end=nth_period(start, cycle, 0).end, old_anchor=start, cycle=cycle, day=day)
    longer = moved.units(MONTHLY)[LICENCE].net.times(quantity)
    parts = MONTHLY[LICENCE].net.times(quantity) + total_of(moved.lines({LICENCE: quantity}, MONTHLY))
    assert 2 * abs((longer - parts).centavos) <= quantity + 1
    assert moved.period.end == moved.first.end
    assert moved.period.days == moved.first.days + (moved.share.days if moved.share else 0)
