"""A shorter cycle: it waits until everything paid is used, and can be undone until then (F11, D14)."""

from datetime import date

from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.recount_renewal import count_again
from meuplano.records import events
from meuplano.records.contract import Contract, NoSubscription, contract_of
from meuplano.records.models import Account, ScheduledChange
from meuplano.records.overview import overview_of
from meuplano.records.renewing import renewal_of_next
from meuplano.rules import changes
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle


def choose_cycle(account_id: int, cycle: Cycle, act: Act) -> bool:
    """Schedule a shorter cycle; the cycle in force undoes what was scheduled. True if that changed something.

    Raises NotAllowed and records.contract.NoSubscription.
    """
    with locked(account_id, act) as account:
        overview = overview_of(account)
        if overview is None:
            raise NoSubscription(account.code)
        change = changes.cycle_change(overview.contract.cycle, cycle)
        if change is None:
            return undo_cycle(account, act)
        if change == changes.LONGER_CYCLE:
            raise NotAllowed("needs_an_order")
        refuse_unless_allowed(change, overview, act)
        return schedule_cycle(account, cycle, act)


def undo(account_id: int, act: Act) -> bool:
    """The owner's "Desfazer"; False if nothing is scheduled. Raises NotAllowed when its first period is paid."""
    with locked(account_id, act) as account:
        return undo_cycle(account, act)


def schedule_cycle(account: Account, cycle: Cycle, act: Act) -> bool:
    """Have the cycle change when everything paid is used; the later choice replaces the earlier one.

    The account is locked, and the change was found to be allowed. False if the same one is scheduled already.
    """
    contract = contract_of(account)
    on = used_up_on(account, contract)
    before = _scheduled(account, contract)
    if before is not None and (before.data["cycle"], before.effective_on) == (int(cycle), on):
        return False
    if before is not None:
        _refuse_when_paid(account, contract, before)
        before.move("replace", ended_on=act.today)
    ScheduledChange.objects.create(
        account=account,
        subscription=contract.subscription,
        kind="cycle",
        effective_on=on,
        data={"cycle": int(cycle)},
        by=act.by,
        made_at=act.at,
    )
    event = events.record(
        "cycle.scheduled", act, account, before=int(contract.cycle), after=int(cycle), on=on.isoformat()
    )
    tell(event)
    count_again(account, contract, "cycle_scheduled", act)
    return True


def undo_cycle(account: Account, act: Act) -> bool:
    """The same for an account that is locked."""
    contract = contract_of(account)
    change = _scheduled(account, contract)
    if change is None:
        return False
    _refuse_when_paid(account, contract, change)
    change.move("undo", ended_on=act.today)
    event = events.record("cycle.kept", act, account, cycle=int(contract.cycle), instead_of=change.data["cycle"])
    tell(event)
    count_again(account, contract, "cycle_kept", act)
    return True


def used_up_on(account: Account, contract: Contract) -> date:
    """The first day that is not paid: the end of the running period, or of the next one when that is paid (D14)."""
    out = renewal_of_next(account)
    return out.period_end if out is not None and out.status != "open" else contract.period.end


def _refuse_when_paid(account: Account, contract: Contract, change: ScheduledChange) -> None:
    """Once the first period of the new cycle is paid, it is used before anything else changes (D14)."""
    if change.effective_on == contract.period.end and used_up_on(account, contract) != contract.period.end:
        raise NotAllowed("already_paid")


def _scheduled(account: Account, contract: Contract) -> ScheduledChange | None:
    return ScheduledChange.objects.filter(
        account=account, subscription=contract.subscription, kind="cycle", status="scheduled"
    ).first()
