"""Business days: the bank's holidays come in as a value, nothing here knows a country."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Banks are closed on Saturdays, Sundays and these holidays."""

    holidays: frozenset[date]

    def is_business_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def roll(self, day: date) -> date:
        """The day itself if banks are open, or the next day on which they are (Law 7.089/1983)."""
        while not self.is_business_day(day):
            day += ONE_DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The n-th business day after the day, or before it for a negative n; the day itself, open or not, for 0."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_business_day(day):
                day += step
        return day
