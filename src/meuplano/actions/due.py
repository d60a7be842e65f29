"""Doing what is due, account by account: few at a time under their locks, and what breaks is parked (rule 6)."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from meuplano.records import events
from meuplano.records.faults import point
from meuplano.records.models import Account, Parking, Task
from meuplano.rules.act import Act

CHUNK = 50  # accounts locked at once


def for_each_due(due: QuerySet[Any], do: Callable[[Account, Act], bool], work: str, act: Act) -> int:
    """Call `do` for the account of every row of `due`, and return how often it said True.

    `do` looks again under the lock: another run may have been faster. Chunks of at most 50 accounts in the order of
    their ids, a savepoint each; accounts that somebody else holds are left for the next run. An account that raises is
    parked with its reason and the run goes on.
    """
    done = last = 0
    parked = Parking.objects.filter(account=OuterRef("account"), cleared_at__isnull=True)
    waiting = due.filter(~Exists(parked)).order_by("account_id")
    while ids := list(waiting.filter(account_id__gt=last).values_list("account_id", flat=True)[:CHUNK]):
        last = ids[-1]
        try:
            done += _chunk(ids, do, work, act)
        except IntegrityError:  # a check at the end of the transaction: find out whose, one by one
            done += sum(_one(pk, do, work, act) for pk in ids)
        if len(ids) < CHUNK:
            break
    return done


def _chunk(ids: list[int], do: Callable[[Account, Act], bool], work: str, act: Act) -> int:
    done = 0
    with transaction.atomic():
        for account in (
            Account.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True, skip_locked=True)
        ):
            try:
                with transaction.atomic():
                    done += do(account, act)
            except Exception as problem:
                park(account, work, problem, act)
        point("before_chunk_commit")
    point("after_chunk_commit")
    return done


def _one(account_id: int, do: Callable[[Account, Act], bool], work: str, act: Act) -> int:
    try:
        return _chunk([account_id], do, work, act)
    except IntegrityError as problem:
        with transaction.atomic():
            park(Account.objects.select_for_update(no_key=True).get(pk=account_id), work, problem, act)
        return 0


def park(account: Account, work: str, problem: Exception, act: Act) -> None:
    """Set an account aside with the reason; finance sees it and retries it. The account is locked."""
    reason = f"{type(problem).__name__}: {problem}"
    _, new = Parking.objects.get_or_create(
        account=account, cleared_at=None, defaults={"work": work, "reason": reason, "parked_at": act.at}
    )
    if new:
        event = events.record("account.parked", act, account, work=work, reason=reason)
        text = f"Cobrança parada em “{work}”: {reason}"[:300]
        Task.objects.create(account=account, kind="parked", text=text, event=event, made_on=act.today)
