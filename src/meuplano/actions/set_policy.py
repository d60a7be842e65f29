"""Renewing all licences, or only the active ones (F09, F15): holds from the next renewal that is counted."""

from meuplano.actions.allowed import refuse_unless_allowed
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.recount_renewal import count_again
from meuplano.records import events
from meuplano.records.contract import NoSubscription
from meuplano.records.overview import overview_of
from meuplano.rules import changes, renewal
from meuplano.rules.act import Act

POLICIES = (renewal.ALL_LICENCES, renewal.ONLY_ACTIVE)


def set_policy(account_id: int, policy: str, act: Act) -> bool:
    """True if that changed something. A renewal invoice that is out and unpaid is counted and issued anew (D17).

    Raises NotAllowed and records.contract.NoSubscription.
    """
    assert policy in POLICIES
    with locked(account_id, act) as account:
        overview = overview_of(account)
        if overview is None:
            raise NoSubscription(account.code)
        subscription = overview.contract.subscription
        before = subscription.renewal_policy
        if policy == before:
            return False
        refuse_unless_allowed(changes.POLICY, overview, act)
        subscription.renewal_policy = policy
        subscription.save(update_fields=["renewal_policy"])
        event = events.record(
            "policy.changed", act, account, before=before, after=policy, on=overview.contract.period.end.isoformat()
        )
        tell(event)
        count_again(account, overview.contract, "policy_changed", act)
        return True
