"""Finance says what it did about a task, or opens it again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import LIVE_REFUNDS, Account, Approval, Task, Trust
from meuplano.rules.act import Act


class Refused(Exception):
    """A note is missing, or the task is done by doing or deciding what it asks for; nothing was written."""


def finish_task(task_id: int, note: str, act: Act) -> bool:
    """The task is done; False if it was already. Raises Refused without a note, or while its refund is open."""
    if not note.strip():
        raise Refused
    with _held(task_id, act) as (account, task):
        if task.done_at is not None:
            return False
        if task.refunds.filter(state__in=LIVE_REFUNDS).exists() or _waits_for_decision(task):
            raise Refused
        task.done_at, task.done_by, task.note = act.at, act.by, note.strip()[:300]
        task.save(update_fields=["done_at", "done_by", "note"])
        events.record("task.done", act, account, task=task.pk, kind=task.kind, note=task.note)
        return True


def reopen_task(task_id: int, note: str, act: Act) -> bool:
    """The task is open again; False if it is. Raises Refused without a note, and for a refund that has gone."""
    if not note.strip():
        raise Refused
    with _held(task_id, act) as (account, task):
        if task.done_at is None:
            return False
        if task.refunds.exists() or task.kind == "approval":
            raise Refused
        before = {"done_by": task.done_by, "note": task.note}
        said = note.strip()[:300]
        task.done_at, task.done_by, task.note = None, "", ""
        task.save(update_fields=["done_at", "done_by", "note"])
        events.record("task.reopened", act, account, task=task.pk, kind=task.kind, note=said, before=before)
        return True


def _waits_for_decision(task: Task) -> bool:
    approval = Approval.objects.filter(task=task, state="waiting")
    return approval.exists() or Trust.objects.filter(task=task, state="given").exists()


@contextmanager
def _held(task_id: int, act: Act) -> Iterator[tuple[Account | None, Task]]:
    """The task under its account's lock, or under its own where no account owns it. Raises Task.DoesNotExist."""
    account_id = Task.objects.values_list("account_id", flat=True).get(pk=task_id)
    if account_id is not None:
        with locked(account_id, act) as account:
            yield account, Task.objects.get(pk=task_id)
        return
    with transaction.atomic():
        yield None, Task.objects.select_for_update().get(pk=task_id)
