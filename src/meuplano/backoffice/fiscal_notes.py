"""Notas fiscais: which paid invoices wait for theirs, and attaching many at once (F20, U26)."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from meuplano.actions.attach_fiscal_note import Differs
from meuplano.actions.match_fiscal_notes import ATTACHED, Line, attach_many
from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import Upload
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.queue import wait
from meuplano.documents import fiscal_words, words
from meuplano.records.fiscal import waiting_for_note
from meuplano.records.models import Invoice
from meuplano.rules.money import Money

MOST = 200


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A paid invoice without its note."""

    code: str
    account: str
    number: int
    paid_on: date
    amount: Money
    when: words.Status


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What became of one file."""

    name: str
    code: str
    number: int
    status: words.Status
    text: str


@dataclass(frozen=True, slots=True)
class NotesPage:
    """Everything that the page shows."""

    since: date | None
    count: int
    rows: tuple[WaitingRow, ...]
    results: tuple[ResultRow, ...]
    attached: int
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
def index(request: HttpRequest) -> HttpResponse:
    """GET /financeiro/notas-fiscais/; POST {arquivos}: XML, PDF or ZIP, and what became of each file."""
    problem, lines = "", tuple[Line, ...]()
    if request.method == "POST":
        sent = [Upload(one.name or "", one.read()) for one in request.FILES.getlist("arquivos")]
        lines = attach_many([one for one in sent if one.content], act_of(request))
        problem = "" if lines else gettext("Escolha os arquivos: XML, PDF ou um zip com eles.")
    page = notes_page(act_of(request).today, lines, problem)
    context = {"page": page, "section": "fiscal"}
    return render(request, "backoffice/fiscal_notes.html", context, status=422 if problem else 200)


def notes_page(today: date, lines: tuple[Line, ...] = (), problem: str = "") -> NotesPage:
    """What waits, and what became of the files that were sent."""
    since = settings.BILLING["fiscal_notes_since"]
    waiting = waiting_for_note(since)
    return NotesPage(
        since=since,
        count=waiting.count(),
        rows=tuple(_waiting(invoice, today) for invoice in waiting.select_related("account")[:MOST]),
        results=tuple(_result(line) for line in lines),
        attached=sum(line.done == ATTACHED for line in lines),
        problem=problem,
    )


def _waiting(invoice: Invoice, today: date) -> WaitingRow:
    assert invoice.paid_on is not None
    return WaitingRow(
        code=invoice.account.code,
        account=invoice.account.name,
        number=invoice.number,
        paid_on=invoice.paid_on,
        amount=invoice.total,
        when=wait(invoice.paid_on, today),
    )


def _why(refused: Refused) -> str:
    if isinstance(refused, Differs):
        said = fiscal_words.differences(refused.what, refused.said, refused.expected)
        return gettext("%(said)s Se está certo assim, anexe na página da fatura.") % {"said": said}
    return fiscal_words.refusal(refused.reason)


def _result(line: Line) -> ResultRow:
    if line.refused is not None:
        status, text = words.Status(gettext("Não anexada"), "circle-alert", "bad"), _why(line.refused)
    elif line.done == ATTACHED:
        status, text = words.Status(gettext("Anexada"), "check", "ok"), ""
        if line.unchecked:
            text = gettext("O valor não foi conferido: nenhum XML da NFS-e Nacional veio junto.")
    else:
        status, text = words.Status(gettext("Já estava"), "minus"), gettext("Nada mudou.")
    return ResultRow(line.name, line.code, line.number, status, text)
