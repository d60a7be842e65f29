"""Solicitações: what customers ask, who waits longest first (U26, U29)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.backoffice.access import act_of, finance_only
from meuplano.documents import request_words, words
from meuplano.records.models import RequestReading, SupportRequest, User
from meuplano.rules import lifecycle

PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the queue."""

    number: int
    protocol: str
    title: str
    kind: str
    account: str
    code: str
    status: words.Status
    due: words.Status
    with_whom: str
    new: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter."""

    code: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Everything that the queue shows."""

    rows: tuple[Row, ...]
    whose: tuple[Option, ...]
    states: tuple[Option, ...]
    kinds: tuple[Option, ...]
    query: str
    waiting: int
    late: int
    page: int
    more: bool

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1


@require_safe
@finance_only
def index(request: HttpRequest) -> HttpResponse:
    """GET /financeiro/solicitacoes/?quem=minhas&situacao=open&tipo=billing&q=aurora&pagina=2"""
    assert isinstance(request.user, User)
    page = queue_page(request.user, act_of(request).today, request.GET.dict())
    return render(request, "backoffice/requests.html", {"page": page, "section": "requests"})


def menu(request: HttpRequest) -> dict[str, Any]:
    """The context of the back office's menu: how many requests wait for us that this person has not read.

    Asked only where the menu is drawn. What a colleague has taken is left to them.
    """

    def to_read() -> int:
        mine = SupportRequest.objects.filter(Q(taken_by__isnull=True) | Q(taken_by=request.user.pk))
        readings = RequestReading.objects.filter(request=OuterRef("pk"), user=request.user.pk)
        read = Coalesce(Subquery(readings.values("last_message")[:1]), 0)
        return mine.filter(due_on__isnull=False).annotate(read=read).filter(last_written__gt=F("read")).count()

    return {"to_read": to_read}


def queue_page(me: User, today: date, asked: dict[str, Any]) -> QueuePage:
    """The queue as it is now: what waits for us, the nearest day first; what does not wait by its last word."""
    whose, state, kind = (asked.get(name, "") for name in ("quem", "situacao", "tipo"))
    number = asked.get("pagina", "1")
    page = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    found = _filtered(SupportRequest.objects.select_related("account", "taken_by"), me, whose, state, kind)
    query = asked.get("q", "").strip()[:80]
    found = _searched(found, query)
    waits = state in ("", *lifecycle.WITH_FINANCE)
    found = found.order_by("due_on", "waits_since", "pk") if waits else found.order_by("-said_at", "-pk")
    rows = list(found[(page - 1) * PAGE : page * PAGE + 1])
    readings = RequestReading.objects.filter(user=me, request__in=rows)
    read = dict(readings.values_list("request", "last_message"))
    waiting = SupportRequest.objects.filter(due_on__isnull=False)
    return QueuePage(
        rows=tuple(_row(row, today, read.get(row.pk, 0)) for row in rows[:PAGE]),
        whose=_options({"": gettext("Todas"), "minhas": gettext("Minhas"), "ninguem": gettext("De ninguém")}, whose),
        states=_options({"": gettext("Esperam resposta"), **_states(), "todas": gettext("Todas")}, state),
        kinds=_options({"": gettext("Todos os assuntos"), **_kinds()}, kind),
        query=query,
        waiting=waiting.count(),
        late=waiting.filter(due_on__lt=today).count(),
        page=page,
        more=len(rows) > PAGE,
    )


def _filtered(found: QuerySet[SupportRequest], me: User, whose: str, state: str, kind: str) -> QuerySet[SupportRequest]:
    if state in lifecycle.states(lifecycle.REQUEST):
        found = found.filter(status=state)
    elif state != "todas":
        found = found.filter(due_on__isnull=False)
    if whose == "minhas":
        found = found.filter(taken_by=me)
    elif whose == "ninguem":
        found = found.filter(taken_by__isnull=True)
    return found.filter(kind=kind) if kind in request_words.KINDS else found


def _searched(found: QuerySet[SupportRequest], query: str) -> QuerySet[SupportRequest]:
    if not query:
        return found
    number = request_words.number_in(query)
    wanted = Q(title__icontains=query) | Q(account__name__icontains=query) | Q(account__code__iexact=query)
    return found.filter(wanted | Q(pk=number) if number is not None else wanted)


def _states() -> dict[str, str]:
    return {code: str(request_words.status(code, finance=True).word) for code in lifecycle.states(lifecycle.REQUEST)}


def _kinds() -> dict[str, str]:
    return {code: request_words.kind(code) for code in request_words.KINDS}


def _options(titles: dict[str, str], chosen: str) -> tuple[Option, ...]:
    chosen = chosen if chosen in titles else ""
    return tuple(Option(code, title, code == chosen) for code, title in titles.items())


def _row(row: SupportRequest, today: date, read: int) -> Row:
    return Row(
        number=row.pk,
        protocol=request_words.protocol(row.opened_at, row.pk),
        title=row.title,
        kind=request_words.kind(row.kind),
        account=row.account.name,
        code=row.account.code,
        status=request_words.status(row.status, finance=True),
        due=due_in_words(row, today),
        with_whom=str(row.taken_by) if row.taken_by else "",
        new=row.last_written > read,
    )


def due_in_words(row: SupportRequest, today: date) -> words.Status:
    """Until when we answer, or when the last word was said."""
    if row.due_on is None:
        return words.Status(words.day(row.said_at.astimezone(words.SAO_PAULO).date()), "clock")
    if row.due_on < today:
        late = gettext("atrasada há %(days)s") % {"days": words.days((today - row.due_on).days)}
        return words.Status(late, "circle-alert", "bad")
    if row.due_on == today:
        return words.Status(gettext("hoje"), "clock", "warn")
    return words.Status(gettext("até %(day)s") % {"day": words.day(row.due_on)}, "calendar-clock", "info")
