"""Doing what is due, account by account: few at a time under their locks, and what breaks is parked (rule 6)."""

from collections.abc import Callable, Sequence
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from meuplano.records import events
from meuplano.records.faults import point
from meuplano.records.models import Account, Parking, Task
from meuplano.records.together import Question, Together
from meuplano.rules.act import Act

log = structlog.get_logger(__name__)
CHUNK = 50  # accounts locked at once


def for_each_due(
    due: QuerySet[Any],
    do: Callable[[Account, Act], bool],
    work: str,
    act: Act,
    *,
    by: str = "account_id",
    ahead: Sequence[Question[Any]] = (),
) -> int:
    """Call `do` for the account of every row of `due`, and return how often it said True.

    Chunks of at most 50 accounts, the longest due first: `by` is the date that made the row due, which leads its index.
    Accounts that somebody else holds are left for the next run, and `do` looks again: another run may have been faster.
    `ahead` are the questions that `do` asks: they are asked once a chunk (`records.together`).
    An account that raises is parked with its reason and the run goes on.
    """
    parked = Parking.objects.filter(account=OuterRef("account"), cleared_at__isnull=True)
    waiting = (
        due.filter(~Exists(parked))
        .order_by(by, "account_id")
        .select_related("account")
        .only(by, "account")
        .select_for_update(of=("account",), no_key=True, skip_locked=True)
    )
    done, found = 0, CHUNK
    while found == CHUNK:
        with transaction.atomic():
            rows = list(waiting[:CHUNK])
            accounts = list({row.account_id: row.account for row in rows}.values())
            if accounts:
                done += _chunk(accounts, do, work, act, ahead)
            point("before_chunk_commit")
        point("after_chunk_commit")
        if found := len(rows):
            last = getattr(rows[-1], by), rows[-1].account_id
            waiting = waiting.filter(TupleGreaterThan((F(by), F("account_id")), last))
    return done


def _chunk(
    accounts: list[Account],
    do: Callable[[Account, Act], bool],
    work: str,
    act: Act,
    ahead: Sequence[Question[Any]],
) -> int:
    """Together where nothing is special about an account, and one by one otherwise. The accounts are locked."""
    done, alone = _together(accounts, do, act, ahead) if ahead else (0, accounts)
    for account in alone:
        try:
            with transaction.atomic():
                did = do(account, act)
                connection.check_constraints()  # what would break the commit breaks here, where we know whose it is
            done += did
        except Exception as problem:
            park(account, work, problem, act)
    return done


def _together(
    accounts: list[Account], do: Callable[[Account, Act], bool], act: Act, ahead: Sequence[Question[Any]]
) -> tuple[int, list[Account]]:
    """How many were done together, and those that have to be done alone: they ask for more, or something breaks."""
    done, alone = 0, set()
    try:
        with transaction.atomic():
            chunk = Together([account.pk for account in accounts], ahead)
            for account in accounts:
                try:
                    with chunk.turn():
                        done += do(account, act)
                except Exception as problem:
                    log.debug("done alone", account=account.pk, reason=repr(problem))
                    alone.add(account.pk)
            chunk.write()
            connection.check_constraints()
    except Exception as problem:  # whose fault it is shows when each is done alone
        log.warning("chunk done one by one", exc_info=problem)
        done, alone = 0, {account.pk for account in accounts}
    return done, list(Account.objects.filter(pk__in=alone).order_by("pk")) if alone else []


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
