"""Finance has an account that broke tried again: all that is due is done, or it stays aside with the new reason."""

from django.db import OperationalError, transaction

from meuplano.actions.climb_ladder import climb
from meuplano.actions.close_order import close_order
from meuplano.actions.end_order import overdue
from meuplano.actions.issue_renewals import announce_renewal, issue_renewal
from meuplano.actions.retry_cards import retry
from meuplano.actions.roll_over import roll_over
from meuplano.records import events
from meuplano.records.models import Account, Parking, Task
from meuplano.rules.act import Act


def expire(account: Account, act: Act) -> bool:
    """The account's orders that are past their last day end. The account is locked."""
    over = list(overdue(act).filter(account=account).order_by("pk"))
    return [close_order(account, order, "expire", act) for order in over] != []


WORKS = (expire, announce_renewal, issue_renewal, roll_over, retry, climb)


def retry_parked(account_id: int, act: Act) -> bool:
    """True when the account runs again (or did already); False when it broke again, and why is kept.

    All of it is one transaction: nothing half done stays.
    """
    try:
        with transaction.atomic():
            account = Account.objects.select_for_update(no_key=True).get(pk=account_id)
            parked = Parking.objects.filter(account=account, cleared_at=None).first()
            if parked is None:
                return True
            for work in WORKS:
                work(account, act)
            parked.cleared_at, parked.cleared_by = act.at, act.by
            parked.save(update_fields=["cleared_at", "cleared_by"])
            events.record("account.unparked", act, account, work=parked.work, reason=parked.reason)
            Task.objects.filter(account=account, kind="parked", done_at=None).update(
                done_at=act.at, done_by=act.by, note="Tentada de novo com sucesso"
            )
        return True
    except OperationalError:
        raise  # the database is away: nobody knows what would have happened
    except Exception as problem:
        _keep(account_id, f"{type(problem).__name__}: {problem}", act)
        return False


def _keep(account_id: int, reason: str, act: Act) -> None:
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=account_id)
        parked = Parking.objects.filter(account=account, cleared_at=None).first()
        if parked is not None:
            events.record("account.parked", act, account, work=parked.work, reason=reason, before=parked.reason)
            parked.reason = reason
            parked.save(update_fields=["reason"])
