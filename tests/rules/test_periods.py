"""Periods tile from their anchor, and every fraction has the nominal days beneath it."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.act import Act
from meuplano.rules.calendar import Calendar
from meuplano.rules.late_fees import days_late
from meuplano.rules.periods import (
    ONE_DAY,
    Cycle,
    OutsidePeriod,
    Period,
    add_months,
    cycle_of,
    first_boundary,
    is_boundary,
    next_period,
    nth_period,
    period_containing,
)
from meuplano.rules.proration import Share, left, used, whole
from tests.rules.ground import cycles, dates, day, period


@pytest.mark.parametrize("cycle", Cycle)
@pytest.mark.parametrize("anchor_day", range(1, 32))
def test_r01_ten_years_of_periods_tile_and_never_forget_the_day(anchor_day: int, cycle: Cycle) -> None:
    anchor = date(2024, 1, anchor_day)
    for n in range(120 // cycle):
        this, following = nth_period(anchor, cycle, n), nth_period(anchor, cycle, n + 1)
        assert this.end == following.start
        assert this.end.day == min(anchor_day, monthrange(this.end.year, this.end.month)[1])
        assert next_period(anchor, cycle, this) == following


@given(dates, cycles, dates)
def test_r03_every_day_is_in_exactly_one_period_of_any_cycle(anchor: date, cycle: Cycle, asked: date) -> None:
    found = period_containing(anchor, cycle, asked)
    assert asked in found
    assert found.last_day in found
    assert found.end not in found
    assert period_containing(anchor, cycle, found.start) == found
    assert period_containing(anchor, cycle, found.last_day) == found
    assert is_boundary(anchor, cycle, found.start)
    assert is_boundary(anchor, cycle, found.end)
    assert is_boundary(anchor, cycle, asked) == (asked == found.start)


@given(dates, cycles, st.integers(-50, 50), st.data())
def test_r04_the_denominator_is_the_full_nominal_period(
    anchor: date, cycle: Cycle, n: int, data: st.DataObject
) -> None:
    this = nth_period(anchor, cycle, n)
    today = data.draw(st.dates(this.start, this.last_day))
    share = left(this, today)
    assert share.of_days == this.days == (this.end - this.start).days
    assert share.days + used(this, today).days == this.days
    assert left(this, this.start) == whole(this)
    assert left(this, this.last_day).days == 1


def test_r04_a_plan_inherited_in_the_middle_of_a_quarter_counts_the_whole_quarter() -> None:
    quarter = period_containing(date(2027, 1, 10), Cycle.QUARTERLY, date(2027, 2, 21))
    assert left(quarter, date(2027, 2, 21)) == Share(48, 90)


def test_the_31st_comes_back() -> None:
    anchor = date(2027, 1, 31)
    assert [nth_period(anchor, Cycle.MONTHLY, n).start for n in range(4)] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
    ]
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)


@given(st.integers(0, 24 * 60 - 1))
def test_r06_what_is_due_today_in_sao_paulo_is_not_overdue_at_any_minute(minute: int) -> None:
    at = datetime(2027, 2, 28, 3, tzinfo=UTC) + timedelta(minutes=minute)
    today = Act("worker", at).today
    assert today == date(2027, 2, 28)
    assert today in period("31/01/2027–01/03/2027")
    assert days_late(date(2027, 2, 28), today, Calendar(frozenset())) == 0


def test_a_day_outside_is_refused() -> None:
    march = period("05/03/2027–05/04/2027")
    for outside in (day("04/03/2027"), day("05/04/2027")):
        with pytest.raises(OutsidePeriod):
            march.days_left(outside)


def test_a_period_is_never_empty() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(date(2027, 3, 5), date(2027, 3, 5))


def test_the_next_period_must_start_where_this_one_ends() -> None:
    with pytest.raises(ValueError, match="not where a period"):
        next_period(date(2027, 3, 5), Cycle.MONTHLY, period("05/03/2027–06/04/2027"))


def test_used_days_stay_inside_the_period() -> None:
    march = period("05/03/2027–05/04/2027")
    assert used(march, day("01/03/2027")) == Share(0, 31)
    assert used(march, day("22/03/2027")) == Share(17, 31)
    assert used(march, day("22/05/2027")) == Share(31, 31)


@given(anchor=dates, cycle=cycles, day=dates)
def test_the_first_boundary_is_the_nearest_from_that_day_on(anchor: date, cycle: Cycle, day: date) -> None:
    first = first_boundary(anchor, cycle, day)
    assert first >= day
    assert is_boundary(anchor, cycle, first)
    assert first == day or day in period_containing(anchor, cycle, first - ONE_DAY)


@given(dates, cycles, st.integers(-50, 200))
def test_the_days_of_a_period_tell_its_cycle(anchor: date, cycle: Cycle, n: int) -> None:
    assert cycle_of(nth_period(anchor, cycle, n).days) == cycle
