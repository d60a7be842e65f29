"""Giving an account credit, and sending its own money back: a reason and a fresh password (U28)."""

from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from meuplano.actions.ask_refund import NothingToReturn, ask_refund
from meuplano.actions.grant_credit import Refused, grant_credit
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find
from meuplano.documents import words
from meuplano.rules.money import ZERO, Money

MOST = Money(100_000_00)  # a typed amount above this is a typing mistake


@dataclass(frozen=True, slots=True)
class CreditPage:
    """The form, with what was typed and what is wrong with it."""

    code: str
    name: str
    amount: str = ""
    reason: str = ""
    amount_problem: str = ""
    reason_problem: str = ""

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Field id and sentence of all that is wrong, in the order of the form."""
        both = (("valor", self.amount_problem), ("motivo", self.reason_problem))
        return tuple(problem for problem in both if problem[1])


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@reauthentication_required
def give(request: HttpRequest, code: str) -> HttpResponse:
    """GET the form, POST gives the credit."""
    account = find(code)
    if request.method != "POST":
        return _form(request, CreditPage(code=account.code, name=account.name))
    typed, reason = request.POST.get("valor", "").strip()[:20], request.POST.get("motivo", "").strip()[:200]
    amount = _amount(typed)
    page = CreditPage(
        code=account.code,
        name=account.name,
        amount=typed,
        reason=reason,
        amount_problem="" if amount else gettext("Escreva um valor em reais, como 35,00, até R$ 100.000,00."),
        reason_problem="" if reason else gettext("Escreva o motivo: ele aparece para o cliente e na linha do tempo."),
    )
    if amount is None or page.problems:
        return _form(request, page, status=422)
    try:
        grant_credit(account.pk, amount, reason, act_of(request))
    except Refused:
        return _form(request, page, status=422)
    messages.success(request, gettext("Crédito de %(amount)s concedido") % {"amount": words.reais(amount)})
    return redirect("finance-account", account.code)


@require_POST
@finance_only
@reauthentication_required
def give_back(request: HttpRequest, code: str) -> HttpResponse:
    """POST /financeiro/contas/<code>/devolver/ {valor}: the sum that was shown becomes refunds in the queue."""
    account = find(code)
    typed = request.POST.get("valor", "")
    seen = Money(int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 13 else ZERO
    try:
        ask_refund(account.pk, seen=seen, reason=gettext("Pedido do cliente ao financeiro"), act=act_of(request))
    except NothingToReturn:
        messages.warning(request, gettext("O crédito mudou: confira e tente de novo."))
        return redirect("finance-account", account.code)
    messages.success(request, gettext("A devolução está na fila"))
    return redirect("finance")


def _form(request: HttpRequest, page: CreditPage, status: int = 200) -> HttpResponse:
    return render(request, "backoffice/credit.html", {"page": page, "section": "accounts"}, status=status)


def _amount(text: str) -> Money | None:
    try:
        amount = Money.of(text)
    except ValueError:
        return None
    return amount if ZERO < amount <= MOST else None
