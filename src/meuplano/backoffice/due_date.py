"""Asking the bank for a new due date of a registered boleto: it holds from the bank's yes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from meuplano.actions.bank_files.titles import change_due
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.fields import DayField, FinanceForm, FormPage, show, typed
from meuplano.documents import words
from meuplano.records.models import BankTitle, Remittance


class DueForm(FinanceForm):
    """The new day."""

    dia = DayField(label=gettext_lazy("Novo vencimento"), help_text=gettext_lazy("Um dia depois de hoje."))


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /financeiro/banco/boletos/<pk>/vencimento/?de=fatura: and back to where one came from."""
    title = BankTitle.objects.select_related("account", "charge__invoice").filter(pk=pk).first()
    if title is None:
        raise Http404
    act, form = act_of(request), DueForm(typed(request))
    back_url, back_label = _came_from(request, title)
    if form.is_bound and form.is_valid():
        day: Any = form.cleaned_data["dia"]
        if day <= act.today:
            form.add_error("dia", forms.ValidationError(gettext("Escolha um dia depois de hoje.")))
        elif not change_due(title.pk, day, act):
            form.add_error("dia", forms.ValidationError(gettext("Este boleto não espera por outra data.")))
        else:
            messages.success(request, gettext("O pedido vai na próxima remessa"))
            return redirect(back_url)
    return show(
        request,
        FormPage(
            title=gettext("Novo vencimento do boleto"),
            lead=gettext(
                "%(account)s, boleto %(code)s-%(number)s, vence em %(day)s. A nova data espera o sim do banco."
            )
            % {
                "account": title.account.name,
                "code": title.account.code,
                "number": title.charge.invoice.number,
                "day": words.day(title.due_on),
            },
            button=gettext("Pedir ao banco"),
            back_url=back_url,
            back_label=back_label,
            form=form,
            section="bank",
            action=request.get_full_path(),
        ),
    )


def _came_from(request: HttpRequest, title: BankTitle) -> tuple[str, str]:
    """The title's invoice (`de=fatura`), the remittance of that id (`de=12`), or the bank's files; and its name."""
    source = request.GET.get("de", "")
    if source == "fatura":
        number = title.charge.invoice.number
        address = reverse("finance-invoice", args=[title.account.code, number])
        return address, gettext("Fatura nº %(n)s") % {"n": number}
    sent = (
        Remittance.objects.filter(pk=int(source)) if source.isascii() and source.isdigit() and len(source) < 10 else ()
    )
    for remittance in sent:
        return reverse("finance-remittance", args=[remittance.pk]), gettext("Remessa nº %(n)s") % {"n": remittance.nsa}
    return reverse("finance-bank"), gettext("Arquivos do banco")
