"""Fila de trabalho: what needs a person, by kind and by age (U26)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.backoffice.access import act_of, finance_only
from meuplano.documents import task_words, words
from meuplano.records.fiscal import waiting_for_note
from meuplano.records.models import Invoice, SupportRequest, Task
from meuplano.rules.money import Money

MOST = 200


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One thing to do, or done."""

    pk: int
    text: str
    account: str
    code: str
    amount: Money | None
    when: words.Status
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one kind, the oldest first."""

    title: str
    todo: str
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind to look at alone; "" is all of them."""

    code: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Everything that the queue shows."""

    today: date
    count: int
    done: bool
    kind: str
    tabs: tuple[Tab, ...]
    groups: tuple[Group, ...]
    requests: int = 0  # of customers, that wait for an answer
    notes: int = 0  # paid invoices that wait for their nota fiscal
    notes_since: words.Status | None = None  # how long the first of them


@require_safe
@finance_only
def index(request: HttpRequest) -> HttpResponse:
    """GET /financeiro/?tipo=refund&feitas=1"""
    today = act_of(request).today
    page = queue_page(today, kind=request.GET.get("tipo", "")[:40], done=request.GET.get("feitas") == "1")
    return render(request, "backoffice/queue.html", {"page": page, "section": "queue"})


def queue_page(today: date, *, kind: str = "", done: bool = False) -> QueuePage:
    """What is open (or was done, the latest first), in three queries; two more where notas fiscais are waited for."""
    tasks = Task.objects.filter(done_at__isnull=not done)
    counted = Counter(dict(tasks.values_list("kind").annotate(n=Count("pk")).order_by()))
    shown = tasks.select_related("account").order_by(*(["-done_at"] if done else ["made_on", "pk"]))
    shown = shown.filter(kind=kind) if kind in counted else shown
    groups: dict[str, list[TaskRow]] = {code: [] for code in (*task_words.KINDS, *sorted(counted))}
    for task in shown[:MOST]:
        groups[task.kind].append(_row(task, today))
    order = [code for code in groups if counted[code]]
    waiting = Invoice.objects.none() if done else waiting_for_note(settings.BILLING["fiscal_notes_since"])
    first = waiting.values_list("paid_on", flat=True).first()
    return QueuePage(
        today=today,
        count=counted.total(),
        done=done,
        requests=0 if done else SupportRequest.objects.filter(due_on__isnull=False).count(),
        notes=waiting.count() if first else 0,
        notes_since=wait(first, today) if first else None,
        kind=kind if kind in counted else "",
        tabs=(
            Tab("", gettext("Tudo"), counted.total()),
            *(Tab(code, str(task_words.kind(code).title), counted[code]) for code in order),
        ),
        groups=tuple(
            Group(str(task_words.kind(code).title), str(task_words.kind(code).todo), tuple(groups[code]))
            for code in order
            if groups[code]
        ),
    )


def _row(task: Task, today: date) -> TaskRow:
    return TaskRow(
        pk=task.pk,
        text=task.text,
        account=task.account.name if task.account else "",
        code=task.account.code if task.account else "",
        amount=None if task.amount_centavos is None else Money(task.amount_centavos),
        when=age(task, today),
        by=task.done_by,
        note=task.note,
    )


def age(task: Task, today: date) -> words.Status:
    """How long it has been waiting, or for which day it is."""
    if task.done_at is not None:
        return words.Status(words.day(task.done_at.astimezone(words.SAO_PAULO).date()), "check", "ok")
    if task.due_on and task.due_on > today:
        return words.Status(gettext("em %(day)s") % {"day": words.day(task.due_on)}, "calendar-clock", "info")
    return wait(max(task.made_on, task.due_on or task.made_on), today)


def wait(since: date, today: date) -> words.Status:
    """How long something has been waiting."""
    days = (today - since).days
    if days < 1:
        return words.Status(gettext("hoje"), "clock")
    tone = "bad" if days > 5 else "warn" if days > 1 else ""
    return words.Status(gettext("há %(days)s") % {"days": words.days(days)}, "clock", tone)
