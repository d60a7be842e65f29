"""The daily look at our own books: the checker's invariants, each finding a task for the finance team."""

from django.db import connection, transaction

from checker.run import check
from meuplano.records import events
from meuplano.records.models import Event, Task
from meuplano.rules.act import Act

DONE = "books.checked"
MOST = 20  # tasks of one day: what breaks a thousand rows is one problem


def findings() -> dict[str, list[str]]:
    """What breaks an invariant right now, in words, by invariant; nothing is written."""
    with transaction.atomic(), connection.cursor() as cursor:
        return {name: words for name, words in check(cursor).items() if words}


def self_check(act: Act) -> int:
    """Check the books, once a day however often it is asked; returns how many findings there are now.

    Reads every row of the books: some seconds for a hundred thousand invoices.
    """
    last = Event.objects.filter(account=None, name=DONE).order_by("-pk").values_list("data", flat=True).first()
    if last is not None and last["on"] == act.today.isoformat():
        return 0
    found = [f"{name}: {line}" for name, lines in findings().items() for line in lines]
    with transaction.atomic():
        event = events.record(DONE, act, None, on=act.today.isoformat(), findings=found[:MOST], count=len(found))
        known = set(Task.objects.filter(kind="books", done_at=None).values_list("text", flat=True))
        for text in found[:MOST]:
            if text[:300] not in known:
                Task.objects.create(kind="books", text=text[:300], event=event, made_on=act.today)
    return len(found)
