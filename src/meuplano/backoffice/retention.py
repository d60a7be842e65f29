"""Taxes that an account withholds: its rates, and taking back what was accepted as withheld (D44)."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from meuplano.actions.set_retention import set_retention
from meuplano.actions.undo_retention import standing, undo_retention
from meuplano.actions.withholding import rates_in
from meuplano.backoffice.account_form import Change, Rows, Target, view_of
from meuplano.backoffice.fields import FinanceForm, PercentField, ReasonForm
from meuplano.documents import words
from meuplano.records.models import BillingDetails, Payment
from meuplano.rules.ledger import RETENTION
from meuplano.rules.retention import MOST, TAXES


def _rate(tax: str) -> PercentField:
    return PercentField(label=f"{words.TAXES[tax]}, %", highest=MOST, required=False)


class RatesForm(FinanceForm):
    """A percentage for each tax; empty is none."""

    iss = _rate("iss")
    irrf = _rate("irrf")
    pcc = _rate("pcc")
    inss = _rate("inss")
    motivo = forms.CharField(
        label=gettext_lazy("Motivo"), max_length=200, help_text=gettext_lazy("Fica na linha do tempo da conta.")
    )


def rates_of(account_id: int) -> dict[str, int]:
    """The rates that hold now, in basis points by tax."""
    details = BillingDetails.objects.filter(account=account_id).first()
    return rates_in(vars(details)) if details else {}


def _as_typed(target: Target) -> dict[str, Any]:
    return {tax: words.percent(rate).removesuffix("%") for tax, rate in rates_of(target.account.pk).items()}


def _set(target: Target, data: dict[str, Any]) -> object:
    rates = {tax: data[tax] or 0 for tax in TAXES}
    return set_retention(target.account.pk, rates, data["motivo"], target.act)


def _tax(target: Target) -> Payment | None:
    found = Payment.objects.filter(account=target.account, pk=target.number, method=RETENTION, amount_centavos__gt=0)
    return found.select_related("invoice").first()


def _invoice_page(target: Target) -> tuple[str, str]:
    tax = _tax(target)
    number = tax.invoice.number if tax and tax.invoice else 0
    url = reverse("finance-invoice", args=[target.account.code, number])
    return url, gettext("Fatura nº %(number)s") % {"number": number}


def _what_it_was(target: Target, _form: forms.Form) -> Rows:
    tax = _tax(target)
    assert tax is not None
    return ((gettext("Retenção de %(day)s") % {"day": words.day(tax.paid_on)}, words.reais(tax.amount_centavos)),)


def _over(target: Target) -> str:
    tax = _tax(target)
    if tax and tax.invoice and tax.pk in {row.pk for row in standing(target.account, tax.invoice)}:
        return ""
    return gettext("Esta retenção já foi desfeita, ou a fatura não vale mais.")


rates = view_of(
    Change(  # /financeiro/contas/<code>/impostos/
        form=RatesForm,
        title=gettext_lazy("Impostos retidos na fonte"),
        lead=gettext_lazy(
            "O que este cliente retém ao pagar. Vale a partir do próximo documento: ele sai pelo valor líquido."
        ),
        button=gettext_lazy("Salvar alíquotas"),
        starts=_as_typed,
        does=_set,
        said=gettext_lazy("Alíquotas salvas: valem a partir do próximo documento"),
    )
)

undo = view_of(
    Change(  # /financeiro/contas/<code>/retencoes/<pk>/desfazer/
        form=ReasonForm,
        title=gettext_lazy("Desfazer retenção"),
        lead=gettext_lazy(
            "O valor volta a ficar em aberto, com vencimento no 3º dia útil se a fatura já estava paga. "
            "O cliente é avisado com o motivo."
        ),
        button=gettext_lazy("Desfazer retenção"),
        exists=lambda target: _tax(target) is not None,
        shows=_what_it_was,
        shows_title=gettext_lazy("O que volta a ficar em aberto"),
        back=_invoice_page,
        closed=_over,
        does=lambda target, data: undo_retention(target.account.pk, target.number, data["motivo"], target.act),
        said=gettext_lazy("Retenção desfeita: a fatura está em aberto nesse valor"),
    )
)
