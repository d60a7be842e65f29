"""The one lock: every action begins by taking its account's row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from meuplano.actions.roll_over import roll_over
from meuplano.records.faults import point
from meuplano.records.models import Account
from meuplano.rules.act import Act


@contextmanager
def locked(account_id: int, act: Act) -> Iterator[Account]:
    """One transaction holding the account's row (FOR NO KEY UPDATE), with the account rolled over to today (D47).

    Everything read inside is read after the lock. Raises Account.DoesNotExist.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=account_id)
        roll_over(account, act)
        yield account
        point("before_commit")
    point("after_commit")
