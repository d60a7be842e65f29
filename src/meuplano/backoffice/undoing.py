"""A receipt was matched to the wrong invoice: finance undoes it, and looks for the right one (C06)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from meuplano.actions.refused import Refused
from meuplano.actions.undo_match import undo_match
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find
from meuplano.backoffice.fields import FormPage, ReasonForm, refusal_in_words, show, typed
from meuplano.documents import words
from meuplano.password import password_again
from meuplano.records.models import Account, Payment
from meuplano.rules.money import Money

TITLE = gettext_lazy("Desfazer baixa errada")


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@password_again
def undo(request: HttpRequest, code: str, number: int, payment: int) -> HttpResponse:
    """GET, POST /financeiro/contas/<code>/faturas/<n>/pagamentos/<payment>/desfazer/; 409 where it cannot be."""
    account = find(code)
    wrong = _payment(account, number, payment)
    form, refused = ReasonForm(typed(request)), ""
    if request.method == "POST" and form.is_valid():
        refused = _undo(account, wrong, form.cleaned_data, request)
        if not refused:
            return redirect("finance-unmatched")
        form.add_error(None, refused)
    page = FormPage(
        title=str(TITLE),
        lead=gettext("O dinheiro era de outra fatura. Volta para Sem dono, à espera da fatura certa."),
        button=str(TITLE),
        back_url=reverse("finance-invoice", args=[code, number]),
        back_label=gettext("Fatura nº %(number)s") % {"number": number},
        form=form,
        preview=_what_goes(wrong),
        preview_title=gettext("O que sai desta fatura"),
        foot=gettext("O que estava pago fica em aberto, com três dias úteis para pagar. Licenças em uso continuam."),
    )
    response = show(request, page)
    if refused:
        response.status_code = 409
    return response


def _payment(account: Account, number: int, pk: int) -> Payment:
    found = Payment.objects.filter(account=account, invoice__number=number, pk=pk, undoes=None, amount_centavos__gt=0)
    payment = found.exclude(receipt__settled_by="", undone=False).select_related("receipt", "invoice").first()
    if payment is None:
        raise Http404
    return payment


def _undo(account: Account, wrong: Payment, data: dict[str, Any], request: HttpRequest) -> str:
    """Done, or why not, in words."""
    try:
        new = undo_match(account.pk, wrong.pk, data["motivo"], act_of(request))
    except Refused as refusal:
        return refusal_in_words(refusal.reason)
    messages.success(request, gettext("Baixa desfeita") if new else gettext("Esta baixa já estava desfeita"))
    return ""


def _what_goes(wrong: Payment) -> tuple[tuple[str, str], ...]:
    """The payment, divided as it was."""
    parts = (
        (gettext("Para a fatura"), wrong.principal_centavos),
        (gettext("Multa e juros"), wrong.charges_centavos),
        (gettext("Crédito da conta"), wrong.credit_centavos),
    )
    return (
        (gettext("Recebimento"), wrong.receipt.external_id),
        (gettext("Pago em"), words.day(wrong.paid_on)),
        (gettext("Valor"), words.reais(Money(wrong.amount_centavos))),
        *((label, words.reais(Money(amount))) for label, amount in parts if amount),
    )
