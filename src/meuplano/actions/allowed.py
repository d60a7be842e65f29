"""May the owner do this now? The account's situation put to `rules.changes`, and the refusal with its reason."""

from meuplano.actions.calendar import banking_days
from meuplano.records.overview import Overview
from meuplano.rules import changes, late_fees, trust
from meuplano.rules.act import Act


class NotAllowed(Exception):
    """The change is refused and nothing was written; `reason` is a code that a door puts into words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def situation(overview: Overview, act: Act) -> changes.Situation:
    """Where the account stands, as far as a change depends on it."""
    subscription = overview.contract.subscription
    return changes.Situation(
        status=subscription.status,
        trusted=trust.runs(subscription.trusted_until, act.today),
        orders_waiting=len(overview.waiting),
        cycle_change_waiting="longer_cycle" in overview.waiting,
        overdue=any(late_fees.days_late(due, act.today, banking_days()) for due in overview.owed_since),
        complement_blocks=overview.complement_blocks,
        cancelling=any(change.kind == "cancel" for change in overview.scheduled),
        plan_scheduled=any(change.kind == "plan" for change in overview.scheduled),
    )


def refuse_unless_allowed(change: str, overview: Overview, act: Act, *, by_proposal: bool = False) -> None:
    """Raises NotAllowed with the first reason why this change may not happen (D08, D09, D13, D23, D24, D35).

    `by_proposal`: finance proposed it, so what only goes through finance may happen too (D48).
    """
    answer = changes.may(change, situation(overview, act))
    if not answer.allowed and not (by_proposal and answer.when == changes.THROUGH_FINANCE):
        raise NotAllowed(answer.reason or "refused")
