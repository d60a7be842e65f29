"""How a subscription ends, what is owed after the ladder ended it, and what can be undone (D26, D35, D37)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from meuplano.rules import proration
from meuplano.rules.lines import BRIDGE, CHARGE, TO_CREDIT, Line, total_of
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Ending:
    """A day on which a cancellation can take effect, and what is returned for choosing it."""

    on: date
    returned: Money


def cancellation_choices(period: Period, *, next_period: Period | None = None, next_paid: Money = ZERO) -> list[Ending]:
    """Cancelling ends when everything paid is used (D35).

    If the next period is paid but not begun, the owner chooses: use it, or end on its first day and get it back whole.
    """
    if next_period is None:
        return [Ending(period.end, ZERO)]
    return [Ending(next_period.end, ZERO), Ending(period.end, next_paid)]


@dataclass(frozen=True, slots=True)
class Reduction:
    """What stays owed of a period when the ladder cancels: its lines, and what of them is not paid."""

    lines: tuple[Line, ...]
    owed: Money


def reduction(lines: Sequence[Line], period: Period, *, suspended_on: date, paid: Money = ZERO) -> Reduction:
    """The period begun, line by line, for the days with access, less what was paid (D26).

    Those are its first day, or the day of an addition, up to the suspension. Amounts that are no price of days to come
    stay as they are.
    """
    reduced = (_for_days_with_access(line, period, suspended_on) for line in lines if line.kind != TO_CREDIT)
    kept = tuple(line for line in reduced if line.days)
    return Reduction(kept, owed=max(total_of(kept) - paid, ZERO))


def _for_days_with_access(line: Line, period: Period, suspended_on: date) -> Line:
    if line.kind == BRIDGE:  # the period's first days, before the nominal ones (D45)
        return replace(line, days=min(line.days, proration.used(period, suspended_on).days))
    if line.kind != CHARGE:
        return line
    joined = period.end - timedelta(days=line.days)
    return replace(line, days=proration.used(Period(joined, period.end), suspended_on).days)


def may_regret(agreed_on: date, today: date, *, days: int = 7) -> bool:
    """Whether a contract or an order can still be undone: within 7 calendar days, the last of them included (D37)."""
    return agreed_on <= today <= agreed_on + timedelta(days=days)
