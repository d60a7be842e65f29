"""The vendor's account and agreement at the bank, entered once and checked by making a sample boleto and file."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from meuplano.actions.bank_files.set_up import Unfit, set_up
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.fields import FinanceForm, FormPage, show, typed
from meuplano.brazil.agreement import SUPPORTED
from meuplano.brazil.banks import BANKS
from meuplano.password import password_again
from meuplano.records.models import BankAgreement

MASK = str.maketrans("", "", " .-/")


def _text(length: int, label: Any, hint: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(max_length=length + 6, label=label, help_text=hint, required=required)


class AgreementForm(FinanceForm):
    """Its fields are named as `BankAgreement`'s columns are; what a bank does not have stays empty."""

    bank = forms.ChoiceField(
        label=gettext_lazy("Banco"), choices=[(code, f"{code} {BANKS[code].name}") for code in SUPPORTED]
    )
    production = forms.ChoiceField(
        label=gettext_lazy("Fase"),
        choices=[("1", gettext_lazy("Produção")), ("0", gettext_lazy("Homologação"))],
        help_text=gettext_lazy("Em homologação o banco só testa os arquivos."),
    )
    name = forms.CharField(max_length=60, label=gettext_lazy("Beneficiário"), help_text=gettext_lazy("Razão social."))
    document = _text(14, gettext_lazy("CNPJ do beneficiário"), required=True)
    agency = _text(5, gettext_lazy("Agência"), gettext_lazy("Sem o dígito."))
    agency_dv = _text(1, gettext_lazy("Dígito da agência"))
    account = _text(12, gettext_lazy("Conta"), gettext_lazy("Sem o dígito."))
    account_dv = _text(2, gettext_lazy("Dígito da conta"))
    agreement = _text(
        20,
        gettext_lazy("Convênio"),
        gettext_lazy("Ou código do beneficiário; o do Sicoob com dígito, no Itaú vazio."),
    )
    wallet = _text(5, gettext_lazy("Carteira"), gettext_lazy("Como na carta do banco."))
    variation = _text(3, gettext_lazy("Variação da carteira"), gettext_lazy("Só o Banco do Brasil."))
    modality = _text(2, gettext_lazy("Modalidade"), gettext_lazy("Só a Caixa e o Sicoob."))
    post = _text(2, gettext_lazy("Posto"), gettext_lazy("Só o Sicredi."))
    transmission = _text(20, gettext_lazy("Código de transmissão"), gettext_lazy("Só o Santander."))
    last_number = forms.IntegerField(
        min_value=0,
        max_value=10**15,
        required=False,
        label=gettext_lazy("Último nosso número usado"),
        help_text=gettext_lazy("Vazio se este convênio nunca emitiu boletos."),
    )
    last_nsa = forms.IntegerField(
        min_value=0,
        max_value=999_998,
        required=False,
        label=gettext_lazy("Última remessa enviada"),
        help_text=gettext_lazy("O NSA do último arquivo; vazio se nenhum foi."),
    )

    def clean(self) -> dict[str, Any]:
        """Masks are taken off, and what is too long without them is said."""
        data: dict[str, Any] = super().clean() or {}
        for name, column in ((f.name, f) for f in BankAgreement._meta.fields if f.name in data):
            if name in ("bank", "name", "production") or not isinstance(data[name], str):
                continue
            data[name] = data[name].translate(MASK).upper()
            if column.max_length and len(data[name]) > column.max_length:
                self.add_error(name, gettext("São no máximo %(n)s algarismos.") % {"n": column.max_length})
        data["production"] = data.get("production") == "1"
        return data


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@password_again
def edit(request: HttpRequest) -> HttpResponse:
    """GET, POST /financeiro/banco/convenio/"""
    form = AgreementForm(typed(request), initial=_initial())
    if request.method == "POST" and form.is_valid():
        try:
            agreement = set_up(form.cleaned_data, act_of(request))
        except Unfit as unfit:
            for name, text in unfit.problems:
                form.add_error(name or None, text)
        else:
            said = {"bank": BANKS[agreement.bank].name}
            messages.success(request, gettext("Convênio do %(bank)s em uso: um boleto de teste passou") % said)
            return redirect("finance-bank")
    page = FormPage(
        title=gettext("Convênio de cobrança"),
        lead=gettext(
            "Os dados estão na carta de abertura do convênio. Antes de valer, fazemos um boleto e um arquivo de teste."
        ),
        button=gettext("Conferir e usar"),
        back_url=reverse("finance-bank"),
        back_label=gettext("Arquivos do banco"),
        form=form,
        section="bank",
    )
    return show(request, page)


def _initial() -> dict[str, Any]:
    """The agreement in use; where there is none, who we are."""
    kept = BankAgreement.objects.filter(in_use=True).values().first()
    if kept is None:
        return {
            "name": settings.VENDOR["legal_name"],
            "document": settings.VENDOR["tax_id"].translate(MASK),
            "production": "0",
        }
    return kept | {"production": "1" if kept["production"] else "0"}
