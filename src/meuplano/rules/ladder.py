"""The collection ladder: which reminder, suspension or cancellation is due on which day (D23, D29)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meuplano.rules.calendar import Calendar

REMIND = "remind"
SUSPEND = "suspend"
CANCEL = "cancel"
BLOCK = "block"  # buying and activating, for a complement; and a task for finance


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One rung: what happens, that many calendar days after the due date moved to a business day (negative: before)."""

    day: int
    action: str

    @property
    def key(self) -> str:
        """The name under which it is remembered as done: "remind+5"."""
        return f"{self.action}{self.day:+d}"


LADDER = (
    Step(-10, REMIND),
    Step(0, REMIND),
    Step(1, REMIND),
    Step(5, REMIND),
    Step(10, REMIND),
    Step(15, SUSPEND),
    Step(60, CANCEL),
)


def climbs(kind: str, *, released_on_confirmation: bool = False) -> bool:
    """Whether an invoice of that kind can suspend and cancel: contract, renewal, orders that were used unpaid (D23)."""
    return kind in ("contract", "renewal") or (kind == "order" and released_on_confirmation)


def steps_for(kind: str, *, released_on_confirmation: bool = False, ladder: Sequence[Step] = LADDER) -> list[Step]:
    """The rungs of one invoice. A complement never suspends: it blocks where others suspend.

    An order that waits has none: its end is its expiry, and it is no debt to remind of (D60).
    """
    if climbs(kind, released_on_confirmation=released_on_confirmation):
        return sorted(ladder)
    if kind != "complement":
        return []
    blocked = (Step(step.day, BLOCK) if step.action == SUSPEND else step for step in ladder if step.action != CANCEL)
    return sorted(blocked)


def acts_on(step: Step, due: date, calendar: Calendar, *, paid_until: date | None = None) -> date:
    """The morning on which a step acts: its day, or the next business day; a reminder ahead needs no bank (D23).

    What is paid is served: suspending and cancelling wait until the days already paid are used up; `paid_until` is the
    first that is not (D29), or the first after days of trust (D51).
    """
    day = calendar.roll(due) + timedelta(days=step.day)
    if step.day < 0:
        return due + timedelta(days=step.day)
    if step.action in (SUSPEND, CANCEL) and paid_until is not None:
        day = max(day, paid_until)
    return calendar.roll(day)


def steps_due(
    steps: Sequence[Step],
    *,
    due: date,
    today: date,
    calendar: Calendar,
    done: Collection[str] = (),
    paid_until: date | None = None,
) -> list[Step]:
    """The steps to take today, in order: those whose morning has come and that are not done.

    After days of being down only the last reminder of those missed is sent, none beside something harder and none
    after a later step: one event, one message (R-25).
    """
    reached = max((step.day for step in steps if step.key in done), default=None)
    come = [
        step
        for step in sorted(steps)
        if step.key not in done and acts_on(step, due, calendar, paid_until=paid_until) <= today
    ]
    reminders = [step for step in come if step.action == REMIND and (reached is None or step.day > reached)]
    return [step for step in come if step.action != REMIND] or reminders[-1:]


ACT = "act"
WAIT = "wait"  # and tell finance that a bank file is missing


def patience(step_on: date, today: date, calendar: Calendar, *, files_read: bool, days: int = 2) -> str:
    """ACT, or WAIT for the bank's missing files of the previous business day: two business days at most (D23)."""
    if not files_read and today < calendar.add(step_on, days):
        return WAIT
    return ACT
