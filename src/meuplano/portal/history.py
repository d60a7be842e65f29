"""Histórico de pagamentos: what was paid, when and how, with filters, as a spreadsheet and as a PDF (F20, U21)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from meuplano.documents import words
from meuplano.documents.listing import Column, Listing, listing_pdf
from meuplano.documents.sheet import sheet
from meuplano.portal.access import Visit, invoice_readers, visiting
from meuplano.portal.forms import Problem, as_number
from meuplano.portal.rows import PaidRow, module_names, paid_rows
from meuplano.portal.statements import YearRow, year_rows
from meuplano.records import papers
from meuplano.records.models import Account
from meuplano.records.papers import Paid, Wanted
from meuplano.rules.money import Money, total

PAGE = 50
LONGEST_TEXT = 80
STATES: dict[str, Callable[[Paid], bool]] = {
    "recebidos": lambda paid: paid.state == "received",
    "estornados": lambda paid: paid.state != "received",
    "credito": lambda paid: paid.credit.centavos != 0,
    "com-nota": lambda paid: paid.note is not None,
    "sem-nota": lambda paid: paid.note is None and paid.state == "received",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for, as it was typed; `problems` are about what could not be read."""

    since: str = ""
    until: str = ""
    method: str = ""
    state: str = ""
    text: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.since or self.until or self.method or self.state or self.text)

    def query(self, **more: object) -> str:
        """The same filters in an address."""
        said = {"de": self.since, "ate": self.until, "forma": self.method, "situacao": self.state, "q": self.text}
        return urlencode({name: value for name, value in (said | more).items() if value})


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose in a filter."""

    code: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Everything that the page shows: one leaf of what was found, and what all of it sums to."""

    account: str
    filters: Filters
    methods: tuple[Option, ...]
    states: tuple[Option, ...]
    rows: tuple[PaidRow, ...]
    count: int
    total: Money
    newer: str
    older: str
    export: str
    years: tuple[YearRow, ...]


@require_safe
@invoice_readers
def show(request: HttpRequest) -> HttpResponse:
    """GET /faturas/historico/?de=2026-01-01&ate=2026-12-31&forma=pix&situacao=recebidos&q=dezembro&pagina=2"""
    visit, filters = visiting(request), read_filters(request.GET)
    page = history_page(visit, filters, as_number(request.GET.get("pagina", "")) or 1)
    status = 422 if filters.problems else 200
    return render(request, "portal/history.html", {"page": page, "section": "invoices"}, status=status)


@require_safe
@invoice_readers
def export(request: HttpRequest) -> HttpResponse:
    """GET /faturas/historico/planilha/: every payment that the filters let through, as CSV."""
    visit, filters = visiting(request), read_filters(request.GET)
    if filters.problems:
        return show(request)
    found, names = _found(visit.account, filters)[0], module_names()
    lines = zip(found, paid_rows(found, names), strict=True)
    content = sheet(
        (*_heads(), gettext("Nota fiscal")),
        (
            (
                *(paid.on, paid.number, row.title, row.method, str(row.status.word)),
                *(paid.amount, paid.charges, paid.credit, paid.note),
            )
            for paid, row in lines
        ),
    )
    return _file(visit, "csv", "text/csv; charset=utf-8", content)


@require_safe
@invoice_readers
def printed(request: HttpRequest) -> HttpResponse:
    """GET /faturas/historico/pdf/: the same payments on paper, with the filters and their sum."""
    visit, filters = visiting(request), read_filters(request.GET)
    if filters.problems:
        return show(request)
    return _file(visit, "pdf", "application/pdf", listing_pdf(_on_paper(visit, filters)))


def _heads() -> tuple[str, ...]:
    return (
        gettext("Pago em"),
        gettext("Fatura"),
        gettext("Descrição"),
        gettext("Forma"),
        gettext("Situação"),
        gettext("Valor pago"),
        gettext("Multa e juros"),
        gettext("Virou crédito"),
    )


def _file(visit: Visit, ending: str, content_type: str, content: bytes) -> HttpResponse:
    name = f"pagamentos-{visit.account.code}-{visit.today.isoformat()}.{ending}"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _on_paper(visit: Visit, filters: Filters) -> Listing:
    found = _found(visit.account, filters)[0]
    widths = zip(_heads(), (20, 13, 47, 17, 20, 21, 16, 16), strict=True)
    title = gettext("Histórico de pagamentos")
    said = {"n": len(found), "account": visit.account_name, "code": visit.account.code}
    return Listing(
        title=title,
        author=visit.account_name,
        sentences=(
            gettext("%(account)s, conta %(code)s") % said,
            *filters_in_words(filters),
            ngettext("%(n)s pagamento", "%(n)s pagamentos", len(found)) % said,
        ),
        columns=tuple(Column(head, width, is_figure=at > 4) for at, (head, width) in enumerate(widths)),
        rows=tuple(
            (
                words.day(paid.on),
                str(paid.number or ""),
                row.title,
                row.method,
                str(row.status.word),
                *(words.reais(amount) for amount in (paid.amount, paid.charges, paid.credit)),
            )
            for paid, row in zip(found, paid_rows(found, module_names()), strict=True)
        ),
        foot=(gettext("Soma"), "", "", "", "", words.reais(total(paid.amount for paid in found)), "", ""),
        mark=f"{visit.account.code} · {title} · {words.day(visit.today)}",
    )


def filters_in_words(filters: Filters) -> tuple[str, ...]:
    """What was looked for, one sentence a filter; none where nothing is left out."""
    since, until = _day(filters.since), _day(filters.until)
    said = (
        (since, gettext("Pago de: %(value)s"), since and words.day(since)),
        (until, gettext("Pago até: %(value)s"), until and words.day(until)),
        (filters.method, gettext("Forma: %(value)s"), words.method_word(filters.method)),
        (filters.state, gettext("Situação: %(value)s"), _state_titles().get(filters.state)),
        (filters.text, gettext("Texto: %(value)s"), filters.text),
    )
    return tuple(sentence % {"value": value} for is_set, sentence, value in said if is_set)


def read_filters(data: QueryDict) -> Filters:
    """The filters of an address; an unknown method finds nothing, an unknown state is none."""
    state = data.get("situacao", "")
    since, until = data.get("de", "").strip()[:10], data.get("ate", "").strip()[:10]
    problems = [
        Problem(field, gettext("Esta data não existe. Escreva como 2026-12-05."))
        for field, typed in (("de", since), ("ate", until))
        if typed and _day(typed) is None
    ]
    if not problems and since and until and until < since:
        problems.append(Problem("ate", gettext("O fim do período vem antes do começo.")))
    return Filters(
        since=since,
        until=until,
        method=data.get("forma", "").replace("\x00", "")[:20],
        state=state if state in STATES else "",
        text=data.get("q", "").strip()[:LONGEST_TEXT],
        problems=tuple(problems),
    )


def history_page(visit: Visit, filters: Filters, number: int) -> HistoryPage:
    """One leaf of the payments, in two queries."""
    found, used = ([], set()) if filters.problems else _found(visit.account, filters)
    last = max((len(found) - 1) // PAGE + 1, 1)
    number = min(max(number, 1), last)
    leaf = found[(number - 1) * PAGE : number * PAGE]
    methods = sorted(used | {filters.method} - {""}, key=words.method_word)
    return HistoryPage(
        account=visit.account_name,
        filters=filters,
        methods=(
            Option("", gettext("Todas"), not filters.method),
            *(Option(code, words.method_word(code), code == filters.method) for code in methods),
        ),
        states=tuple(Option(code, title, code == filters.state) for code, title in _state_titles().items()),
        rows=paid_rows(leaf, module_names()),
        count=len(found),
        total=total(paid.amount for paid in found),
        newer=filters.query(pagina=number - 1) if number > 1 else "",
        older=filters.query(pagina=number + 1) if number < last else "",
        export=filters.query(),
        years=year_rows(visit.account, visit.today),
    )


def _state_titles() -> dict[str, str]:
    return {
        "": gettext("Todas"),
        "recebidos": gettext("Recebidos"),
        "estornados": gettext("Estornados"),
        "credito": gettext("Viraram crédito"),
        "com-nota": gettext("Com nota fiscal"),
        "sem-nota": gettext("Sem nota fiscal"),
    }


def _found(account: Account, filters: Filters) -> tuple[list[Paid], set[str]]:
    """The payments that the filters let through, and the methods of all those days."""
    since, until = _day(filters.since), _day(filters.until)
    of_days = papers.payments(account, Wanted(since=since, until=until))
    holds = STATES.get(filters.state, lambda _: True)
    found = [paid for paid in of_days if holds(paid) and filters.method in ("", paid.method)]
    if wanted := words.plain(filters.text):
        rows = paid_rows(found, module_names())
        found = [
            paid
            for paid, row in zip(found, rows, strict=True)
            if wanted in words.plain(f"{row.title} {row.about} {words.day(row.paid_on)} {words.reais(row.amount)}")
        ]
    return found, {paid.method for paid in of_days}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if len(typed) == len("2026-12-05") else None
    except ValueError:
        return None
