"""Sending an account's own money back: the sum that was shown, with a fresh password (D33, U28)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from meuplano.actions.ask_refund import NothingToReturn, ask_refund
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find
from meuplano.password import password_again
from meuplano.rules.money import ZERO, Money


@require_POST
@finance_only
@password_again
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
