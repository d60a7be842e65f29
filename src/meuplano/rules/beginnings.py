"""Where the periods of a subscription begin: its return after a suspension, and its import in mid-period (D25, D41)."""

from dataclasses import dataclass
from datetime import date

from meuplano.rules.periods import ONE_DAY, Cycle, Period, is_boundary, nth_period, period_containing


@dataclass(frozen=True, slots=True)
class Return:
    """The period that runs after a suspended account paid, and the anchor from which the next ones are counted."""

    period: Period
    anchor: date
    is_new: bool


def coming_back(period: Period, *, anchor: date, cycle: Cycle, today: date) -> Return:
    """A running period goes on; an ended one is followed by one that starts on the day of payment (D25)."""
    if today < period.end:
        return Return(period, anchor, is_new=False)
    return Return(nth_period(today, cycle, 0), today, is_new=True)


class NotImportable(ValueError):
    """A row that cannot be imported; `reason` is a code that the command puts into words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Imported:
    """The period an imported account is in, and whether it was paid outside or opens with an overdue invoice."""

    period: Period
    paid_outside: bool


def imported(*, anchor: date, cycle: Cycle, paid_until: date, today: date, allow_overdue: bool = False) -> Imported:
    """The period in which an account that paid up to, and without, `paid_until` arrives (D41).

    Paid to a day to come: the period that ends there runs, paid outside. Paid to today or to a day gone by (with
    `allow_overdue`, at most one cycle back): the period that begins there runs, and its renewal invoice is due since.
    Raises NotImportable: not_a_boundary, before_the_start, in_the_past, too_long_ago, too_far_ahead.
    """
    if paid_until < anchor:
        raise NotImportable("before_the_start")
    if not is_boundary(anchor, cycle, paid_until):
        raise NotImportable("not_a_boundary")
    if paid_until <= today:
        opened = period_containing(anchor, cycle, paid_until)
        if paid_until < today and not allow_overdue:
            raise NotImportable("in_the_past")
        if today not in opened:
            raise NotImportable("too_long_ago")
        return Imported(opened, paid_outside=False)
    running = period_containing(anchor, cycle, paid_until - ONE_DAY)
    if today < running.start:
        raise NotImportable("too_far_ahead")
    return Imported(running, paid_outside=True)
