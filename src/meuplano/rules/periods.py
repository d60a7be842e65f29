"""Cycles and periods: half open, counted from the stored anchor, so that the 31st comes back after February."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

ONE_DAY = timedelta(days=1)


class Cycle(IntEnum):
    """How often an account pays (periodicidade), in months."""

    MONTHLY = 1
    QUARTERLY = 3
    SEMIANNUAL = 6
    ANNUAL = 12


class OutsidePeriod(ValueError):
    """A day was asked of a period that does not contain it."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from start up to, and without, end."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} to {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """The nominal days, the denominator of every fraction of this period (R-04)."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return self.end - ONE_DAY

    def days_left(self, today: date) -> int:
        """Days still to come, today counted as left: all of them on the first day, one on the last (D03).

        Raises OutsidePeriod.
        """
        if today not in self:
            raise OutsidePeriod(f"{today} is not in {self.start} to {self.end}")
        return (self.end - today).days


def add_months(anchor: date, n: int) -> date:
    """The anchor's day n months later (earlier if negative), or that month's last day where it has no such day."""
    year, month0 = divmod(anchor.year * 12 + anchor.month - 1 + n, 12)
    return date(year, month0 + 1, min(anchor.day, monthrange(year, month0 + 1)[1]))


def nth_period(anchor: date, cycle: Cycle, n: int) -> Period:
    """The n-th period from the anchor; period 0 starts on the anchor itself (product.md rule 3, R-01)."""
    return Period(add_months(anchor, cycle * n), add_months(anchor, cycle * (n + 1)))


def period_containing(anchor: date, cycle: Cycle, day: date) -> Period:
    """The one period, counted from the anchor, that contains the day; days before the anchor work too."""
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    n = months // cycle
    period = nth_period(anchor, cycle, n)
    return period if day in period else nth_period(anchor, cycle, n - 1)


def next_period(anchor: date, cycle: Cycle, period: Period) -> Period:
    """The period that begins where this one ends; its end is counted from the anchor, never from the clamped start."""
    following = period_containing(anchor, cycle, period.end)
    if following.start != period.end:
        raise ValueError(f"{period.end} is not where a period of anchor {anchor} begins")
    return following


def first_boundary(anchor: date, cycle: Cycle, day: date) -> date:
    """The first day, that one or later, on which a period counted from the anchor begins."""
    period = period_containing(anchor, cycle, day)
    return period.start if period.start == day else period.end


def is_boundary(anchor: date, cycle: Cycle, day: date) -> bool:
    """Whether a period counted from the anchor begins on that day (D41)."""
    return period_containing(anchor, cycle, day).start == day


def cycle_of(days: int) -> Cycle:
    """The cycle whose nominal periods have so many days (28–31, 89–92, 181–184, 365–366); else the nearest."""
    return min(Cycle, key=lambda cycle: abs(days * 12 - cycle * 365))
