"""May this change happen now, at the renewal, through finance, or not at all (D08–D14, D23, D24, D35, D48, D51)?"""

from dataclasses import dataclass
from datetime import date

from meuplano.rules.periods import Cycle

# Changes.
ADD = "add"  # licences, GB, licences of a module
ACTIVATE = "activate"
DEACTIVATE = "deactivate"
LONGER_CYCLE = "longer_cycle"
SHORTER_CYCLE = "shorter_cycle"
REDUCE = "reduce"  # GB or licences of a module, at the renewal
POLICY = "policy"  # renew all licences, or only the active ones
METHOD = "method"
OTHER_PLAN = "other_plan"
CANCEL = "cancel"

# When.
NOW = "now"
AT_RENEWAL = "at_renewal"
THROUGH_FINANCE = "through_finance"
REFUSED = "refused"

WHEN_ALLOWED = {
    ADD: NOW,
    ACTIVATE: NOW,
    DEACTIVATE: NOW,
    LONGER_CYCLE: NOW,
    SHORTER_CYCLE: AT_RENEWAL,
    REDUCE: AT_RENEWAL,
    POLICY: AT_RENEWAL,
    METHOD: NOW,
    OTHER_PLAN: THROUGH_FINANCE,
    CANCEL: AT_RENEWAL,
}

# Why not.
ENDED = "ended"
NOT_BEGUN = "not_begun"
SUSPENDED = "suspended"
COMPLEMENT_OVERDUE = "complement_overdue"
CYCLE_CHANGE_WAITING = "cycle_change_waiting"
ORDER_WAITING = "order_waiting"
OVERDUE = "overdue"
CANCELLING = "cancelling"
BY_PROPOSAL = "by_proposal"
PLAN_SCHEDULED = "plan_scheduled"

CYCLE_CHANGES = frozenset({LONGER_CYCLE, SHORTER_CYCLE})
ALONE = CYCLE_CHANGES | {OTHER_PLAN}  # what begins a period of another kind is agreed while nothing else waits (D09)
WHILE_SUSPENDED = frozenset({DEACTIVATE, CANCEL, METHOD})
WHILE_TRUSTED = WHILE_SUSPENDED | {ACTIVATE}  # the team works again; what costs money waits for the payment


@dataclass(frozen=True, slots=True)
class Situation:
    """Where an account stands, as far as a change depends on it."""

    status: str = "active"
    trusted: bool = False  # suspended, with access for a proof of payment (D51)
    orders_waiting: int = 0
    cycle_change_waiting: bool = False
    overdue: bool = False
    complement_blocks: bool = False  # a complement unpaid on day 15 (D23)
    cancelling: bool = False
    plan_scheduled: bool = False  # another plan for the renewal (D48)


@dataclass(frozen=True, slots=True)
class Answer:
    """When the change happens, and the reason code where it is not simply done."""

    when: str
    reason: str | None = None

    @property
    def allowed(self) -> bool:
        """Whether the owner can confirm it without anybody's help."""
        return self.when in (NOW, AT_RENEWAL)


def may(change: str, situation: Situation) -> Answer:
    """When this change may happen in that situation, or the first reason why it may not."""
    reason = _refusal(change, situation)
    if reason:
        return Answer(REFUSED, reason)
    return Answer(WHEN_ALLOWED[change], BY_PROPOSAL if change == OTHER_PLAN else None)


def _refusal(change: str, at: Situation) -> str | None:
    if at.status == "cancelled":
        return ENDED
    if at.status == "contracted" and change not in (CANCEL, METHOD):
        return NOT_BEGUN
    if at.status == "suspended" and change not in (WHILE_TRUSTED if at.trusted else WHILE_SUSPENDED):
        return SUSPENDED
    if at.complement_blocks and change in (ADD, ACTIVATE):
        return COMPLEMENT_OVERDUE
    if at.cycle_change_waiting and (change in ALONE or change in (ADD, REDUCE, POLICY)):
        return CYCLE_CHANGE_WAITING
    if at.plan_scheduled and change == LONGER_CYCLE:  # it would begin with the plan that was to end (D48)
        return PLAN_SCHEDULED
    return _refusal_of_cycle(at) if change in ALONE else None


def _refusal_of_cycle(at: Situation) -> str | None:
    if at.orders_waiting:
        return ORDER_WAITING
    if at.overdue:
        return OVERDUE
    return CANCELLING if at.cancelling else None


def cycle_change(now: Cycle, wanted: Cycle) -> str | None:
    """LONGER_CYCLE, SHORTER_CYCLE, or None for the cycle it has already."""
    if wanted == now:
        return None
    return LONGER_CYCLE if wanted > now else SHORTER_CYCLE


def order_wins(*, order_paid_on: date, renewal_paid_on: date) -> bool:
    """Whether a change of cycle stands against the renewal invoice that was paid too: by payment date (D13, D56)."""
    return order_paid_on <= renewal_paid_on
