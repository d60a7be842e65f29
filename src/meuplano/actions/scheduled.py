"""Changes that wait for their day: one of each kind, which the next wish replaces and "Desfazer" undoes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from meuplano.actions.allowed import NotAllowed
from meuplano.records.contract import Contract
from meuplano.records.models import Account, ScheduledChange
from meuplano.records.renewing import renewal_of_next
from meuplano.rules.act import Act


def waiting(account: Account, contract: Contract, kind: str) -> ScheduledChange | None:
    """The change of this kind that waits."""
    return ScheduledChange.objects.filter(
        account=account, subscription=contract.subscription, kind=kind, status="scheduled"
    ).first()


def schedule(
    account: Account, contract: Contract, kind: str, on: date, data: Mapping[str, Any], act: Act
) -> ScheduledChange:
    """Have it wait for that day; what waited before was moved by the caller. The account is locked."""
    return ScheduledChange.objects.create(
        account=account,
        subscription=contract.subscription,
        kind=kind,
        effective_on=on,
        data=dict(data),
        by=act.by,
        made_at=act.at,
    )


def used_up_on(account: Account, contract: Contract) -> date:
    """The first day that is not paid: the end of the running period, or of the next one when that is paid (D14)."""
    out = renewal_of_next(account)
    return out.period_end if out is not None and out.status != "open" else contract.period.end


def refuse_when_paid(account: Account, contract: Contract, change: ScheduledChange, reason: str) -> None:
    """Once the first period of a change is paid, it is used before anything else changes (D14). Raises NotAllowed."""
    if change.effective_on == contract.period.end and used_up_on(account, contract) != contract.period.end:
        raise NotAllowed(reason)
