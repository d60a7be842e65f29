"""One invoice: looking at it, and asking for a way to pay it (F18)."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from meuplano.actions import pay_invoice, pay_open_invoice
from meuplano.actions.allowed import NotAllowed
from meuplano.portal import orders
from meuplano.portal.access import invoice_readers, owner_only, visiting
from meuplano.portal.forms import as_number
from meuplano.portal.invoice_page import InvoicePage, invoice_page
from meuplano.portal.orders import living
from meuplano.portal.refusals import refusal_in_words
from meuplano.portal.rows import with_corrections, with_order
from meuplano.portal.terms import box_before_paying
from meuplano.records.credits import with_credit
from meuplano.records.fiscal import with_fiscal_note
from meuplano.records.models import Account, Invoice
from meuplano.rules.consent import CONTRACT


@require_safe
@vary_on_headers("HX-Request", "HX-Request-Type")
@invoice_readers
def show(request: HttpRequest, number: int) -> HttpResponse:
    """GET /faturas/<n>/, and its living part again and again while it waits for money."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    page = invoice_page(visit, invoice)
    page = page if visit.may_change else read_only(page)
    if (
        invoice.kind == CONTRACT
        and page.order_number
        and box_before_paying(visit, orders.find(visit.account, page.order_number))
    ):
        page = replace(page, ways=None, pay_with=(), terms_first=True)
    return living(request, "portal/invoice.html", page, page.state, section="invoices")


@require_POST
@owner_only
def pay(request: HttpRequest, number: int) -> HttpResponse:
    """POST /faturas/<n>/pagar/: a boleto, a Pix or the card page for what is open; back to where it was asked for."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    method = request.POST.get("pagamento", "")
    order = as_number(request.POST.get("pedido", ""))
    back = redirect("order", order) if order else redirect("invoice", number)
    try:
        charge = pay_open_invoice.pay_open_invoice(
            visit.account.pk,
            invoice.number,
            method,
            visit.act,
            card_id=as_number(request.POST.get("cartao", "")),
            make_default=request.POST.get("padrao") == "1",
            terms=as_number(request.POST.get("termos", "")),
        )
    except NotAllowed as refused:
        messages.error(request, refusal_in_words(refused.reason))
        return redirect("method")
    except pay_open_invoice.NotPossible:
        return back
    if pay_invoice.send(charge.pk, visit.act) == "pending" and method == "card":
        return redirect("card", number)
    return back


def read_only(page: InvoicePage) -> InvoicePage:
    """The page without anything that a billing contact may not do; the boleto and the Pix can be read (D46)."""
    ways = page.ways and replace(page.ways, card_url="", pix_offer=None)
    locked = replace(page.corrected, may_reissue=False)
    return replace(
        page, ways=ways, pay_with=(), copy=None, credit=None, order_number=None, corrected=locked, trust=None
    )


def find(account: Account, number: int) -> Invoice:
    """The account's invoice of this number, with its order; another account's does not exist (404)."""
    found = Invoice.objects.filter(account=account, number=number).select_related(
        "plan", "subscription__plan", "instead_of"
    )
    invoice: Invoice | None = with_fiscal_note(with_credit(with_corrections(with_order(found)))).first()
    if invoice is None:
        raise Http404
    return invoice
