"""The yearly statement that every debt was paid, as PDF: for each year that is over and settled (D52)."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.actions.statement_paper import bill_names, file_name, paper_for, statement_of, statements_of
from meuplano.documents.listing import listing_pdf
from meuplano.portal.access import invoice_readers, visiting
from meuplano.portal.downloads import pdf
from meuplano.records.models import Account
from meuplano.rules.statements import Statement


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year that is over: with its statement, or with what is open."""

    year: int
    about: str
    is_ready: bool


def year_rows(account: Account, today: date) -> tuple[YearRow, ...]:
    """The years that are over, the last first."""
    return tuple(YearRow(it.year, _about(it), it.is_whole) for it in statements_of(account, today))


@require_safe
@invoice_readers
def show(request: HttpRequest, year: int) -> HttpResponse:
    """GET /faturas/historico/quitacao/2026/: the PDF; with a debt of that year open, which one it is (409)."""
    visit = visiting(request)
    found = statement_of(visit.account, year, visit.today)
    if found is None:
        raise Http404
    if not found.is_whole:
        page = YearRow(year, _about(found), is_ready=False)
        return render(request, "portal/statement_open.html", {"page": page}, status=409)
    return pdf(file_name(visit.account, year), listing_pdf(paper_for(visit.account, found, visit.today)))


def _about(it: Statement) -> str:
    if it.open:
        return gettext("Ainda não há declaração. Em aberto: %(bills)s.") % {"bills": bill_names(it.open)}
    if it.earlier:
        return gettext("Não abrange o que está em aberto de anos anteriores: %(bills)s.") % {
            "bills": bill_names(it.earlier)
        }
    return gettext("Todos os débitos do ano estão pagos.")
