"""A proposal to a customer: what is added or changed, prices agreed with it, and its last day (U24)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from meuplano.actions.allowed import NotAllowed
from meuplano.actions.refused import Refused
from meuplano.actions.requests.decline_proposal import decline_proposal
from meuplano.actions.requests.offer import Terms, offer_for
from meuplano.actions.requests.propose import propose
from meuplano.actions.requests.thread import LONGEST
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.fields import DayField, FinanceForm, MoneyField, PercentField, refusal_in_words
from meuplano.backoffice.request import find, person
from meuplano.documents import request_words, words
from meuplano.documents.lines import SaidLine, item_name, say_lines
from meuplano.records.contract import NoSubscription
from meuplano.records.models import Module, Plan, SupportRequest
from meuplano.records.models.support import FINANCE
from meuplano.rules.agreements import Agreed
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.quotes import NothingAdded

DAYS = 7  # a proposal is good for so long unless somebody says otherwise
MODULE = "modulo-"


def _names() -> dict[str, str]:
    return dict(Module.objects.order_by("code").values_list("code", "name"))


def _items() -> list[tuple[str, str]]:
    names = _names()
    return [("", gettext("Nenhum")), *((item, item_name(item, names)) for item in (LICENCE, STORAGE, *names))]


def _cycles() -> list[tuple[str, str]]:
    longer = (Cycle.QUARTERLY, Cycle.SEMIANNUAL, Cycle.ANNUAL)
    return [("", gettext("A mesma")), *((str(int(cycle)), str(words.CYCLES[cycle])) for cycle in longer)]


def _plans() -> list[tuple[str, str]]:
    return [("", gettext("O mesmo")), *Plan.objects.order_by("name").values_list("code", "name")]


def _number(label: Any) -> forms.IntegerField:
    most = settings.BILLING["largest_addition"]
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most)


class ProposalForm(FinanceForm):
    licencas = forms.IntegerField(label=gettext_lazy("Licenças a mais"), required=False, min_value=0, max_value=490)
    gb = forms.IntegerField(label=gettext_lazy("GB a mais"), required=False, min_value=0, max_value=490)
    periodicidade = forms.ChoiceField(
        label=gettext_lazy("Periodicidade"),
        required=False,
        choices=_cycles,
        help_text=gettext_lazy("Uma mais longa começa no dia do aceite."),
    )
    plano = forms.ChoiceField(
        label=gettext_lazy("Outro plano"),
        required=False,
        choices=_plans,
        help_text=gettext_lazy("A partir de hoje: o período novo menos os dias não usados."),
    )
    na_renovacao = forms.BooleanField(
        label=gettext_lazy("O plano só na renovação"),
        required=False,
        help_text=gettext_lazy("Nada é cobrado agora, e o cliente pode desfazer até lá."),
    )
    item = forms.ChoiceField(label=gettext_lazy("Condição de preço para"), required=False, choices=_items)
    preco = MoneyField(
        label=gettext_lazy("Preço por mês, em reais"),
        required=False,
        help_text=gettext_lazy("De uma unidade, antes do desconto da periodicidade."),
    )
    desconto = PercentField(
        label=gettext_lazy("Ou desconto, em %"),
        required=False,
        help_text=gettext_lazy("Nos períodos que começam depois do aceite."),
    )
    fim = DayField(
        label=gettext_lazy("Condição até, sem incluir"), required=False, help_text=gettext_lazy("Vazio: sem fim.")
    )
    validade = DayField(label=gettext_lazy("Proposta válida até"))
    texto = forms.CharField(
        label=gettext_lazy("Mensagem ao cliente"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("A proposta vai junto, com os valores do dia em que for aberta."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        given = data.get("preco") is not None, data.get("desconto") is not None
        if data.get("item") and given not in ((True, False), (False, True)):
            self.add_error("preco", refusal_in_words("price_or_discount"))
        if not data.get("item") and any(given):
            self.add_error("item", gettext("Escolha de que item é o preço ou o desconto."))
        if "calcular" in self.data:  # one looks first, and writes then
            self.errors.pop("texto", None)
        return data


@dataclass(frozen=True, slots=True)
class Preview:
    """What the customer would see today."""

    lines: tuple[SaidLine, ...]
    credit: Money
    due: Money
    renewal: Money
    renewal_on: date
    complement: Money
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """The form, and what it would offer."""

    number: int
    title: str
    account: str
    form: ProposalForm
    key: UUID
    preview: Preview | None

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Field id and sentence of all that is wrong, in the order of the form."""
        form = self.form
        wrong = [(name, str(error)) for name in form.fields for error in form.errors.get(name, ())]
        return (*wrong, *(("licencas", str(error)) for error in form.non_field_errors()))


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@reauthentication_required
def make(request: HttpRequest, protocol: int) -> HttpResponse:
    """GET the form; POST {calcular} shows what it offers, without it the proposal is sent."""
    found, act = find(protocol), act_of(request)
    names = _names()
    more = {f"{MODULE}{code}": _number(gettext("%(item)s a mais") % {"item": name}) for code, name in names.items()}
    start = {"validade": act.today + timedelta(DAYS)}
    form = ProposalForm(
        request.POST if request.method == "POST" else None, initial=start, more=more, before="periodicidade"
    )
    key = _key(request.POST.get("chave", "")) or uuid4()
    preview = None
    if request.method == "POST" and form.is_valid():
        terms = _terms(form.cleaned_data, names, act.today)
        try:
            preview = _preview(found, terms, request)
            if "calcular" not in request.POST:
                propose(
                    found.account_id,
                    found.pk,
                    user=person(request),
                    text=form.cleaned_data["texto"],
                    terms=terms,
                    valid_until=form.cleaned_data["validade"],
                    key=key,
                    act=act,
                )
                messages.success(request, gettext("Proposta enviada"))
                return redirect("finance-request", protocol)
        except NothingAdded:
            form.add_error(None, refusal_in_words("nothing_added"))
        except (Refused, NotAllowed) as refused:
            form.add_error(None, refusal_in_words(refused.reason))
        except NoSubscription:
            form.add_error(None, refusal_in_words("no_subscription"))
    page = ProposalPage(found.pk, found.title, found.account.name, form, key, preview)
    status = 422 if form.is_bound and page.problems else 200
    return render(request, "backoffice/proposal.html", {"page": page, "section": "requests"}, status=status)


@require_POST
@finance_only
def withdraw(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /financeiro/solicitacoes/<protocol>/proposta/retirar/"""
    found = find(protocol)
    if decline_proposal(found.account_id, found.pk, side=FINANCE, act=act_of(request)):
        messages.success(request, gettext("Proposta retirada"))
    return redirect("finance-request", protocol)


def _terms(data: dict[str, Any], names: dict[str, str], today: date) -> Terms:
    added = {LICENCE: data["licencas"] or 0, STORAGE: data["gb"] or 0}
    added |= {code: data[f"{MODULE}{code}"] or 0 for code in names}
    agreed = (Agreed(data["item"], data["preco"], data["desconto"], today, data["fim"]),) if data["item"] else ()
    cycle = Cycle(int(data["periodicidade"])) if data["periodicidade"] else None
    plan = Plan.objects.get(code=data["plano"]) if data["plano"] else None
    wanted = {item: quantity for item, quantity in added.items() if quantity}
    return Terms(wanted, cycle, agreed, plan, at_renewal=plan is not None and data["na_renovacao"])


def _preview(found: SupportRequest, terms: Terms, request: HttpRequest) -> Preview:
    offer = offer_for(found.account, terms, act_of(request))
    quote, names = offer.quote, _names()
    return Preview(
        lines=say_lines(
            quote.lines, names=names, plan=(terms.plan or offer.contract.plan).name, adding=offer.new_period is None
        ),
        credit=quote.credit_used,
        due=quote.due_now,
        renewal=quote.next_renewal,
        renewal_on=quote.renewal_on,
        complement=quote.complement,
        terms=(
            *((request_words.other_plan(terms.plan.name, waits=terms.at_renewal),) if terms.plan else ()),
            *(request_words.agreed(term, names) for term in terms.agreed),
        ),
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
