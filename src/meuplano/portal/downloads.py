"""The papers of an invoice as PDF: its boleto while it can be paid, receipts, credit notes, nota fiscal (F18, F20)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from meuplano.actions import papers
from meuplano.documents.download import download
from meuplano.documents.receipt import receipt_pdf
from meuplano.documents.slip_pdf import slip_pdf
from meuplano.portal.access import invoice_readers, visiting
from meuplano.portal.invoice import find
from meuplano.records.models import CreditNote, FiscalNoteFile, Payment


@require_safe
@invoice_readers
def boleto(request: HttpRequest, number: int) -> HttpResponse:
    """GET /faturas/<n>/boleto/: the PDF, or the invoice's page where no boleto of it can be paid any more."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    charge = papers.open_boleto(invoice)
    if charge is None:
        return redirect("invoice", number)
    return pdf(papers.file_name(charge.invoice), slip_pdf(papers.slip_for(charge)))


@require_safe
@invoice_readers
def receipt(request: HttpRequest, number: int, payment: int) -> HttpResponse:
    """GET /faturas/<n>/recibos/<id>/: the receipt of one payment; there is none for money that was taken back."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    paid = Payment.objects.filter(account=visit.account, invoice=invoice, pk=payment).first()
    if paid is None or not papers.has_receipt(paid):
        raise Http404
    return pdf(papers.file_name(invoice, f"-recibo-{paid.pk}"), receipt_pdf(papers.receipt_for(paid, invoice)))


@require_safe
@invoice_readers
def credit_note(request: HttpRequest, number: int, note: int) -> HttpResponse:
    """GET /faturas/<n>/notas/<note>/: the credit note of that number, of this invoice."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    found = CreditNote.objects.filter(account=visit.account, invoice=invoice, number=note)
    made = found.select_related("invoice__account", "invoice__plan", "invoice__subscription__plan").first()
    if made is None:
        raise Http404
    return pdf(papers.file_name(invoice, f"-nota-{made.number}"), receipt_pdf(papers.note_for(made)))


@require_safe
@invoice_readers
def fiscal_note(request: HttpRequest, number: int, content_type: str) -> HttpResponse:
    """GET /faturas/<n>/nota-fiscal/pdf/ and /xml/: the file of the live note of this invoice."""
    visit = visiting(request)
    kept = FiscalNoteFile.objects.filter(account=visit.account, content_type=content_type)
    file = kept.filter(note__invoice=find(visit.account, number), note__state="issued").first()
    if file is None:
        raise Http404
    return download(file.name, file.content_type, file.content)


def pdf(name: str, content: bytes) -> HttpResponse:
    """A PDF under this name, to be saved."""
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
