"""Release on trust: access for three business days in exchange for a proof of payment, once per invoice (D51)."""

from dataclasses import dataclass
from datetime import date

from meuplano.rules.calendar import Calendar
from meuplano.rules.periods import ONE_DAY

DAYS = 3  # business days after the one on which the proof came

# Why a proof gives nothing.
ENDED = "ended"  # there is no access to give back
NOT_OVERDUE = "not_overdue"
USED = "used"  # this invoice had its days
NO_LOSS = "no_loss"  # an invoice of this kind takes no access away
TOO_EARLY = "too_early"  # access lasts longer than the days would


@dataclass(frozen=True, slots=True)
class Case:
    """What a release on trust depends on; `suspends_on` is the morning on which the invoice takes access away."""

    status: str  # of the subscription
    days_late: int
    used: bool
    suspends_on: date | None


def trusted_until(today: date, calendar: Calendar, *, days: int = DAYS) -> date:
    """The last day of the access that a proof sent today gives: the sending day and so many business days more."""
    return calendar.add(today, days)


def first_day_after(until: date | None) -> date | None:
    """The first day on which the ladder may take access away again."""
    return until + ONE_DAY if until else None


def runs(until: date | None, today: date) -> bool:
    """Whether days of trust run: asked of the date, never of a job (D47)."""
    return until is not None and today <= until


def last_day(until: date | None, today: date) -> date | None:
    """The last day of trust while it runs, else None."""
    return until if runs(until, today) else None


def has_access(status: str, until: date | None, today: date) -> bool:
    """Whether the team may use the product: the subscription is active, or suspended and trusted."""
    return status == "active" or (status == "suspended" and runs(until, today))


def refusal(case: Case, today: date, calendar: Calendar) -> str | None:
    """Why a proof would give nothing now; None when it gives access until `trusted_until`.

    It is spent only where it helps: on a suspended account, or one that would be suspended within those days.
    """
    if case.status not in ("active", "suspended"):
        return ENDED
    if case.days_late <= 0:
        return NOT_OVERDUE
    if case.used:
        return USED
    if case.suspends_on is None:
        return NO_LOSS
    if case.status == "active" and case.suspends_on > trusted_until(today, calendar):
        return TOO_EARLY
    return None
