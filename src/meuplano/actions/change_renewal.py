"""What the next renewal holds: all licences or only the active ones, how much space and of each module (F09, F14, F15).

Targets are absolute and undone until they are applied (D20); a later purchase raises them by as much (R-07).
"""

from collections.abc import Mapping

from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.recount_renewal import count_again
from meuplano.records import events
from meuplano.records.contract import NoSubscription
from meuplano.records.models import Account, LicenceEntry
from meuplano.records.overview import Overview, overview_of
from meuplano.rules import changes, renewal
from meuplano.rules.act import Act
from meuplano.rules.prices import LICENCE, STORAGE

POLICIES = (renewal.ALL_LICENCES, renewal.ONLY_ACTIVE)


def change_renewal(
    account_id: int, act: Act, *, policy: str | None = None, targets: Mapping[str, int] | None = None
) -> bool:
    """Set the policy, and for each item named how many the next renewal holds; as many as now undoes a reduction.

    True if that changed something. A renewal invoice that is out and unpaid is counted and issued anew, once (D17).
    Raises NotAllowed and records.contract.NoSubscription.
    """
    assert policy in (None, *POLICIES)
    with locked(account_id, act) as account:
        overview = overview_of(account)
        if overview is None:
            raise NoSubscription(account.code)
        before = overview.contract.at_renewal
        changed = {item: target for item, target in (targets or {}).items() if before.get(item, 0) != target}
        other = policy is not None and policy != overview.contract.subscription.renewal_policy
        if not changed and not other:
            return False
        if changed:
            _set_targets(account, overview, changed, act)
        if other and policy is not None:
            _set_policy(account, overview, policy, act)
        count_again(account, overview.contract, "renewal_changed", act)
        return True


def smallest_target(overview: Overview) -> int:
    """The fewest extra GB that can be asked for today: what is in use has to fit (D20)."""
    contract = overview.contract
    plan = contract.plan
    included = renewal.StoragePlan(plan.included_gb, plan.gb_per_licence).gb(overview.renewing().get(LICENCE, 0))
    smallest = renewal.smallest_storage(included=included, used_bytes=overview.used_bytes)
    return min(smallest, contract.now.get(STORAGE, 0))


def _set_policy(account: Account, overview: Overview, policy: str, act: Act) -> None:
    refuse_unless_allowed(changes.POLICY, overview, act)
    subscription, on = overview.contract.subscription, overview.contract.period.end.isoformat()
    before, subscription.renewal_policy = subscription.renewal_policy, policy
    subscription.save(update_fields=["renewal_policy"])
    tell(events.record("policy.changed", act, account, before=before, after=policy, on=on))


def _set_targets(account: Account, overview: Overview, changed: Mapping[str, int], act: Act) -> None:
    refuse_unless_allowed(changes.REDUCE, overview, act)
    contract = overview.contract
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
        before={item: contract.at_renewal[item] for item in changed},
        after=dict(changed),
        on=contract.period.end.isoformat(),
    )
    tell(event)


def _refuse_unless_possible(overview: Overview, item: str, target: int) -> None:
    if item == LICENCE or item not in overview.contract.now:
        raise NotAllowed("unknown_item")
    if not 0 <= target <= overview.contract.now[item]:
        raise NotAllowed("more_is_bought")
    if item == STORAGE and target < smallest_target(overview):
        raise NotAllowed("below_use")
