"""The national bank calendar: ANBIMA's published list, and another library's, for every year both know."""

from datetime import date

import holidays as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil import holidays
from tests.brazil.vectors import load


def test_equal_to_the_published_list() -> None:
    published = load("bank_holidays_br")["holidays"]
    years = sorted({int(day[:4]) for day in published})
    assert [day.isoformat() for year in years for day in holidays.national(year)] == published


@pytest.mark.parametrize("year", range(2000, 2079))  # as far as ANBIMA's own list goes
def test_equal_to_another_library(year: int) -> None:
    """The law's holidays and Good Friday from it; carnival and Corpus Christi are optional days there."""
    law = set(oracle.country_holidays("BR", years=year, categories=("public",)))
    optional = oracle.country_holidays("BR", years=year, categories=("optional",), language="en_US")
    bank = {day for day, name in optional.items() if name in ("Carnival", "Corpus Christi")}
    assert set(holidays.national(year)) == law | bank


@pytest.mark.parametrize("year", range(2000, 2079))
def test_easter_is_where_another_library_has_it(year: int) -> None:
    from dateutil.easter import easter

    assert holidays.easter(year) == easter(year)


def test_20_november_is_national_since_2024() -> None:
    assert date(2023, 11, 20) not in holidays.national(2023)
    assert date(2024, 11, 20) in holidays.national(2024)


def test_the_last_days_of_the_year_are_settlement_days_unless_asked() -> None:
    assert date(2026, 12, 24) not in holidays.calendar([2026])
    assert {date(2026, 12, 24), date(2026, 12, 31)} <= holidays.calendar([2026], year_end=True)


def test_the_vendors_own_days_are_added() -> None:
    sao_paulo = date(2026, 1, 25)
    days = holidays.calendar(range(2026, 2028), [sao_paulo])
    assert days == {sao_paulo, *holidays.national(2026), *holidays.national(2027)}


@pytest.mark.parametrize("year", [-1, 0, 1999, 2200, 10_000])
def test_a_year_beyond_the_known_ones_is_refused(year: int) -> None:
    with pytest.raises(holidays.YearError, match="2000 to 2199"):
        holidays.national(year)


@given(st.integers(holidays.FIRST_YEAR, holidays.LAST_YEAR))
def test_every_year_has_its_days_in_order_and_once(year: int) -> None:
    days = holidays.national(year)
    assert days == sorted(set(days))
    assert all(day.year == year for day in days)
    assert 10 <= len(days) <= 13  # a movable day may fall on a fixed one
    assert holidays.easter(year).weekday() == 6
