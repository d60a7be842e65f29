"""The vendor's own days on top of the national calendar."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from meuplano.actions.calendar import banking_days


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    banking_days.cache_clear()
    yield
    banking_days.cache_clear()


def test_the_vendors_holidays_and_the_last_days_of_the_year(settings: Any) -> None:
    """Payments are settled on 24 and 31 December; a vendor whose customers pay at the counter says otherwise."""
    christmas_eve, new_years_eve, of_the_city = date(2027, 12, 24), date(2027, 12, 31), date(2027, 1, 25)
    days = banking_days()
    assert [days.is_business_day(day) for day in (christmas_eve, new_years_eve, of_the_city)] == [True, True, True]
    settings.BILLING = settings.BILLING | {"extra_holidays": [of_the_city], "year_end_closed": True}
    banking_days.cache_clear()
    days = banking_days()
    assert not any(days.is_business_day(day) for day in (christmas_eve, new_years_eve, of_the_city))
    assert days.roll(christmas_eve) == date(2027, 12, 27)
    assert days.roll(new_years_eve) == date(2028, 1, 3)
