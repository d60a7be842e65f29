"""Asking for another paper of an open invoice (F17, F19), or paying it with credit (D32): what was shown."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from meuplano.actions import pay_invoice, use_credit
from meuplano.actions.pay_open_invoice import NotPossible
from meuplano.actions.refused import Refused
from meuplano.actions.reissue_invoice import reissue
from meuplano.actions.second_copy import ask_second_copy
from meuplano.documents import words
from meuplano.portal.access import owner_only, visiting
from meuplano.portal.invoice import find
from meuplano.rules.money import ZERO, Money


@require_POST
@owner_only
def second_copy(request: HttpRequest, number: int) -> HttpResponse:
    """POST /faturas/<n>/segunda-via/: the paper that was shown, or nothing and the page with today's figures."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    try:
        charges = ask_second_copy(
            visit.account.pk,
            invoice.number,
            visit.act,
            seen=_amount(request.POST.get("total", "")),
            for_today=request.POST.get("hoje") == "1",
        )
    except NotPossible:
        messages.warning(request, gettext("O valor mudou: confira e peça de novo."))
        return redirect("invoice", number)
    for charge in charges:
        pay_invoice.send(charge.pk, visit.act)
    return redirect("invoice", number)


@require_POST
@owner_only
def credit(request: HttpRequest, number: int) -> HttpResponse:
    """POST /faturas/<n>/credito/: the credit that was shown pays, or nothing and the page with today's figures."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    seen = _amount(request.POST.get("valor", "")) or ZERO
    try:
        charges = use_credit.use_credit(visit.account.pk, invoice.number, seen=seen, act=visit.act)
    except NotPossible:
        messages.warning(request, gettext("O valor mudou: confira e peça de novo."))
        return redirect("invoice", number)
    for charge in charges:
        pay_invoice.send(charge.pk, visit.act)
    messages.success(request, gettext("Crédito de %(amount)s usado nesta fatura") % {"amount": words.reais(seen)})
    return redirect("invoice", number)


@require_POST
@owner_only
def issue_again(request: HttpRequest, number: int) -> HttpResponse:
    """POST /faturas/<n>/reemitir/: the same invoice with the billing details of now, in the place of this one (F17)."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    try:
        made = reissue(visit.account.pk, invoice.number, gettext("Dados de faturamento corrigidos"), visit.act)
    except Refused as refused:
        messages.warning(request, _not_again(refused.reason))
        return redirect("invoice", number)
    messages.success(
        request, gettext("A fatura nº %(new)s entrou no lugar da nº %(old)s") % {"new": made.number, "old": number}
    )
    return redirect("invoice", made.number)


def _not_again(reason: str) -> str:
    return {
        "same_details": gettext("Esta fatura já tem os dados de faturamento de hoje."),
        "being_charged": gettext("Um cartão está sendo cobrado neste momento. Tente de novo em alguns minutos."),
        "cycle_waits": gettext("Uma troca de periodicidade espera pelo pagamento e conta com esta fatura."),
        "part_paid": gettext("Um dos boletos desta fatura já foi pago: os outros ficam como estão."),
        "order_in_parts": gettext("Este pedido é em parcelas: desista dele e faça outro."),
        "order_late": gettext("O prazo deste pedido passou: faça outro."),
    }.get(reason, gettext("Esta fatura não está mais em aberto."))


def _amount(centavos: str) -> Money | None:
    return Money(int(centavos)) if centavos.isascii() and centavos.isdigit() and len(centavos) < 13 else None
