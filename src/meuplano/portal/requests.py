"""Solicitações: the account's conversations with the finance team (F21)."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.documents import request_words, words
from meuplano.portal.access import Visit, invoice_readers, visiting
from meuplano.records.models import RequestReading, SupportRequest

PAGE = 50
SEARCHED = 500  # the latest; a search knows no accents, so it is made here (B08)


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the list."""

    number: int
    protocol: str
    title: str
    last: str
    status: words.Status
    with_whom: str
    when: str
    new: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A group of requests to look at alone; "" is all of them."""

    code: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """Everything that the list shows."""

    rows: tuple[Row, ...]
    tabs: tuple[Tab, ...]
    shown: str
    query: str
    page: int
    more: bool

    @property
    def nothing_yet(self) -> bool:
        return not self.tabs[0].count


@require_safe
@invoice_readers
def index(request: HttpRequest) -> HttpResponse:
    """GET /solicitacoes/?mostrar=abertas&q=boleto&pagina=2"""
    visit, asked = visiting(request), request.GET
    number = asked.get("pagina", "1")
    page = requests_page(
        visit,
        reader=request.user.pk or 0,
        shown=asked.get("mostrar", ""),
        query=asked.get("q", "").strip()[:80],
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1,
    )
    return render(request, "portal/requests.html", {"page": page, "section": "requests"})


def requests_page(visit: Visit, *, reader: int, shown: str, query: str, page: int = 1) -> RequestsPage:
    """The list as it is now, the latest word first."""
    every = SupportRequest.objects.filter(account=visit.account)
    groups = {"": every, "abertas": every.exclude(status="resolved"), "resolvidas": every.filter(status="resolved")}
    shown = shown if shown in groups else ""
    titles = {"": gettext("Todas"), "abertas": gettext("Em andamento"), "resolvidas": gettext("Resolvidas")}
    page = max(page, 1)
    found = _found(groups[shown].select_related("taken_by").order_by("-said_at", "-pk"), query, page)
    rows = found[:PAGE]
    readings = RequestReading.objects.filter(account=visit.account, user=reader, request__in=rows)
    read = dict(readings.values_list("request", "last_message"))
    return RequestsPage(
        rows=tuple(_row(row, visit, read.get(row.pk, 0)) for row in rows),
        tabs=tuple(Tab(code, titles[code], group.count()) for code, group in groups.items()),
        shown=shown,
        query=query,
        page=page,
        more=len(found) > PAGE,
    )


def open_ones(visit: Visit, most: int) -> tuple[tuple[Row, ...], int]:
    """What is not over, or not read: the unread first, then the latest; and how many more there are. One query."""
    readings = RequestReading.objects.filter(account=visit.account, request=OuterRef("pk"), user=visit.person)
    rows = (
        SupportRequest.objects.filter(account=visit.account)
        .annotate(read=Coalesce(Subquery(readings.values("last_message")[:1]), 0))
        .annotate(unread=Q(last_answer__gt=F("read")))
        .filter(~Q(status="resolved") | Q(unread=True))
        .annotate(every=Window(Count("*")))
        .select_related("taken_by")
        .order_by("-unread", "-said_at", "-pk")[:most]
    )
    found = list(rows)
    return tuple(_row(row, visit, row.read) for row in found), (found[0].every - len(found) if found else 0)


def _found(requests: QuerySet[SupportRequest], query: str, page: int) -> list[SupportRequest]:
    first = (page - 1) * PAGE
    if not query:
        return list(requests[first : first + PAGE + 1])
    number = request_words.number_in(query)
    wanted = requests.filter(Q(pk=number)) if number is not None else requests
    wanted_words = words.plain(query)
    by_title = [row for row in requests[:SEARCHED] if wanted_words in words.plain(row.title)]
    exact = [] if number is None else [row for row in wanted if row not in by_title]
    return (exact + by_title)[first : first + PAGE + 1]


def _row(row: SupportRequest, visit: Visit, read: int) -> Row:
    last = gettext("Última mensagem do financeiro") if row.last_answer > row.last_written else ""
    return Row(
        number=row.pk,
        protocol=request_words.protocol(row.opened_at, row.pk),
        title=row.title,
        last=last or gettext("Última mensagem sua"),
        status=request_words.status(row.status),
        with_whom=str(row.taken_by) if row.taken_by else "",
        when=near_moment(visit, row),
        new=row.last_answer > read,
    )


def near_moment(visit: Visit, row: SupportRequest) -> str:
    """When the last word was said: "hoje, 10:12", else the day."""
    day = row.said_at.astimezone(words.SAO_PAULO).date()
    return gettext("hoje, %(hour)s") % {"hour": words.hour(row.said_at)} if day == visit.today else words.day(day)
