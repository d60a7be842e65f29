"""What the finance team is told of no account in particular: the morning's digest of its queue."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Count, Min

from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Message, Person
from meuplano.documents import task_words
from meuplano.records.models import Event, Task

ComposeForTeam = Callable[[Event], Iterable[Message]]


def _digest(event: Event) -> Iterable[Message]:
    """By kind, with the longest wait; silent when all of it was done meanwhile."""
    today = facts.day_of(event)
    waiting = Task.objects.filter(done_at=None, made_on__lt=today).order_by()
    counted = list(waiting.values_list("kind").annotate(n=Count("pk"), since=Min("made_on")).order_by("since", "kind"))
    if not counted:
        return ()
    values = {
        "url": facts.url("financeiro/"),
        "count": sum(n for _, n, _ in counted),
        "groups": [(str(task_words.kind(kind).title), n, (today - since).days) for kind, n, since in counted],
    }
    return (Message(Person(settings.VENDOR["finance_email"], "", "team"), "queue_digest", values),)


MESSAGES: dict[str, ComposeForTeam] = {"queue.digested": _digest}
