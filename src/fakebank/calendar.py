"""Which days are business days for the bank: Monday to Friday without the national bank holidays."""

from datetime import date, timedelta
from functools import cache

FIXED = ((1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25))
FROM_EASTER = (-48, -47, -2, 60)  # Carnival's Monday and Tuesday, Good Friday, Corpus Christi


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    month, day = divmod(d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The national bank holidays of a year (20 November since 2024)."""
    return frozenset(date(year, *day) for day in FIXED) | {easter(year) + timedelta(days) for days in FROM_EASTER}


def is_business(day: date) -> bool:
    """Whether banks settle on that day."""
    return day.weekday() < 5 and day not in holidays(day.year)


def business_day_from(day: date) -> date:
    """That day, or the next business day when it is none."""
    while not is_business(day):
        day += timedelta(1)
    return day


def business_day_after(day: date) -> date:
    """The first business day after that day."""
    return business_day_from(day + timedelta(1))
