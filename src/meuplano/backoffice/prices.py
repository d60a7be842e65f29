"""The price lists: those there are, a new one, and the yearly adjustment of many accounts (D04, D38)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from meuplano import clock
from meuplano.actions import adjust_prices
from meuplano.actions.publish_prices import NewPrices, publish_prices
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.fields import DayField, FinanceForm, FormPage, MoneyField, PercentField, did, show, typed
from meuplano.documents import words
from meuplano.password import password_again
from meuplano.records.models import PriceNotice, PriceVersion
from meuplano.rules.adjustments import adjusted
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle


@dataclass(frozen=True, slots=True)
class ListRow:
    """A price list in words."""

    valid_from: date
    holds: bool
    prices: tuple[tuple[str, str], ...]
    told: int


@dataclass(frozen=True, slots=True)
class ListsPage:
    """All price lists, the newest first."""

    lists: tuple[ListRow, ...]


class ListForm(FinanceForm):
    """One field for each price of the newest list."""

    inicio = DayField(
        label=gettext_lazy("Vale a partir de"),
        help_text=gettext_lazy("Cada conta é avisada, e a nova lista só vale para ela 30 dias depois."),
    )
    motivo = forms.CharField(label=gettext_lazy("Motivo"), max_length=200)

    def __init__(self, newest: PriceVersion, data: QueryDict | None) -> None:
        plans = {
            f"plano-{price.plan.code}": MoneyField(
                label=gettext("Licença do plano %(plan)s, por mês") % {"plan": price.plan.name},
                initial=_plain(price.licence_centavos),
            )
            for price in newest.plan_prices.select_related("plan").order_by("plan__code")
        }
        gb = {"gb": MoneyField(label=gettext("GB extra, por mês"), initial=_plain(newest.gb_centavos))}
        modules = {
            f"modulo-{price.module.code}": MoneyField(
                label=gettext("Licença de %(module)s, por mês") % {"module": price.module.name},
                initial=_plain(price.licence_centavos),
            )
            for price in newest.module_prices.select_related("module").order_by("module__code")
        }
        cycles = {
            f"ciclo-{terms.cycle}": PercentField(
                label=gettext("Desconto na periodicidade %(cycle)s, em %%") % {"cycle": words.CYCLES[terms.cycle]},
                initial=_points(terms.discount),
            )
            for terms in newest.terms.order_by("cycle")
        }
        super().__init__(data, more={**plans, **gb, **modules, **cycles})

    def prices(self, data: dict[str, Any]) -> NewPrices:
        """What was typed, as a list."""

        def part(prefix: str) -> dict[str, Any]:
            return {name.removeprefix(prefix): value for name, value in data.items() if name.startswith(prefix)}

        return NewPrices(
            valid_from=data["inicio"],
            gb=data["gb"],
            plans=part("plano-"),
            modules=part("modulo-"),
            cycle_discounts={Cycle(int(cycle)): discount for cycle, discount in part("ciclo-").items()},
        )


class ManyForm(FinanceForm):
    percentual = PercentField(
        label=gettext_lazy("Reajuste, em %"),
        lowest=-adjust_prices.MOST,
        highest=adjust_prices.MOST,
        help_text=gettext_lazy("Como 4,83. Arredondado uma vez, por preço mensal."),
    )
    alcance = forms.ChoiceField(
        label=gettext_lazy("Quais contas"),
        choices=[
            (adjust_prices.OF_AGREED, gettext_lazy("As que têm preço combinado (as outras seguem a lista)")),
            (adjust_prices.OF_ALL, gettext_lazy("Todas as que têm assinatura")),
        ],
    )
    motivo = forms.CharField(
        label=gettext_lazy("Motivo"), max_length=200, help_text=gettext_lazy("Como o índice usado.")
    )


@require_safe
@finance_only
def index(request: HttpRequest) -> HttpResponse:
    """GET /financeiro/precos/"""
    today = clock.today()
    versions = list(PriceVersion.objects.order_by("-valid_from"))
    holding = next((version.pk for version in versions if version.valid_from <= today), None)
    rows = tuple(_row(version, holds=version.pk == holding) for version in versions)
    return render(request, "backoffice/prices.html", {"page": ListsPage(rows), "section": "prices"})


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@password_again
def publish(request: HttpRequest) -> HttpResponse:
    """GET, POST /financeiro/precos/nova/?percentual=4,83: the newest list, adjusted by it, to be published."""
    newest = PriceVersion.objects.latest("valid_from")
    form = ListForm(newest, typed(request))
    if not form.is_bound:
        _adjust_initial(form, request.GET.get("percentual", ""))
    page = FormPage(
        title=gettext("Nova lista de preços"),
        lead=gettext(
            "Uma lista publicada não muda mais. O que já foi faturado e os pedidos à espera ficam como estão."
        ),
        button=gettext("Publicar e avisar as contas"),
        back_url=reverse("finance-prices"),
        back_label=gettext("Preços"),
        form=form,
        section="prices",
    )
    if request.method == "POST" and did(
        form, lambda data: publish_prices(form.prices(data), data["motivo"], act_of(request))
    ):
        messages.success(request, gettext("Lista publicada; as contas são avisadas agora"))
        return redirect("finance-prices")
    return show(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@password_again
def adjust(request: HttpRequest) -> HttpResponse:
    """GET, POST /financeiro/precos/reajuste/?percentual=4,83&alcance=agreed; the GET with a percentage shows whom."""
    asked = request.GET if request.method != "POST" and "percentual" in request.GET else typed(request)
    form = ManyForm(asked)
    preview: tuple[tuple[str, str], ...] = ()
    if form.is_valid() and form.cleaned_data["percentual"]:
        data = form.cleaned_data
        preview = _whom(adjust_prices.preview(data["percentual"], data["alcance"], act_of(request)))
    page = FormPage(
        title=gettext("Reajustar contas"),
        lead=gettext("Cada conta é avisada hoje. Vale 30 dias depois do aviso e 12 meses depois do último reajuste."),
        button=gettext("Reajustar e avisar"),
        back_url=reverse("finance-prices"),
        back_label=gettext("Preços"),
        form=form,
        preview=preview,
        preview_title=gettext("Quem é alcançado"),
        section="prices",
    )
    if request.method == "POST" and did(
        form,
        lambda data: adjust_prices.order_adjustment(
            data["percentual"], data["alcance"], data["motivo"], act_of(request)
        ),
    ):
        messages.success(request, gettext("Reajuste em andamento: cada conta é avisada em instantes"))
        return redirect("finance-prices")
    return show(request, page)


def _row(version: PriceVersion, *, holds: bool) -> ListRow:
    plans = [
        (gettext("Licença, %(plan)s") % {"plan": price.plan.name}, words.reais(price.licence_centavos))
        for price in version.plan_prices.select_related("plan").order_by("plan__code")
    ]
    modules = [
        (price.module.name, words.reais(price.licence_centavos))
        for price in version.module_prices.select_related("module").order_by("module__code")
    ]
    cycles = [
        (
            gettext("Desconto na periodicidade %(cycle)s") % {"cycle": words.CYCLES[terms.cycle]},
            words.percent(terms.discount),
        )
        for terms in version.terms.order_by("cycle")
        if terms.discount
    ]
    return ListRow(
        valid_from=version.valid_from,
        holds=holds,
        prices=(*plans, (gettext("GB extra"), words.reais(version.gb_centavos)), *modules, *cycles),
        told=PriceNotice.objects.filter(version=version).count(),
    )


def _whom(shown: adjust_prices.Preview) -> tuple[tuple[str, str], ...]:
    rows = [
        (
            f"{adjustment.account.code} {adjustment.account.name}",
            ", ".join(f"{words.reais(before)} → {words.reais(after)}" for before, after in adjustment.monthly.values())
            + f" ({words.day(adjustment.first_day)})",
        )
        for adjustment in shown.shown
    ]
    return (
        (gettext("Contas reajustadas"), str(shown.reached)),
        (gettext("Cedo demais, ficam como estão"), str(shown.too_soon)),
        *rows,
    )


def _adjust_initial(form: ListForm, typed: str) -> None:
    try:
        points = PercentField(lowest=-adjust_prices.MOST, highest=adjust_prices.MOST, required=False).clean(typed)
    except forms.ValidationError:
        points = None
    if points:
        for field in form.fields.values():
            if isinstance(field, MoneyField):
                field.initial = _plain(adjusted(Money.of(field.initial), points).centavos)


def _plain(centavos: int) -> str:
    """8990 as 89,90."""
    return words.reais(centavos)[3:]


def _points(basis_points: int) -> str:
    return words.percent(basis_points)[:-1]
