"""What finance gives and corrects, each with its reason: credit, discount, credit note, write-off, issuing again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from meuplano.actions import second_person
from meuplano.actions.accept_retention import accept_retention
from meuplano.actions.note_credit import left_of
from meuplano.actions.reissue_invoice import reissue, successor
from meuplano.actions.requests.thread import Upload
from meuplano.actions.second_person import CREDIT, CREDIT_NOTE, DISCOUNT, WRITE_OFF, Correction
from meuplano.backoffice.account_form import Change, Rows, Target, Words, view_of
from meuplano.backoffice.fields import FinanceForm, MoneyField, ReasonForm
from meuplano.documents import words
from meuplano.records.models import Approval, Invoice
from meuplano.rules.money import ZERO, Money


class AmountForm(FinanceForm):
    """How much, and why."""

    valor = MoneyField(label=gettext_lazy("Valor, em reais"), help_text=gettext_lazy("Como 35,00."))
    motivo = forms.CharField(
        label=gettext_lazy("Motivo"),
        max_length=200,
        help_text=gettext_lazy("Aparece para o cliente e na linha do tempo da conta."),
    )


class NoteForm(AmountForm):
    """The same, and whether the money goes back."""

    destino = forms.ChoiceField(
        label=gettext_lazy("O valor"),
        choices=[
            ("credito", gettext_lazy("Vira crédito para as próximas faturas")),
            ("devolver", gettext_lazy("Volta em dinheiro: entra na fila de devoluções")),
        ],
        help_text=gettext_lazy("O que foi pago com cortesia sempre volta como cortesia."),
    )


class RetentionForm(AmountForm):
    """The same, with the proof that it was withheld."""

    comprovante = forms.FileField(
        label=gettext_lazy("Comprovante da retenção"),
        allow_empty_file=True,
        help_text=gettext_lazy("O informe ou a guia paga. Até 5 MB: PDF, PNG, JPEG, XML, TXT ou CSV."),
    )


def invoice_of(target: Target) -> Invoice | None:
    """The invoice that the address names."""
    return Invoice.objects.filter(account=target.account, number=target.number).first()


def invoice_exists(target: Target) -> bool:
    """Whether there is what the address names."""
    return invoice_of(target) is not None


def back_to_invoice(target: Target) -> tuple[str, str]:
    """The page of the invoice, and what it is called."""
    url = reverse("finance-invoice", args=[target.account.code, target.number])
    return url, gettext("Fatura nº %(number)s") % {"number": target.number}


def lands_on_the_newest(target: Target) -> str:
    """The page of the invoice that has taken the place of this one, or its own while none has."""
    invoice = invoice_of(target)
    assert invoice is not None
    return reverse("finance-invoice", args=[target.account.code, successor(target.account, invoice).number])


def not_open(target: Target) -> str:
    """Why an invoice is not corrected any more; "" for one that is open."""
    invoice = invoice_of(target)
    assert invoice is not None
    newest = successor(target.account, invoice)
    numbers = {"number": invoice.number, "newer": newest.number}
    if newest != invoice:
        return (
            gettext("A fatura nº %(number)s foi substituída: corrija a nº %(newer)s, que está no lugar dela.") % numbers
        )
    return {
        "open": "",
        "paid": gettext("A fatura nº %(number)s já foi paga: o que se corrige nela é por nota de crédito.") % numbers,
        "written_off": gettext("A fatura nº %(number)s já recebeu baixa.") % numbers,
    }.get(invoice.status, gettext("A fatura nº %(number)s foi cancelada: não há o que corrigir nela.") % numbers)


def _nothing_back(target: Target) -> str:
    invoice = invoice_of(target)
    assert invoice is not None
    if sum(part.centavos for part in left_of(target.account, invoice)):
        return ""
    return gettext("Da fatura nº %(number)s nada foi pago que possa voltar.") % {"number": invoice.number}


def what_is_open(target: Target, _form: forms.Form) -> Rows:
    """How the invoice came to what is open of it."""
    invoice = invoice_of(target)
    assert invoice is not None
    rows = [(gettext("Valor da fatura"), words.reais(invoice.total))]
    if invoice.credit_centavos:
        rows.append((gettext("Crédito usado"), words.reais(-invoice.credit_centavos)))
    if invoice.paid_centavos:
        rows.append((gettext("Já pago"), words.reais(-invoice.paid_centavos)))
    return (*rows, (gettext("Em aberto"), words.reais(invoice.open)))


def _left(target: Target, _form: forms.Form) -> Rows:
    invoice = invoice_of(target)
    assert invoice is not None
    money, courtesy = left_of(target.account, invoice)
    rows = [(gettext("Pago em dinheiro ou com crédito devolvível"), words.reais(money))]
    if courtesy:
        rows.append((gettext("Pago com cortesia"), words.reais(courtesy)))
    return (*rows, (gettext("Pode voltar, no máximo"), words.reais(money + courtesy)))


def _correct(target: Target, kind: str, amount: Money, data: dict[str, Any]) -> object:
    wanted = Correction(kind, amount, data["motivo"], target.number, data.get("destino") == "devolver")
    return second_person.correct(target.account.pk, wanted, target.user_id, target.act)


def _write_off(target: Target, data: dict[str, Any]) -> object:
    """What is open at this moment is given up."""
    invoice = invoice_of(target)
    return _correct(target, WRITE_OFF, invoice.open if invoice else ZERO, data)


def _retain(target: Target, data: dict[str, Any]) -> object:
    sent = data["comprovante"]
    return accept_retention(
        target.account.pk,
        target.number,
        amount=data["valor"],
        reason=data["motivo"],
        file=Upload(sent.name or "", sent.read()),
        user_id=target.user_id,
        act=target.act,
    )


def _said(done: Words) -> Callable[[object], str]:
    """Done, or that it waits."""

    def say(came: object) -> str:
        waits = gettext("Pedido feito: acima do limite, outra pessoa do financeiro precisa aprovar.")
        return waits if isinstance(came, Approval) else str(done)

    return say


def _limit() -> str:
    return gettext("Acima de %(limit)s, outra pessoa do financeiro confirma antes.") % {
        "limit": words.reais(second_person.limit())
    }


credit = view_of(
    Change(  # /financeiro/contas/<code>/credito/
        form=AmountForm,
        title=gettext_lazy("Dar crédito"),
        lead=gettext_lazy("Vale para o próximo pedido ou a próxima fatura. É cortesia: não é devolvido em dinheiro."),
        button=gettext_lazy("Dar crédito"),
        foot=_limit,
        does=lambda target, data: _correct(target, CREDIT, data["valor"], data),
        said=_said(gettext_lazy("Crédito concedido")),
    )
)

discount = view_of(
    Change(  # /financeiro/contas/<code>/faturas/<n>/desconto/
        form=AmountForm,
        title=gettext_lazy("Dar desconto"),
        lead=gettext_lazy("Sai outra fatura, com a linha do desconto, no lugar desta. O boleto anterior é retirado."),
        button=gettext_lazy("Dar desconto"),
        foot=_limit,
        exists=invoice_exists,
        shows=what_is_open,
        shows_title=gettext_lazy("Como está"),
        back=back_to_invoice,
        closed=not_open,
        lands=lands_on_the_newest,
        does=lambda target, data: _correct(target, DISCOUNT, data["valor"], data),
        said=_said(gettext_lazy("Desconto dado: a nova fatura saiu")),
    )
)

credit_note = view_of(
    Change(  # /financeiro/contas/<code>/faturas/<n>/nota-de-credito/
        form=NoteForm,
        title=gettext_lazy("Fazer nota de crédito"),
        lead=gettext_lazy("Devolve uma parte de uma fatura paga. O que ela comprou continua valendo."),
        button=gettext_lazy("Fazer nota de crédito"),
        foot=_limit,
        exists=invoice_exists,
        shows=_left,
        shows_title=gettext_lazy("O que pode voltar"),
        back=back_to_invoice,
        closed=_nothing_back,
        does=lambda target, data: _correct(target, CREDIT_NOTE, data["valor"], data),
        said=_said(gettext_lazy("Nota de crédito feita")),
    )
)

write_off = view_of(
    Change(  # /financeiro/contas/<code>/faturas/<n>/baixa/
        form=ReasonForm,
        title=gettext_lazy("Dar baixa como incobrável"),
        lead=gettext_lazy(
            "Ninguém mais cobra o que está em aberto, e o acesso volta se era só isto. Um pagamento ainda é aceito."
        ),
        button=gettext_lazy("Dar baixa"),
        foot=_limit,
        exists=invoice_exists,
        shows=what_is_open,
        shows_title=gettext_lazy("Como está"),
        back=back_to_invoice,
        closed=not_open,
        lands=lands_on_the_newest,
        does=_write_off,
        said=_said(gettext_lazy("Baixa feita")),
    )
)

retention = view_of(
    Change(  # /financeiro/contas/<code>/faturas/<n>/retencao/
        form=RetentionForm,
        title=gettext_lazy("Quitar como retenção"),
        lead=gettext_lazy(
            "O cliente pagou menos porque reteve impostos na fonte. O que falta é quitado sem multa nem juros."
        ),
        button=gettext_lazy("Quitar como retenção"),
        exists=invoice_exists,
        shows=what_is_open,
        shows_title=gettext_lazy("Como está"),
        back=back_to_invoice,
        closed=not_open,
        lands=lands_on_the_newest,
        does=_retain,
        said=_said(gettext_lazy("Retenção aceita")),
    )
)

issue_again = view_of(
    Change(  # /financeiro/contas/<code>/faturas/<n>/reemitir/
        form=ReasonForm,
        title=gettext_lazy("Emitir de novo"),
        lead=gettext_lazy(
            "Sai outra fatura, igual, com os dados de faturamento de hoje. O boleto anterior é retirado."
        ),
        button=gettext_lazy("Emitir de novo"),
        exists=invoice_exists,
        shows=what_is_open,
        shows_title=gettext_lazy("Como está"),
        back=back_to_invoice,
        closed=not_open,
        lands=lands_on_the_newest,
        does=lambda target, data: reissue(target.account.pk, target.number, data["motivo"], target.act),
        said=gettext_lazy("A nova fatura saiu no lugar desta"),
    )
)
