"""The national bank holidays of Brazil: the days on which nothing is settled."""

from collections.abc import Iterable
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2000, 2199  # today's laws hold from before 2000; beyond 2199 nobody has asked

# (month, day, first year as a national holiday)
_FIXED = (
    (1, 1, 0),  # Confraternização Universal: Lei 662/1949
    (4, 21, 0),  # Tiradentes: Lei 662/1949, as Lei 10.607/2002 words it
    (5, 1, 0),  # Trabalho: Lei 662/1949
    (9, 7, 0),  # Independência: Lei 662/1949
    (10, 12, 0),  # Nossa Senhora Aparecida: Lei 6.802/1980
    (11, 2, 0),  # Finados: Lei 10.607/2002, before it a bank holiday all the same
    (11, 15, 0),  # República: Lei 662/1949
    (11, 20, 2024),  # Zumbi e Consciência Negra: Lei 14.759/2023
    (12, 25, 0),  # Natal: Lei 662/1949
)
# Days from Easter, not business days for the financial market: Resolução CMN 2.932/2002, now 4.880/2020.
_MOVABLE = (-48, -47, -2, 60)  # Carnival Monday and Tuesday, Good Friday, Corpus Christi


class YearError(ValueError):
    """A year whose holidays we do not know."""


def national(year: int) -> list[date]:
    """The national bank holidays of a year, weekends included, in order; equal to ANBIMA's list.

    24 and 31 December are not among them: branches close to the public, but payments are settled. Raises YearError
    outside 2000 to 2199.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearError(f"the year must be {FIRST_YEAR} to {LAST_YEAR}, not {year}")
    sunday = easter(year)
    fixed = {date(year, month, day) for month, day, since in _FIXED if year >= since}
    return sorted(fixed | {sunday + timedelta(days=days) for days in _MOVABLE})


def calendar(years: Iterable[int], extra: Iterable[date] = (), *, year_end: bool = False) -> frozenset[date]:
    """The holidays of several years, with the vendor's own state and municipal ones (`extra`).

    `year_end` adds 24 and 31 December, for a vendor whose customers pay at the counter.
    """
    days = set(extra)
    for year in years:
        days.update(national(year))
        if year_end:
            days |= {date(year, 12, 24), date(year, 12, 31)}
    return frozenset(days)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    shift = (century + 8) // 25
    moon = (century - shift + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon + 15) % 30
    leaps, year_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
