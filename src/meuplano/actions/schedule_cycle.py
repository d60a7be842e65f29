"""A shorter cycle: it waits until everything paid is used, and can be undone until then (F11, D14)."""

from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.recount_renewal import count_again
from meuplano.actions.scheduled import refuse_when_paid, schedule, used_up_on, waiting
from meuplano.records import events
from meuplano.records.contract import NoSubscription, contract_of
from meuplano.records.models import Account
from meuplano.records.overview import overview_of
from meuplano.rules import changes
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle

KIND = "cycle"


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
    before = waiting(account, contract, KIND)
    if before is not None and (before.data["cycle"], before.effective_on) == (int(cycle), on):
        return False
    if before is not None:
        refuse_when_paid(account, contract, before, "already_paid")
        before.move("replace", ended_on=act.today)
    schedule(account, contract, KIND, on, {"cycle": int(cycle)}, act)
    event = events.record(
        "cycle.scheduled", act, account, before=int(contract.cycle), after=int(cycle), on=on.isoformat()
    )
    tell(event)
    count_again(account, contract, "cycle_scheduled", act)
    return True


def undo_cycle(account: Account, act: Act) -> bool:
    """The same for an account that is locked."""
    contract = contract_of(account)
    change = waiting(account, contract, KIND)
    if change is None:
        return False
    refuse_when_paid(account, contract, change, "already_paid")
    change.move("undo", ended_on=act.today)
    event = events.record("cycle.kept", act, account, cycle=int(contract.cycle), instead_of=change.data["cycle"])
    tell(event)
    count_again(account, contract, "cycle_kept", act)
    return True
