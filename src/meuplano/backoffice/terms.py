"""An account's own terms: agreed prices, adjustment, courtesy and due day (D38, D40, D45), each with its reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from meuplano.actions import adjust_prices
from meuplano.actions.agree_price import agree_price, end_agreed_price
from meuplano.actions.give_courtesy import MOST_PERIODS, give_courtesy, stop_courtesy
from meuplano.actions.move_due_day import move_due_day
from meuplano.actions.refused import Refused
from meuplano.backoffice.account_form import Change, Rows, Target, view_of
from meuplano.backoffice.fields import DayField, FinanceForm, MoneyField, PercentField, ReasonForm
from meuplano.documents import words
from meuplano.documents.lines import item_name
from meuplano.records.models import AgreedPrice, Courtesy, Module
from meuplano.rules.prices import LICENCE, STORAGE


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
    fim = DayField(label=gettext_lazy("Deixa de valer em"), required=False, help_text=gettext_lazy("Vazio: sem fim."))
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


def _agree(target: Target, data: dict[str, Any]) -> object:
    return agree_price(
        target.account.pk,
        item=data["item"],
        monthly=data["preco"],
        discount=data["desconto"],
        valid_from=data["inicio"],
        until=data["fim"],
        reason=data["motivo"],
        act=target.act,
    )


def _give_courtesy(target: Target, data: dict[str, Any]) -> object:
    return give_courtesy(
        target.account.pk,
        off=data["percentual"],
        periods=data["periodos"],
        until=data["fim"],
        reason=data["motivo"],
        act=target.act,
    )


def _what_it_does(target: Target, form: forms.Form) -> Rows:
    if not form.is_valid():
        return ()
    try:
        adjustment = adjust_prices.preview_account(target.account, form.cleaned_data["percentual"], target.act)
    except Refused:
        return ()
    names = dict(_items())
    prices = tuple(
        (names.get(item, item), f"{words.reais(before)} → {words.reais(after)}")
        for item, (before, after) in adjustment.monthly.items()
    )
    return (*prices, (gettext("Primeiro período com o preço novo"), words.day(adjustment.first_day)))


agree = view_of(
    Change(  # /financeiro/contas/<code>/preco/
        form=AgreeForm,
        title=gettext_lazy("Combinar preço"),
        lead=gettext_lazy(
            "Vale a partir da próxima renovação que ainda não foi contada. O que já foi faturado não muda."
        ),
        button=gettext_lazy("Combinar"),
        does=_agree,
        said=gettext_lazy("Preço combinado"),
    )
)

end_agreed = view_of(
    Change(  # /financeiro/contas/<code>/preco/<number>/encerrar/
        form=ReasonForm,
        title=gettext_lazy("Encerrar preço combinado"),
        lead=gettext_lazy("O próximo período que começar volta ao preço da lista."),
        button=gettext_lazy("Encerrar"),
        exists=lambda target: AgreedPrice.objects.filter(account=target.account, pk=target.number).exists(),
        does=lambda target, data: end_agreed_price(target.account.pk, target.number, data["motivo"], target.act),
        said=gettext_lazy("Preço combinado encerrado"),
    )
)

adjust = view_of(
    Change(  # /financeiro/contas/<code>/reajuste/?percentual=4,83
        form=AdjustForm,
        title=gettext_lazy("Reajustar preços"),
        lead=gettext_lazy(
            "Vale para os períodos que começam 30 dias depois do aviso e 12 meses depois do último reajuste."
        ),
        button=gettext_lazy("Reajustar e avisar"),
        shows=_what_it_does,
        shows_title=gettext_lazy("O que muda"),
        does=lambda target, data: adjust_prices.adjust_account(
            target.account.pk, data["percentual"], data["motivo"], target.act
        ),
        said=gettext_lazy("Reajuste avisado ao responsável e aos e-mails financeiros"),
    )
)

courtesy = view_of(
    Change(  # /financeiro/contas/<code>/cortesia/
        form=CourtesyForm,
        title=gettext_lazy("Dar cortesia"),
        lead=gettext_lazy(
            "O que o cliente adicionar durante a cortesia custa o preço normal. A volta é avisada 10 dias antes."
        ),
        button=gettext_lazy("Dar cortesia"),
        does=_give_courtesy,
        said=gettext_lazy("Cortesia concedida"),
    )
)

stop = view_of(
    Change(  # /financeiro/contas/<code>/cortesia/<number>/encerrar/
        form=ReasonForm,
        title=gettext_lazy("Encerrar cortesia"),
        lead=gettext_lazy(
            "Um período que começa nos próximos 10 dias ainda a tem: a volta ao preço cheio é avisada antes."
        ),
        button=gettext_lazy("Encerrar"),
        exists=lambda target: Courtesy.objects.filter(account=target.account, pk=target.number).exists(),
        does=lambda target, data: stop_courtesy(target.account.pk, target.number, data["motivo"], target.act),
        said=gettext_lazy("Cortesia encerrada"),
    )
)

due_day = view_of(
    Change(  # /financeiro/contas/<code>/vencimento/
        form=DueDayForm,
        title=gettext_lazy("Mudar o dia de vencimento"),
        lead=gettext_lazy("A próxima renovação traz uma linha a mais com os dias até o novo vencimento."),
        button=gettext_lazy("Mudar"),
        does=lambda target, data: move_due_day(target.account.pk, data["dia"], data["motivo"], target.act),
        said=gettext_lazy("Dia de vencimento mudado a partir da próxima renovação"),
    )
)
