"""How many GB and licences of a module the next renewal holds: absolute targets, undone until then (F14, D20)."""

from collections.abc import Mapping

from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.recount_renewal import count_again
from meuplano.records import events
from meuplano.records.contract import NoSubscription
from meuplano.records.models import LicenceEntry
from meuplano.records.overview import Overview, overview_of
from meuplano.rules import changes, renewal
from meuplano.rules.act import Act
from meuplano.rules.prices import LICENCE, STORAGE


def set_targets(account_id: int, targets: Mapping[str, int], act: Act) -> bool:
    """Each item's number at the next renewal, never above what is contracted; as many as now undoes a reduction.

    True if that changed something. What was left out stays as it is. A renewal invoice that is out and unpaid is
    counted and issued anew (D17). Raises NotAllowed and records.contract.NoSubscription.
    """
    with locked(account_id, act) as account:
        overview = overview_of(account)
        if overview is None:
            raise NoSubscription(account.code)
        contract = overview.contract
        before = dict(contract.at_renewal)
        changed = {item: target for item, target in targets.items() if before.get(item, 0) != target}
        if not changed:
            return False
        refuse_unless_allowed(changes.REDUCE, overview, act)
        for item, target in changed.items():
            _refuse_unless_possible(overview, item, target)
        LicenceEntry.objects.bulk_create(
            LicenceEntry(
                account=account,
                subscription=contract.subscription,
                item=item,
                on=act.today,
                now=contract.now[item],
                at_renewal=target,
                why="target",
            )
            for item, target in changed.items()
        )
        event = events.record(
            "targets.set",
            act,
            account,
            now={item: contract.now[item] for item in changed},
            before={item: before[item] for item in changed},
            after=changed,
            on=contract.period.end.isoformat(),
        )
        tell(event)
        count_again(account, contract, "targets_set", act)
        return True


def smallest_target(overview: Overview) -> int:
    """The fewest extra GB that can be asked for today: what is in use has to fit (D20)."""
    contract = overview.contract
    plan = contract.plan
    included = renewal.StoragePlan(plan.included_gb, plan.gb_per_licence).gb(overview.renewing().get(LICENCE, 0))
    smallest = renewal.smallest_storage(included=included, used_bytes=overview.used_bytes)
    return min(smallest, contract.now.get(STORAGE, 0))


def _refuse_unless_possible(overview: Overview, item: str, target: int) -> None:
    if item == LICENCE or item not in overview.contract.now:
        raise NotAllowed("unknown_item")
    if not 0 <= target <= overview.contract.now[item]:
        raise NotAllowed("more_is_bought")
    if item == STORAGE and target < smallest_target(overview):
        raise NotAllowed("below_use")
