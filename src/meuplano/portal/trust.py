"""Release on trust: the owner shows a proof of payment and gets access for three business days (D51)."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from meuplano.actions import lateness
from meuplano.actions.calendar import banking_days
from meuplano.actions.refused import Refused
from meuplano.actions.release_on_trust import given_for, refusal, release_on_trust
from meuplano.actions.requests.thread import Upload
from meuplano.documents import words
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.invoice import find
from meuplano.portal.offers import how_it_stands
from meuplano.portal.request_new import refusal_in_words
from meuplano.records.models import Invoice, Trust
from meuplano.rules import ladder, trust
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY


@dataclass(frozen=True, slots=True)
class TrustPage:
    """What a proof would give, or why none is taken now."""

    number: int
    amount: Money
    until: str
    suspended: bool
    closed: str  # why no proof is taken; "" shows the form
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def send(request: HttpRequest, number: int) -> HttpResponse:
    """GET /faturas/<n>/comprovante/ says what it gives; POST {comprovante} sends the file."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    if request.method != "POST":
        return _page(request, visit, invoice)
    sent = request.FILES.get("comprovante")
    file = Upload(sent.name or "", sent.read()) if sent else Upload("", b"")
    try:
        given = release_on_trust(visit.account.pk, number, file=file, act=visit.act)
    except Refused as refused:
        return _page(request, visit, find(visit.account, number), refused)
    said = {"day": words.day(given.until)}
    messages.success(request, gettext("Comprovante enviado: acesso liberado até %(day)s") % said)
    return redirect("invoice", number)


def _page(request: HttpRequest, visit: Visit, invoice: Invoice, refused: Refused | None = None) -> HttpResponse:
    given = given_for(invoice)
    reason = refusal(invoice, given, visit.today)
    charges = lateness.charges_on(invoice, visit.today, None)
    page = TrustPage(
        number=invoice.number,
        amount=invoice.asked + charges.total,
        until=words.weekday(trust.trusted_until(visit.today, banking_days())),
        suspended=invoice.subscription.status == "suspended",
        closed=why_not(reason, invoice, given, visit.today) if reason else "",
        problem=_problem(refused) if refused and not reason else "",
    )
    context = {"page": page, "section": "invoices"}
    return render(request, "portal/trust.html", context, status=422 if refused else 200)


def _problem(refused: Refused) -> str:
    return gettext("Escolha o arquivo do comprovante.") if refused.reason == "no_file" else refusal_in_words(refused)


def why_not(reason: str, invoice: Invoice, given: Trust | None, today: date) -> str:
    """Why no proof is taken for this invoice now."""
    if reason == trust.USED and given is not None:
        return how_it_stands(given, today)
    morning = lateness.morning_of(invoice, ladder.SUSPEND)
    if reason == trust.TOO_EARLY and morning:
        return gettext(
            "O acesso da equipe não muda até %(day)s. Um pagamento já feito aparece aqui em até 2 dias úteis."
        ) % {"day": words.day(morning - ONE_DAY)}
    return {
        trust.ENDED: gettext("A assinatura terminou: não há acesso a liberar."),
        trust.NOT_OVERDUE: gettext("Esta fatura não está vencida: o acesso da equipe não depende dela."),
    }.get(reason, gettext("Esta fatura não suspende o acesso da equipe."))
