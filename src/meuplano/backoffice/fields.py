"""What finance types: money, percentages and days, and the page that every such form is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from meuplano.actions.refused import Refused
from meuplano.rules.money import ZERO, Money

MOST = Money(100_000_00)  # a typed amount above this is a typing mistake


class MoneyField(forms.CharField):
    """An amount in reais, as 89,90."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def clean(self, value: Any) -> Money | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = Money.of(text)
        except ValueError:
            amount = None
        if amount is None or not ZERO <= amount <= MOST:
            raise forms.ValidationError(gettext("Escreva um valor em reais, como 89,90."))
        return amount


class PercentField(forms.CharField):
    """A percentage with at most two decimals, as 4,83; it comes out in basis points."""

    def __init__(self, *, lowest: int = 0, highest: int = 10_000, **options: Any) -> None:
        self.lowest, self.highest = lowest, highest
        super().__init__(max_length=10, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).strip().removesuffix("%").strip()
        if not text:
            return None
        sign = -1 if text.startswith("-") else 1
        whole, _, part = text.removeprefix("-").replace(".", ",").partition(",")
        if not (whole.isascii() and whole.isdigit() and len(whole) <= 3 and len(part) <= 2):
            raise self._wrong()
        if part and not (part.isascii() and part.isdigit()):
            raise self._wrong()
        points = sign * (int(whole) * 100 + int(part.ljust(2, "0") or 0))
        if not self.lowest <= points <= self.highest:
            raise self._wrong()
        return points

    def _wrong(self) -> forms.ValidationError:
        said = {"low": self.lowest // 100, "high": self.highest // 100}
        return forms.ValidationError(gettext("Escreva um percentual de %(low)s a %(high)s, como 4,83.") % said)


class DayField(forms.DateField):
    """A day, by the browser's own picker."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class FinanceForm(forms.Form):
    """The project's look on Django's fields: ids are names, widgets are inputs, hints and errors are tied to them.

    `spans` are widths in sixths, three where nothing is said; `heads` are the titles that stand before a field.
    """

    spans: ClassVar[Mapping[str, int]] = {}
    heads: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        initial: dict[str, Any] | None = None,
        more: Mapping[str, forms.Field] | None = None,
        before: str = "motivo",
    ) -> None:
        """`more` are fields that the database decides; they stand before the one named."""
        super().__init__(data, files, initial=initial, auto_id="%s")
        if more:
            names = list(self.fields)
            at = names.index(before)
            self.fields |= more
            self.order_fields([*names[:at], *more, *names[at:]])
        for name, field in self.fields.items():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "input"
            vars(field)["span"] = self.spans.get(name, 6 if name in ("motivo", "alcance") else 3)
            vars(field)["head"] = self.heads.get(name, "")
            field.widget.attrs["aria-describedby"] = f"{name}-d"
            if self.is_bound and name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"


class ReasonForm(FinanceForm):
    """Only why."""

    motivo = forms.CharField(
        label=gettext_lazy("Motivo"), max_length=200, help_text=gettext_lazy("Fica na linha do tempo da conta.")
    )


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form with its title, what it does, where one came from, and what it would do if that was asked."""

    title: str
    lead: str
    button: str
    back_url: str
    back_label: str
    form: forms.Form
    preview: tuple[tuple[str, str], ...] = ()
    preview_title: str = ""
    foot: str = ""
    section: str = "accounts"
    action: str = ""  # where it is sent; without, to the page's own path

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Field id and sentence of all that is wrong, in the order of the form."""
        wrong = [(name, str(error)) for name in self.form.fields for error in self.form.errors.get(name, ())]
        return (*wrong, *((next(iter(self.form.fields)), str(error)) for error in self.form.non_field_errors()))


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None where a form is only looked at."""
    return request.POST if request.method == "POST" else None


def show(request: HttpRequest, page: FormPage) -> HttpResponse:
    """The page; 422 when there is something to correct."""
    status = 422 if page.form.is_bound and page.problems else 200
    return render(request, "backoffice/form.html", {"page": page, "section": page.section}, status=status)


def did(form: forms.Form, do: Callable[[dict[str, Any]], object], why: Callable[[Refused], str] | None = None) -> bool:
    """Do it with what was typed, if that is right; a refusal becomes the form's own problem, in the words of `why`."""
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, (why and why(refused)) or refusal_in_words(refused.reason))
        return False
    return True


def refusal_in_words(reason: str) -> str:
    """Why it was not done."""
    sentences = {
        "no_subscription": gettext("Esta conta não tem assinatura em andamento."),
        "suspended": gettext("A assinatura está suspensa: o vencimento muda depois do pagamento."),
        "in_the_past": gettext("O início não pode ser antes de hoje: o que já foi faturado não muda."),
        "ends_before": gettext("O fim vem antes do início."),
        "price_or_discount": gettext("Escreva um preço ou um desconto, um dos dois."),
        "same_day": gettext("O vencimento já é nesse dia."),
        "renewal_is_out": gettext("A próxima renovação já foi contada. Tente de novo depois da virada do período."),
        "too_soon": gettext("Ainda não faz 12 meses do último reajuste no próximo período que o aviso alcança."),
        "not_ahead": gettext("A lista precisa valer a partir de pelo menos 30 dias à frente, pelo aviso aos clientes."),
        "not_the_newest": gettext("Já existe uma lista que vale a partir desse dia ou depois."),
        "no_text": gettext("Escreva o texto dos termos."),
        "same_terms": gettext("O texto é o mesmo da versão em vigor."),
        "code_taken": gettext("Já existe uma conta com este código."),
        "wrong_tax_id": gettext("Confira o CNPJ ou CPF: os dígitos não conferem."),
        "too_few": gettext("O plano tem um mínimo de licenças maior que esse."),
        "too_many": gettext("Quantidade acima do máximo por pedido."),
        "wrong_day": gettext("O dia dado precisa ser hoje ou antes, num período que ainda corre."),
        "nothing_added": gettext(
            "Diga o que a proposta acrescenta, ou escolha uma periodicidade mais longa ou outro plano."
        ),
        "unknown_item": gettext("Um item não tem preço na lista que vale para esta conta."),
        "plan_alone": gettext("Um plano para a renovação vai sozinho: sem itens, periodicidade ou preço combinado."),
        "agreed_price_of_plan": gettext(
            "O preço por licença combinado com esta conta era do plano de agora: diga na proposta o preço da licença."
        ),
        "below_plan_minimum": gettext("O plano pede mais licenças do que a conta renovaria: acrescente-as."),
        "order_waiting": gettext("Um pedido aguarda pagamento: outro plano só depois dele."),
        "cancelling": gettext("O cancelamento está agendado: o cliente precisa desfazê-lo antes."),
        "cycle_change_waiting": gettext("Uma mudança de periodicidade já aguarda pagamento."),
        "overdue": gettext("O cliente tem fatura vencida: a periodicidade muda depois do pagamento."),
        "unknown_invoice": gettext("Nenhuma fatura tem este número. Escreva como impresso: C1001-3."),
        "already_matched": gettext("Este recebimento já é de outra fatura."),
        "not_by_hand": gettext("O banco disse de qual fatura era este dinheiro: só o que uma pessoa ligou se desfaz."),
        "taken_back": gettext("O banco já tomou este dinheiro de volta."),
        "became_credit": gettext(
            "A fatura ou o pedido já terminou, e o que foi pago virou crédito: não há baixa para desfazer."
        ),
        "noted": gettext("Uma nota de crédito já devolveu uma parte desta fatura: a baixa não se desfaz mais."),
        "credit_used": gettext(
            "O que passou do valor virou crédito e uma parte já foi usada ou devolvida. Desfazer deixaria uma dívida"
            " que o cliente não fez: acerte com ele por solicitação."
        ),
        "day_to_come": gettext("O dia não pode ser depois de hoje."),
        "no_amount": gettext("Escreva um valor acima de zero."),
        "not_open": gettext("Esta fatura não está mais em aberto."),
        "not_paid": gettext("Só uma fatura paga tem nota de crédito; numa em aberto, dê um desconto."),
        "not_overdue": gettext("Esta fatura ainda não venceu."),
        "being_charged": gettext("Um cartão está sendo cobrado neste momento. Tente de novo em alguns minutos."),
        "cycle_waits": gettext("Uma troca de periodicidade espera pelo pagamento e conta com esta fatura."),
        "part_paid": gettext("Um dos boletos desta fatura já foi pago: os outros ficam como estão."),
        "order_in_parts": gettext("É um pedido em parcelas: o cliente desiste dele e faz outro."),
        "order_late": gettext("O prazo deste pedido passou: o cliente faz outro."),
        "order_invoice": gettext("É a fatura de um pedido, que custa o que foi mostrado. Um crédito serve aqui."),
        "same_details": gettext("Os dados de faturamento são os mesmos desta fatura: corrija-os primeiro."),
        "more_than_open": gettext("O desconto é maior do que está em aberto."),
        "nothing_paid": gettext("Nada foi pago ainda: a retenção é a diferença de um pagamento."),
        "more_than_difference": gettext("É mais do que falta nesta fatura, ou na parcela que está em aberto."),
        "rates_too_high": gettext("As alíquotas juntas passam de 50%: confira."),
        "no_billing_details": gettext("O cliente ainda não tem Dados de Faturamento: eles vêm antes."),
        "no_file": gettext("Anexe o comprovante."),
        "file_too_large": gettext("O arquivo é grande demais: até 5 MB."),
        "file_unknown": gettext("Este tipo de arquivo não serve: PDF, PNG, JPEG, XML, TXT ou CSV."),
        "more_than_left": gettext("É mais do que ainda pode voltar desta fatura."),
        "undone": gettext("Este pedido foi desfeito: tudo já voltou."),
        "may_be_regretted": gettext("O cliente ainda pode desfazer este pedido e receber tudo de volta."),
        "changed": gettext("O valor em aberto mudou: confira e tente de novo."),
        "already_waits": gettext("Outro valor já espera por uma segunda pessoa nesta fatura."),
        "same_person": gettext("Quem pediu não aprova o próprio pedido: chame outra pessoa do financeiro."),
        "unknown_method": gettext("Não há como cobrar por essa forma."),
    }
    return sentences.get(reason, gettext("Confira os campos: isto não pode ser feito assim."))
