"""Moving accounts to this screen and back: one by hand, a list, or a percentage of all (F23)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import transaction

from meuplano.actions.later import later, tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.records import events
from meuplano.records.models import Account, Event
from meuplano.rules.act import Act
from meuplano.rules.moving import is_reached

NEW, OLDER = "new", "older"
CHUNK = 100  # accounts locked at once
MOST = 10_000  # codes in one list


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a move reaches: how many would change, how many are there already, and codes that nobody has."""

    changing: int
    already: int
    unknown: tuple[str, ...] = ()


def move_account(account_id: int, to: str, act: Act) -> bool:
    """Show the account this screen or the older one, and tell its owner of the new one; True if that changed it."""
    with locked(account_id, act) as account:
        return _move(account, to, "hand", act)


def reach_of_list(codes: Iterable[str], to: str) -> Reach:
    """What moving these accounts would do; upper and lower case are the same."""
    wanted = {code.upper() for code in codes}
    found = {
        code.upper(): new for code, new in Account.objects.values_list("code", "new_screen") if code.upper() in wanted
    }
    return _reach(found.values(), to, tuple(sorted(wanted - found.keys())))


def reach_of_percent(percent: int, to: str) -> Reach:
    """What it would do to the first `percent` of a hundred, or, going back, to all the others."""
    rows = Account.objects.values_list("code", "new_screen")
    return _reach([new for code, new in rows if _is_meant(code, percent, to)], to)


def order_list(codes: Collection[str], to: str, act: Act) -> Event:
    """Have the worker move these accounts, all or none. Raises Refused: no_account, unknown_account, too_many."""
    if not codes:
        raise Refused("no_account")
    if len(codes) > MOST:
        raise Refused("too_many_accounts")
    if reach_of_list(codes, to).unknown:
        raise Refused("unknown_account")
    return _order(act, to=to, codes=sorted({code.upper() for code in codes}))


def order_percent(percent: int, to: str, act: Act) -> Event:
    """Have the worker move the first `percent` of a hundred here, or all the others back."""
    assert 0 <= percent <= 100
    return _order(act, to=to, percent=percent)


def move_ordered(event_id: int, act: Act) -> int:
    """Move every account that an order reaches, each once however often it runs; returns how many were moved."""
    event = Event.objects.get(pk=event_id, name="move.ordered")
    to, ordered, how = event.data["to"], Act(by=event.by, at=act.at), "percent" if "percent" in event.data else "list"
    codes = set(event.data.get("codes", ()))
    rows = Account.objects.exclude(new_screen=to == NEW).order_by("pk").values_list("pk", "code")
    meant = [
        pk
        for pk, code in rows.iterator()
        if (code.upper() in codes if how == "list" else _is_meant(code, event.data["percent"], to))
    ]
    moved = 0
    for keys in batched(meant, CHUNK, strict=False):
        with transaction.atomic():
            accounts = Account.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
            moved += sum(_move(account, to, how, ordered) for account in accounts)
    return moved


def _is_meant(code: str, percent: int, to: str) -> bool:
    return is_reached(code, percent) == (to == NEW)


def _reach(screens: Collection[bool], to: str, unknown: tuple[str, ...] = ()) -> Reach:
    already = sum(new == (to == NEW) for new in screens)
    return Reach(len(screens) - already, already, unknown)


def _order(act: Act, **data: Any) -> Event:
    with transaction.atomic():
        event = events.record("move.ordered", act, None, **data)
        later("move_accounts", event_id=event.pk)
    return event


def _move(account: Account, to: str, how: str, act: Act) -> bool:
    """The account is locked."""
    if account.new_screen == (to == NEW):
        return False
    account.new_screen = to == NEW
    account.save(update_fields=["new_screen"])
    event = events.record("account.moved", act, account, to=to, how=how)
    if to == NEW:
        tell(event)
    return True
