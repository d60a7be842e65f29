"""Cancelar assinatura: when it ends, what comes back and what becomes of the data; it can be undone (F24, U16, D35)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from meuplano.actions.allowed import NotAllowed
from meuplano.actions.cancel_subscription import cancel, endings
from meuplano.documents import words
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.refusals import refusal_in_words
from meuplano.records import credits
from meuplano.records.contract import NoSubscription
from meuplano.records.models import Invoice
from meuplano.records.overview import Overview, overview_of
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY
from meuplano.rules.prices import LICENCE

REASONS: dict[str, Promise] = {
    "preco": gettext_lazy("Preço"),
    "recurso": gettext_lazy("Falta um recurso"),
    "outro_sistema": gettext_lazy("Vamos usar outro sistema"),
    "fecha": gettext_lazy("A empresa vai fechar"),
    "outro": gettext_lazy("Outro"),
}
LONGEST_COMMENT = 1000


@dataclass(frozen=True, slots=True)
class EndingChoice:
    """A day on which it can end."""

    on: date
    last_day: date
    days: int
    returned: Money
    chosen: bool


@dataclass(frozen=True, slots=True)
class CancelPage:
    """Everything that the page shows."""

    choices: tuple[EndingChoice, ...]
    credit: Money  # of money: goes back on the day
    people: int
    open: tuple[tuple[int, Money, str], ...]  # number, what is open, what becomes of it
    closed_from: date
    kept_until: date
    scheduled: str
    active: int
    licences: int
    reasons: tuple[tuple[str, Promise], ...]
    problem: str
    ends_now: bool


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def edit(request: HttpRequest) -> HttpResponse:
    """GET the page, POST cancels on the chosen day."""
    visit = visiting(request)
    if request.method != "POST":
        return _show(request, visit)
    day = _day(request.POST.get("em", ""))
    if day is None:
        return _show(request, visit, problem=gettext("Escolha quando a assinatura termina."), status=422)
    reasons = [code for code in request.POST.getlist("motivo") if code in REASONS]
    comment = request.POST.get("comentario", "").strip()[:LONGEST_COMMENT]
    try:
        cancel(visit.account.pk, day, visit.act, reasons=reasons, comment=comment)
    except NotAllowed as refused:
        return _show(request, visit, problem=refusal_in_words(refused.reason), status=409)
    except NoSubscription:
        return redirect("plan")
    messages.success(request, gettext("Cancelamento confirmado para %(day)s") % {"day": words.day(day)})
    return redirect("plan")


def _show(request: HttpRequest, visit: Visit, *, problem: str = "", status: int = 200) -> HttpResponse:
    overview = overview_of(visit.account)
    if overview is None:
        return redirect("plan")
    page = cancel_page(visit, overview, problem)
    return render(request, "portal/cancel.html", {"page": page, "section": "plan"}, status=status)


def cancel_page(visit: Visit, overview: Overview, problem: str = "") -> CancelPage:
    """The page as it is today."""
    contract = overview.contract
    found = endings(visit.account, contract, visit.act)
    waiting = next((change for change in overview.scheduled if change.kind == "cancel"), None)
    chosen = waiting.on if waiting else found[0].on
    last = max(ending.on for ending in found)
    return CancelPage(
        choices=tuple(
            EndingChoice(
                ending.on, ending.on - ONE_DAY, (ending.on - visit.today).days, ending.returned, ending.on == chosen
            )
            for ending in found
        ),
        credit=_credit_of_money(visit),
        people=contract.active,
        open=tuple(_open(visit, overview)),
        closed_from=last,
        kept_until=last + timedelta(days=settings.BILLING["data_kept_days"]),
        scheduled=words.day(waiting.on) if waiting else "",
        active=contract.active,
        licences=contract.now.get(LICENCE, 0),
        reasons=tuple(REASONS.items()),
        problem=problem,
        ends_now=found[0].on <= visit.today,
    )


def _open(visit: Visit, overview: Overview) -> list[tuple[int, Money, str]]:
    """What is open, and what a cancellation makes of it."""
    rows = []
    debts = Invoice.objects.filter(account=visit.account, status="open").order_by("due_on", "number")
    for invoice in debts.prefetch_related("orders"):
        waits = any(order.status == "waiting" for order in invoice.orders.all())
        not_begun = invoice.kind == "renewal" and invoice.period_start >= overview.contract.period.end
        if waits:
            fate = gettext("pedido retirado: nada é cobrado")
        elif not_begun:
            fate = gettext("cancelada: nada é cobrado")
        else:
            fate = gettext("continua a pagar")
        rows.append((invoice.number, invoice.open, fate))
    return rows


def _credit_of_money(visit: Visit) -> Money:
    """What goes back on the day: the credit that came from money; gifts are no money (D33)."""
    left = [row.left for row in credits.balances(visit.account) if row.kind == "refundable"]
    return Money(sum(left))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
