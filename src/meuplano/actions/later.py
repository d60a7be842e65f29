"""Deferring work by name: the job is part of the transaction that asks for it."""

from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from meuplano.records.models import Event
from meuplano.records.together import gather

# A worker gives the app connections of its own; what its jobs ask for stays on Django's, inside their transaction.
_on_our_connection = JobManager(DjangoConnector())


def later(task: str, *, in_seconds: int = 0, **arguments: int | str) -> None:
    """Have the worker do `task` (a name of jobs/tasks.py) once the transaction is committed, `in_seconds` from now."""
    wanted = app.configure_task(task, schedule_in={"seconds": in_seconds} if in_seconds else None)
    gather(_on_our_connection.batch_defer_jobs, wanted.make_new_job(**arguments))


def deferred(task: str) -> list[Any]:
    """The first fields of a `procrastinate_job_to_defer_v1`, for whoever writes a row and its job in one statement."""
    job = app.configure_task(task).make_new_job()
    return [job.queue, job.task_name, job.priority, job.lock, job.queueing_lock]


def tell(event: Event) -> None:
    """Have the mails that belong to this event written and sent."""
    later("send_mails", event_id=event.pk)
