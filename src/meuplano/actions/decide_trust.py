"""The finance team has looked at a proof of payment: it is in order, or it is not and access ends at once (D51)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Max

from meuplano.actions.lateness import next_step_on
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.records import events
from meuplano.records.models import Account, Invoice, Task, Trust
from meuplano.rules.act import Act


def confirm_trust(trust_id: int, act: Act) -> bool:
    """The proof is in order; the days stay as they are. False if it was decided before. Raises Trust.DoesNotExist."""
    with _held(trust_id, act) as (account, trust):
        if not trust.move("confirm", decided_by=act.by, decided_at=act.at):
            return False
        events.record("trust.confirmed", act, account, invoice=trust.invoice.number, until=trust.until.isoformat())
        close_task(trust, "Comprovante conferido", act)
        return True


def refuse_trust(trust_id: int, reason: str, act: Act) -> bool:
    """Access for this proof ends now, and the owner is told why; False if it was over. Raises Refused: no_reason."""
    said = reason.strip()[:200]
    if not said:
        raise Refused("no_reason")
    with _held(trust_id, act) as (account, trust):
        if not trust.move("refuse", decided_by=act.by, decided_at=act.at, reason=said):
            return False
        _take_access_back(account, trust)
        event = events.record("trust.refused", act, account, invoice=trust.invoice.number, reason=said)
        close_task(trust, said, act)
        tell(event)
        return True


def close_task(trust: Trust, note: str, act: Act) -> None:
    """There is nothing left to look at."""
    Task.objects.filter(pk=trust.task_id, done_at=None).update(done_at=act.at, done_by=act.by, note=note[:300])


def _take_access_back(account: Account, trust: Trust) -> None:
    """What other proofs gave stays; the ladders are where they would be without this one."""
    subscription = trust.subscription
    standing = Trust.objects.filter(account=account, subscription=subscription).exclude(state="refused")
    subscription.trusted_until = standing.aggregate(last=Max("until"))["last"]
    subscription.save(update_fields=["trusted_until"])
    for invoice in Invoice.objects.filter(account=account, subscription=subscription, status="open"):
        Invoice.objects.filter(pk=invoice.pk).update(next_step_on=next_step_on(invoice))


@contextmanager
def _held(trust_id: int, act: Act) -> Iterator[tuple[Account, Trust]]:
    account_id = Trust.objects.values_list("account_id", flat=True).get(pk=trust_id)
    with locked(account_id, act) as account:
        yield account, Trust.objects.select_related("invoice", "subscription").get(account=account, pk=trust_id)
