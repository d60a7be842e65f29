"""Finance moves an account's due day to another day of the month, from its next renewal on (D45)."""

from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.scheduled import schedule, waiting
from meuplano.records import events
from meuplano.records.contract import NoSubscription, contract_of
from meuplano.records.models import RenewalCount, ScheduledChange
from meuplano.rules.act import Act
from meuplano.rules.adjustments import move_due_day as moved_to


def move_due_day(account_id: int, day: int, reason: str, act: Act) -> ScheduledChange | None:
    """The period after the running one lasts until that day, with one line more an item for the bridging days.

    The same day again changes nothing; the day that holds now undoes what was scheduled (None). Raises Refused:
    no_reason, no_such_day, no_subscription, suspended, same_day, renewal_is_out.
    """
    if not reason.strip():
        raise Refused("no_reason")
    if not 1 <= day <= 31:
        raise Refused("no_such_day")
    with locked(account_id, act) as account:
        try:
            contract = contract_of(account)
        except NoSubscription:
            raise Refused("no_subscription") from None
        subscription = contract.subscription
        if subscription.status != "active":
            raise Refused("suspended")
        out = RenewalCount.objects.filter(account=account, subscription=subscription, replaced=False)
        if out.filter(first_day=contract.period.end).exists():
            raise Refused("renewal_is_out")
        earlier = waiting(account, contract, "due_day")
        if earlier is not None and earlier.data["day"] == day:
            return earlier
        if earlier is None and day == subscription.anchor.day:
            raise Refused("same_day")
        if earlier is not None:
            earlier.move("undo" if day == subscription.anchor.day else "replace", ended_on=act.today)
        if day == subscription.anchor.day:
            events.record("due_day.undone", act, account, day=earlier and earlier.data["day"], reason=reason.strip())
            return None
        moved = moved_to(period_end=contract.period.end, old_anchor=subscription.anchor, cycle=contract.cycle, day=day)
        data = {"day": day, "reason": reason.strip()[:200]}
        change = schedule(account, contract, "due_day", contract.period.end, data, act)
        events.record(
            "due_day.scheduled",
            act,
            account,
            before=subscription.anchor.day,
            after=day,
            on=contract.period.end.isoformat(),
            first_day=moved.first.start.isoformat(),
            bridging_days=moved.bridging.days if moved.bridging else 0,
            reason=reason.strip()[:200],
        )
        return change
