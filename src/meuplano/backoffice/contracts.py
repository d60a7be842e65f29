"""The first contract with a new customer (D39)."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from meuplano.actions.make_contract import Customer, make_contract
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.fields import DayField, FinanceForm, FormPage, did, show, typed
from meuplano.documents import words
from meuplano.password import password_again
from meuplano.records.models import Account, Module, Plan
from meuplano.records.models.base import uuid7
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE

ADDRESS = {
    "cep": "postal_code",
    "rua": "street",
    "numero": "number",
    "complemento": "complement",
    "bairro": "district",
    "cidade": "city",
    "uf": "state",
}


class ContractForm(FinanceForm):
    spans: ClassVar[dict[str, int]] = {
        "codigo": 2,
        "empresa": 4,
        "razao": 4,
        "documento": 2,
        "financeiro": 4,
        "cep": 2,
        "rua": 4,
        "numero": 2,
        "complemento": 2,
        "bairro": 4,
        "cidade": 4,
        "uf": 2,
    }
    heads: ClassVar[dict[str, Any]] = {
        "codigo": gettext_lazy("A conta"),
        "razao": gettext_lazy("Quem paga"),
        "plano": gettext_lazy("O que contrata"),
    }
    codigo = forms.SlugField(
        label=gettext_lazy("Código da conta"), max_length=20, help_text=gettext_lazy("Como C1050.")
    )
    empresa = forms.CharField(label=gettext_lazy("Nome da conta"), max_length=120)
    responsavel = forms.CharField(label=gettext_lazy("Responsável pela conta"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail do responsável"))
    razao = forms.CharField(label=gettext_lazy("Razão social"), max_length=120)
    documento = forms.CharField(label=gettext_lazy("CNPJ ou CPF"), max_length=20)
    financeiro = forms.EmailField(label=gettext_lazy("E-mail financeiro"), required=False)
    cep = forms.CharField(
        label=gettext_lazy("CEP"),
        max_length=9,
        required=False,
        help_text=gettext_lazy("Sem o endereço não há boleto: a fatura sai por Pix."),
    )
    rua = forms.CharField(label=gettext_lazy("Rua"), max_length=120, required=False)
    numero = forms.CharField(label=gettext_lazy("Número"), max_length=20, required=False)
    complemento = forms.CharField(label=gettext_lazy("Complemento"), max_length=60, required=False)
    bairro = forms.CharField(label=gettext_lazy("Bairro"), max_length=60, required=False)
    cidade = forms.CharField(label=gettext_lazy("Cidade"), max_length=60, required=False)
    uf = forms.CharField(label=gettext_lazy("Estado"), max_length=2, required=False)
    plano = forms.ChoiceField(
        label=gettext_lazy("Plano"), choices=lambda: list(Plan.objects.order_by("name").values_list("code", "name"))
    )
    periodicidade = forms.TypedChoiceField(
        label=gettext_lazy("Periodicidade"), choices=[(int(c), words.CYCLES[c]) for c in Cycle], coerce=int
    )
    licencas = forms.IntegerField(label=gettext_lazy("Licenças"), min_value=1)
    gb = forms.IntegerField(label=gettext_lazy("GB extra"), min_value=0, initial=0)
    forma = forms.ChoiceField(
        label=gettext_lazy("Forma de pagamento"),
        choices=[("boleto", gettext_lazy("boleto")), ("pix", gettext_lazy("Pix"))],
    )
    pago_fora = DayField(
        label=gettext_lazy("Já pago em outro lugar: começou em"),
        required=False,
        help_text=gettext_lazy("Vazio: começa no dia do primeiro pagamento."),
    )
    chave = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None) -> None:
        modules = {
            f"modulo-{module.code}": forms.IntegerField(
                label=gettext("Licenças de %(module)s") % {"module": module.name}, min_value=0, initial=0
            )
            for module in Module.objects.order_by("code")
        }
        super().__init__(data, initial={"chave": uuid7()}, more=modules, before="forma")


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@password_again
def make(request: HttpRequest) -> HttpResponse:
    """GET, POST /financeiro/contratos/novo/"""
    form = ContractForm(typed(request))
    made: list[Account] = []
    if request.method == "POST" and did(form, lambda data: made.append(_made(data, request))):
        messages.success(request, gettext("Contrato feito"))
        return redirect("finance-account", made[0].code)
    page = FormPage(
        title=gettext("Novo contrato"),
        lead=gettext("A fatura sai agora e vence como um pedido. O primeiro período começa no dia do pagamento."),
        button=gettext("Fazer contrato"),
        back_url=reverse("finance-accounts"),
        back_label=gettext("Clientes"),
        form=form,
    )
    return show(request, page)


def _made(data: dict[str, Any], request: HttpRequest) -> Account:
    address = {field: data[name].strip() for name, field in ADDRESS.items()}
    address["postal_code"] = "".join(sign for sign in address["postal_code"] if sign.isdigit())
    address["state"] = address["state"].upper()
    modules = {
        name.removeprefix("modulo-"): number for name, number in data.items() if name.startswith("modulo-") and number
    }
    key: UUID = data["chave"]
    return make_contract(
        Customer(
            code=data["codigo"].upper(),
            name=data["empresa"],
            owner_name=data["responsavel"],
            owner_email=data["email"],
            legal_name=data["razao"],
            tax_id=data["documento"],
            finance_emails=(data["financeiro"],) if data["financeiro"] else (),
            address=address,
        ),
        plan=data["plano"],
        cycle=Cycle(data["periodicidade"]),
        quantities={LICENCE: data["licencas"], STORAGE: data["gb"], **modules},
        method=data["forma"],
        key=key,
        act=act_of(request),
        paid_elsewhere_from=data["pago_fora"],
    )
