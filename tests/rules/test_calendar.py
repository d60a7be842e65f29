"""Business days with the national bank holidays as a value."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.ground import CALENDAR, day

banking_years = st.dates(date(2024, 2, 1), date(2027, 11, 30))


@given(banking_years, st.integers(1, 12))
def test_adding_business_days_counts_only_open_ones(start: date, n: int) -> None:
    there = CALENDAR.add(start, n)
    passed = [start + timedelta(days=k) for k in range(1, (there - start).days + 1)]
    assert sum(CALENDAR.is_business_day(each) for each in passed) == n
    assert CALENDAR.is_business_day(there)


@given(banking_years.filter(CALENDAR.is_business_day), st.integers(-12, 12))
def test_there_and_back_from_an_open_day(start: date, n: int) -> None:
    assert CALENDAR.add(CALENDAR.add(start, n), -n) == start


@pytest.mark.parametrize(
    ("asked", "open_day"),
    [
        ("26/03/2027", "29/03/2027"),  # Good Friday
        ("27/03/2027", "29/03/2027"),
        ("29/03/2027", "29/03/2027"),
        ("06/02/2027", "10/02/2027"),  # Saturday before Carnival
        ("25/12/2026", "28/12/2026"),
    ],
)
def test_a_closed_day_rolls_to_the_next_open_one(asked: str, open_day: str) -> None:
    assert CALENDAR.roll(day(asked)) == day(open_day)


def test_no_days_added_is_the_day_itself_open_or_not() -> None:
    assert CALENDAR.add(day("27/03/2027"), 0) == day("27/03/2027")


def test_a_calendar_is_a_value() -> None:
    assert hash(CALENDAR) == hash(type(CALENDAR)(CALENDAR.holidays))
