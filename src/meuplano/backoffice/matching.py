"""Whose money is it: a receipt that fits nothing gets its invoice, a transfer is entered for one (O-10, rule 8)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from meuplano.actions.match_receipt import enter_transfer, match_receipt
from meuplano.actions.refused import Refused
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.account_form import Change, Target, view_of
from meuplano.backoffice.corrections import back_to_invoice, invoice_exists, not_open, what_is_open
from meuplano.backoffice.fields import DayField, FinanceForm, FormPage, MoneyField, did, show, typed
from meuplano.documents import words
from meuplano.password import password_again
from meuplano.records.models import Account, Receipt
from meuplano.rules.money import Money

WHY = gettext_lazy("Aparece na linha do tempo da conta.")


class MatchForm(FinanceForm):
    """The invoice as it is printed, and why it is that one."""

    fatura = forms.CharField(
        label=gettext_lazy("Fatura"), max_length=60, help_text=gettext_lazy("Como impressa: C1001-3.")
    )
    motivo = forms.CharField(label=gettext_lazy("Motivo"), max_length=200, help_text=WHY)


class TransferForm(FinanceForm):
    """What the bank's statement says of it."""

    valor = MoneyField(label=gettext_lazy("Valor, em reais"), help_text=gettext_lazy("O que entrou na conta."))
    dia = DayField(label=gettext_lazy("Entrou em"), help_text=gettext_lazy("O dia no extrato; a multa conta até ele."))
    numero = forms.CharField(
        label=gettext_lazy("Número no extrato"),
        max_length=60,
        help_text=gettext_lazy("O mesmo número, dia e valor contam uma vez só."),
    )
    motivo = forms.CharField(label=gettext_lazy("Motivo"), max_length=200, help_text=WHY)


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@password_again
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /financeiro/sem-dono/<pk>/"""
    receipt = Receipt.objects.filter(pk=pk, matched=False, kind="payment").first()
    if receipt is None:
        raise Http404
    form = MatchForm(typed(request))
    if did(form, lambda data: _match(pk, data, request)):
        messages.success(request, gettext("O recebimento tem dono"))
        return redirect("finance-unmatched")
    amount, day = words.reais(Money(receipt.amount_centavos)), words.day(receipt.paid_on)
    page = FormPage(
        title=gettext("De qual fatura é este recebimento?"),
        lead=gettext("Paga o que está em aberto nela. O que passar vira crédito da conta."),
        button=gettext("Este é o dono"),
        back_url=reverse("finance-unmatched"),
        back_label=gettext("Sem dono"),
        form=form,
        preview=(
            (gettext("Valor"), amount),
            (gettext("Pago em"), day),
            (gettext("Número no banco"), receipt.external_id),
        ),
        preview_title=gettext("O recebimento"),
        section="unmatched",
    )
    return show(request, page)


def _match(pk: int, data: dict[str, Any], request: HttpRequest) -> None:
    code, _, number = data["fatura"].strip().upper().rpartition("-")
    account = Account.objects.filter(code__iexact=code).first()
    if account is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Refused("unknown_invoice")
    match_receipt(account.pk, int(number), pk, data["motivo"], act_of(request))


def _enter(target: Target, data: dict[str, Any]) -> object:
    return enter_transfer(
        target.account.pk,
        target.number,
        amount=data["valor"],
        paid_on=data["dia"],
        proof=data["numero"],
        reason=data["motivo"],
        act=target.act,
    )


transfer = view_of(
    Change(  # /financeiro/contas/<code>/faturas/<n>/transferencia/
        form=TransferForm,
        title=gettext_lazy("Lançar transferência"),
        lead=gettext_lazy("Dinheiro que entrou na sua conta sem boleto, Pix ou cartão desta fatura."),
        button=gettext_lazy("Lançar transferência"),
        exists=invoice_exists,
        shows=what_is_open,
        shows_title=gettext_lazy("Como está"),
        back=back_to_invoice,
        closed=not_open,
        does=_enter,
        said=lambda new: gettext("Transferência lançada") if new else gettext("Esta transferência já estava lançada"),
    )
)
