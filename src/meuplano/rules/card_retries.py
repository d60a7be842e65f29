"""A card on the first day of a period: when it is tried again, and what follows (D30)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from meuplano.rules.calendar import Calendar

RETRIES = (1, 3, 5, 7)
"""Days after the first attempt on which a declined card is tried again: the vendor's."""


def attempts(first_day: date, retries: tuple[int, ...] = RETRIES) -> list[date]:
    """All days on which the card of a renewal may be tried, banks open or not."""
    return [first_day, *(first_day + timedelta(days=days) for days in retries)]


def next_attempt(
    first_day: date, *, made: int, do_not_retry: bool = False, retries: tuple[int, ...] = RETRIES
) -> date | None:
    """The day of the next attempt after `made` of them, or None: then a boleto, or Pix, takes over.

    A run that comes late makes the attempt on the day it comes: days missed are not made up for.
    """
    days = attempts(first_day, retries)
    return None if do_not_retry or made >= len(days) else days[made]


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The paper that follows a card: due then, with fine and interest from then, the ladder from the first day."""

    due: date
    ladder_from: date


def take_over(first_day: date, last_attempt: date, calendar: Calendar, *, days: int = 3) -> TakeOver:
    """The principal by boleto or Pix, due on the third business day after the last attempt."""
    return TakeOver(due=calendar.add(last_attempt, days), ladder_from=first_day)


def last_day(expires: str) -> date:
    """The last day of a card that expires in a month, "2029-08": it can be charged until that month ends."""
    year, month = int(expires[:4]), int(expires[5:7])
    return date(year, month, monthrange(year, month)[1])


def known_dead(*, expires_on: date, first_day: date, do_not_retry: bool) -> bool:
    """Whether the renewal goes out by boleto 10 days ahead: the card ends before the first day or must not be tried."""
    return do_not_retry or expires_on < first_day
