"""The one lock: every action begins by taking its account's row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from meuplano.records.models import Account


@contextmanager
def locked(account_id: int) -> Iterator[Account]:
    """One transaction holding the account's row (FOR NO KEY UPDATE); everything read inside is read after the lock."""
    with transaction.atomic():
        yield Account.objects.select_for_update(no_key=True).get(pk=account_id)
