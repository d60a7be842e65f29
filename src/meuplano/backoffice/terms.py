"""An account's own terms: agreed prices, adjustment, courtesy and due day (D38, D40, D45), each with its reason."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from meuplano.actions import adjust_prices
from meuplano.actions.agree_price import agree_price, end_agreed_price
from meuplano.actions.give_courtesy import MOST_PERIODS, give_courtesy, stop_courtesy
from meuplano.actions.move_due_day import move_due_day
from meuplano.actions.refused import Refused
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find
from meuplano.backoffice.fields import (
    DayField,
    FinanceForm,
    FormPage,
    MoneyField,
    PercentField,
    ReasonForm,
    did,
    show,
    typed,
)
from meuplano.documents import words
from meuplano.documents.lines import item_name
from meuplano.records.models import Account, AgreedPrice, Courtesy, Module
from meuplano.rules.prices import LICENCE, STORAGE

METHODS = ["GET", "HEAD", "POST"]


def _items() -> list[tuple[str, str]]:
    names = dict(Module.objects.order_by("code").values_list("code", "name"))
    return [(item, item_name(item, names)) for item in (LICENCE, STORAGE, *names)]


class AgreeForm(FinanceForm):
    item = forms.ChoiceField(label=gettext_lazy("Item"), choices=_items)
    preco = MoneyField(
        label=gettext_lazy("Preço por mês, em reais"),
        required=False,
        help_text=gettext_lazy("De uma unidade, antes do desconto da periodicidade."),
    )
    desconto = PercentField(
        label=gettext_lazy("Ou desconto, em %"), required=False, help_text=gettext_lazy("Sobre o preço da lista.")
    )
    inicio = DayField(
        label=gettext_lazy("Vale a partir de"),
        required=False,
        help_text=gettext_lazy("Para os períodos que começam nesse dia ou depois; vazio é hoje."),
    )
    fim = DayField(label=gettext_lazy("Até, sem incluir"), required=False, help_text=gettext_lazy("Vazio: sem fim."))
    motivo = forms.CharField(
        label=gettext_lazy("Motivo"), max_length=200, help_text=gettext_lazy("Fica na linha do tempo da conta.")
    )


class AdjustForm(FinanceForm):
    percentual = PercentField(
        label=gettext_lazy("Reajuste, em %"),
        lowest=-adjust_prices.MOST,
        highest=adjust_prices.MOST,
        help_text=gettext_lazy("Como 4,83. Arredondado uma vez, por preço mensal."),
    )
    motivo = forms.CharField(
        label=gettext_lazy("Motivo"), max_length=200, help_text=gettext_lazy("Como o índice usado.")
    )


class CourtesyForm(FinanceForm):
    percentual = PercentField(
        label=gettext_lazy("Desconto da cortesia, em %"), lowest=1, help_text=gettext_lazy("100 é de graça.")
    )
    periodos = forms.IntegerField(
        label=gettext_lazy("Por quantos períodos"),
        min_value=1,
        max_value=MOST_PERIODS,
        help_text=gettext_lazy("A partir do próximo que ainda não foi contado."),
    )
    fim = DayField(
        label=gettext_lazy("No máximo até"),
        required=False,
        help_text=gettext_lazy("Nenhum período que comece nesse dia ou depois; vazio: sem limite."),
    )
    motivo = forms.CharField(
        label=gettext_lazy("Motivo"), max_length=200, help_text=gettext_lazy("Fica na linha do tempo da conta.")
    )


class DueDayForm(FinanceForm):
    dia = forms.IntegerField(
        label=gettext_lazy("Novo dia do mês"),
        min_value=1,
        max_value=31,
        help_text=gettext_lazy("Num mês mais curto, o último dia."),
    )
    motivo = forms.CharField(
        label=gettext_lazy("Motivo"), max_length=200, help_text=gettext_lazy("Fica na linha do tempo da conta.")
    )


@require_http_methods(METHODS)
@finance_only
@reauthentication_required
def agree(request: HttpRequest, code: str) -> HttpResponse:
    """GET, POST /financeiro/contas/<code>/preco/"""
    account, form = find(code), AgreeForm(typed(request))

    def do(data: dict[str, Any]) -> object:
        return agree_price(
            account.pk,
            item=data["item"],
            monthly=data["preco"],
            discount=data["desconto"],
            valid_from=data["inicio"],
            until=data["fim"],
            reason=data["motivo"],
            act=act_of(request),
        )

    page = _page(
        account,
        form,
        gettext("Combinar preço"),
        gettext("Vale a partir da próxima renovação que ainda não foi contada. O que já foi faturado não muda."),
        gettext("Combinar"),
    )
    return _answer(request, account, page, do, gettext("Preço combinado"))


@require_http_methods(METHODS)
@finance_only
@reauthentication_required
def end_agreed(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """GET, POST /financeiro/contas/<code>/preco/<pk>/encerrar/"""
    account, form = find(code), ReasonForm(typed(request))
    if not AgreedPrice.objects.filter(account=account, pk=pk).exists():
        raise Http404
    page = _page(
        account,
        form,
        gettext("Encerrar preço combinado"),
        gettext("O próximo período que começar volta ao preço da lista."),
        gettext("Encerrar"),
    )
    return _answer(
        request,
        account,
        page,
        lambda data: end_agreed_price(account.pk, pk, data["motivo"], act_of(request)),
        gettext("Preço combinado encerrado"),
    )


@require_http_methods(METHODS)
@finance_only
@reauthentication_required
def adjust(request: HttpRequest, code: str) -> HttpResponse:
    """GET, POST /financeiro/contas/<code>/reajuste/?percentual=4,83; the GET with a percentage shows what it does."""
    account = find(code)
    asked = request.GET if request.method != "POST" and "percentual" in request.GET else typed(request)
    form = AdjustForm(asked)
    preview: tuple[tuple[str, str], ...] = ()
    if form.is_valid():
        preview = _what_it_does(account, form.cleaned_data["percentual"], request)
    page = _page(
        account,
        form,
        gettext("Reajustar preços"),
        gettext("Vale para os períodos que começam 30 dias depois do aviso e 12 meses depois do último reajuste."),
        gettext("Reajustar e avisar"),
        preview,
    )
    return _answer(
        request,
        account,
        page,
        lambda data: adjust_prices.adjust_account(account.pk, data["percentual"], data["motivo"], act_of(request)),
        gettext("Reajuste avisado ao responsável e aos e-mails financeiros"),
    )


@require_http_methods(METHODS)
@finance_only
@reauthentication_required
def courtesy(request: HttpRequest, code: str) -> HttpResponse:
    """GET, POST /financeiro/contas/<code>/cortesia/"""
    account, form = find(code), CourtesyForm(typed(request))

    def do(data: dict[str, Any]) -> object:
        return give_courtesy(
            account.pk,
            off=data["percentual"],
            periods=data["periodos"],
            until=data["fim"],
            reason=data["motivo"],
            act=act_of(request),
        )

    page = _page(
        account,
        form,
        gettext("Dar cortesia"),
        gettext("O que o cliente adicionar durante a cortesia custa o preço normal. A volta é avisada 10 dias antes."),
        gettext("Dar cortesia"),
    )
    return _answer(request, account, page, do, gettext("Cortesia concedida"))


@require_http_methods(METHODS)
@finance_only
@reauthentication_required
def stop(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """GET, POST /financeiro/contas/<code>/cortesia/<pk>/encerrar/"""
    account, form = find(code), ReasonForm(typed(request))
    if not Courtesy.objects.filter(account=account, pk=pk).exists():
        raise Http404
    page = _page(
        account,
        form,
        gettext("Encerrar cortesia"),
        gettext("Um período que começa nos próximos 10 dias ainda a tem: a volta ao preço cheio é avisada antes."),
        gettext("Encerrar"),
    )
    return _answer(
        request,
        account,
        page,
        lambda data: stop_courtesy(account.pk, pk, data["motivo"], act_of(request)),
        gettext("Cortesia encerrada"),
    )


@require_http_methods(METHODS)
@finance_only
@reauthentication_required
def due_day(request: HttpRequest, code: str) -> HttpResponse:
    """GET, POST /financeiro/contas/<code>/vencimento/"""
    account, form = find(code), DueDayForm(typed(request))
    page = _page(
        account,
        form,
        gettext("Mudar o dia de vencimento"),
        gettext("A próxima renovação traz uma linha a mais com os dias até o novo vencimento."),
        gettext("Mudar"),
    )
    return _answer(
        request,
        account,
        page,
        lambda data: move_due_day(account.pk, data["dia"], data["motivo"], act_of(request)),
        gettext("Dia de vencimento mudado a partir da próxima renovação"),
    )


def _page(
    account: Account,
    form: forms.Form,
    title: str,
    lead: str,
    button: str,
    preview: tuple[tuple[str, str], ...] | None = None,
) -> FormPage:
    """`preview` is what it would do, where that can be asked for; None where it cannot."""
    return FormPage(
        title=title,
        lead=lead,
        button=button,
        back_url=reverse("finance-account", args=[account.code]),
        back_label=account.name,
        form=form,
        preview=preview or (),
        preview_title="" if preview is None else gettext("O que muda"),
    )


def _answer(
    request: HttpRequest, account: Account, page: FormPage, do: Callable[[dict[str, Any]], object], done: str
) -> HttpResponse:
    if request.method == "POST" and did(page.form, do):
        messages.success(request, done)
        return redirect("finance-account", account.code)
    return show(request, page)


def _what_it_does(account: Account, basis_points: int, request: HttpRequest) -> tuple[tuple[str, str], ...]:
    try:
        adjustment = adjust_prices.preview_account(account, basis_points, act_of(request))
    except Refused:
        return ()
    names = dict(_items())
    prices = tuple(
        (names.get(item, item), f"{words.reais(before)} → {words.reais(after)}")
        for item, (before, after) in adjustment.monthly.items()
    )
    return (*prices, (gettext("Primeiro período com o preço novo"), words.day(adjustment.first_day)))
