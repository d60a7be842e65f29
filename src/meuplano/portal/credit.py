"""Crédito da conta: what it is from, what is left, and asking for it back as money (D32, D33)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from meuplano.actions import ask_refund
from meuplano.documents import words
from meuplano.portal.access import owner_only, visiting
from meuplano.records import credits
from meuplano.records.models import Account, Credit, Refund
from meuplano.rules.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A credit with something left, or used up."""

    reason: str
    about: str
    amount: Money
    left: Money


@dataclass(frozen=True, slots=True)
class RefundRow:
    """Money on its way back, or back."""

    pk: int
    amount: Money
    about: str
    status: words.Status
    can_stop: bool


@dataclass(frozen=True, slots=True)
class CreditPage:
    """Everything that the page shows."""

    account: str
    available: Money
    refundable: Money
    rows: tuple[CreditRow, ...]
    refunds: tuple[RefundRow, ...]


@require_safe
@owner_only
def show(request: HttpRequest) -> HttpResponse:
    """GET /credito/"""
    visit = visiting(request)
    return render(request, "portal/credit.html", {"page": credit_page(visit.account), "section": "invoices"})


@require_POST
@owner_only
def ask_back(request: HttpRequest) -> HttpResponse:
    """POST /credito/devolver/ {valor}: the sum that was shown is to go back."""
    visit = visiting(request)
    typed = request.POST.get("valor", "")
    seen = Money(int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 13 else ZERO
    try:
        ask_refund.ask_refund(visit.account.pk, seen=seen, reason=gettext("Pedido pelo cliente"), act=visit.act)
    except ask_refund.NothingToReturn:
        messages.warning(request, gettext("O valor mudou: confira e peça de novo."))
    else:
        messages.success(request, gettext("Devolução pedida: o financeiro já sabe"))
    return redirect("credit")


@require_POST
@owner_only
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /credito/devolucoes/<pk>/desistir/"""
    visit = visiting(request)
    try:
        stopped = ask_refund.drop_refund(visit.account.pk, pk, visit.act)
    except Refund.DoesNotExist:
        raise Http404 from None
    if not stopped:
        messages.warning(request, gettext("Esta devolução já saiu ou está com o banco."))
    return redirect("credit")


def credit_page(account: Account) -> CreditPage:
    """What the account has, in three queries."""
    left = {row.pk: Money(row.left) for row in credits.balances(account)}
    kept = list(Credit.objects.filter(account=account).order_by("-granted_on", "-pk"))
    refunds = Refund.objects.filter(account=account).exclude(state="dropped").order_by("-pk")
    kinds = {"courtesy": gettext("cortesia"), "refundable": gettext("pode ser devolvido")}
    return CreditPage(
        account=account.name,
        available=total(left.values()),
        refundable=total(left.get(row.pk, ZERO) for row in kept if row.kind == "refundable"),
        rows=tuple(
            CreditRow(
                reason=row.reason,
                about=f"{words.day(row.granted_on)} · {kinds[row.kind]}",
                amount=Money(row.amount_centavos),
                left=left.get(row.pk, ZERO),
            )
            for row in kept
        ),
        refunds=tuple(_refund(row) for row in refunds),
    )


def _refund(row: Refund) -> RefundRow:
    status = {
        "due": words.Status(gettext("Com o financeiro"), "hourglass", "info"),
        "paid": words.Status(gettext("Devolvida"), "check", "ok"),
    }.get(row.state, words.Status(gettext("Com o banco"), "hourglass", "info"))
    about = gettext("pedida em %(day)s") % {"day": words.day(row.asked_on)}
    if row.ended_on and row.state == "paid":
        about = gettext("devolvida em %(day)s") % {"day": words.day(row.ended_on)}
    return RefundRow(row.pk, Money(row.amount_centavos), about, status, can_stop=row.state == "due")
