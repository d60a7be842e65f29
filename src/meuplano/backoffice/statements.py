"""A customer's yearly statement as PDF; with a debt open, that of the months that are paid (D52)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from meuplano import clock
from meuplano.actions.statement_paper import file_name, paper_for, statement_of
from meuplano.backoffice.access import finance_only
from meuplano.backoffice.accounts import find
from meuplano.documents.listing import listing_pdf


@require_safe
@finance_only
def show(_request: HttpRequest, code: str, year: int) -> HttpResponse:
    """GET /financeiro/contas/<code>/quitacao/2026/: for a disputed debt the months are due to the customer (art. 2)."""
    account, today = find(code), clock.today()
    found = statement_of(account, year, today)
    if found is None or not found.months:
        raise Http404
    headers = {"Content-Disposition": content_disposition_header(True, file_name(account, year))}
    content = listing_pdf(paper_for(account, found, today))
    return HttpResponse(content, content_type="application/pdf", headers=headers)
