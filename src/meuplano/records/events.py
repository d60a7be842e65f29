"""Recording what happened: one row that is audit log, customer timeline and outbox at once (rule 10)."""

from typing import Any

from django.db import transaction

from meuplano.records.models import Account, Event
from meuplano.records.together import insert
from meuplano.rules.act import Act


def record(name: str, act: Act, account: Account | None = None, /, **data: Any) -> Event:
    """Append an event; `data` is plain JSON (ids, numbers, centavos, ISO dates, before and after)."""
    assert transaction.get_connection().in_atomic_block, "an event is part of the change it tells about"
    return insert(Event(account=account, name=name, by=act.by, at=act.at, data=data))
