"""Forma Pgto.: how the recurring charge is paid, and the stored cards (F16, D31, R-20)."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from meuplano.actions.allowed import NotAllowed
from meuplano.actions.change_method import change_method, remove_card
from meuplano.password import password_again
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.forms import as_number
from meuplano.portal.rows import InvoiceRow, module_names, open_rows
from meuplano.portal.subscription_card import card_expiry
from meuplano.records.contract import NoSubscription
from meuplano.records.models import BillingDetails, Card, Subscription
from meuplano.rules import orders


@dataclass(frozen=True, slots=True)
class Way:
    """A way to pay the recurring charge."""

    value: str
    title: str
    hint: str
    refused: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class CardRow:
    """A stored card that can be taken away."""

    pk: int
    label: str
    expires: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class MethodPage:
    """Everything that the page shows."""

    account: str
    ways: tuple[Way, ...]
    cards: tuple[CardRow, ...]
    open: tuple[InvoiceRow, ...]
    card: CardRow | None  # that pays now
    by_card: bool  # whether the vendor takes cards at all
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
@password_again
def edit(request: HttpRequest) -> HttpResponse:
    """GET /plano/forma-de-pagamento/, POST {forma: boleto, pix or a card's number}."""
    visit = visiting(request)
    if request.method != "POST":
        return _show(request, visit)
    method, _, card = request.POST.get("forma", "").partition("-")
    try:
        changed = change_method(visit.account.pk, method, visit.act, card_id=as_number(card))
    except NotAllowed as refused:
        return _show(request, visit, _why(refused.reason))
    except NoSubscription:
        return redirect("plan")
    if changed:
        messages.success(request, gettext("Forma Pgto. alterada: vale para as próximas faturas"))
    return redirect("method")


@require_POST
@owner_only
@password_again
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /plano/forma-de-pagamento/cartoes/<pk>/remover/"""
    visit = visiting(request)
    try:
        remove_card(visit.account.pk, pk, visit.act)
    except Card.DoesNotExist:
        raise Http404 from None
    except NotAllowed as refused:
        return _show(request, visit, _why(refused.reason))
    return redirect("method")


def _show(request: HttpRequest, visit: Visit, problem: str = "") -> HttpResponse:
    page = method_page(visit, problem)
    if page is None:
        return redirect("plan")
    status = 422 if problem else 200
    return render(request, "portal/method.html", {"page": page, "section": "plan"}, status=status)


def method_page(visit: Visit, problem: str = "") -> MethodPage | None:
    """The ways there are, and what stays as it is; None without a subscription."""
    account = visit.account
    subscription = Subscription.objects.filter(account=account).exclude(status="cancelled").first()
    if subscription is None:
        return None
    cards = tuple(
        CardRow(
            pk=card.pk,
            label=f"{card.brand} {gettext('final')} {card.last4}",
            expires=card_expiry(card.expires),
            in_use=card.pk == subscription.card_id,
        )
        for card in Card.objects.filter(account=account, removed_on=None, dead_since=None).order_by("pk")
    )
    debts, _ = open_rows(account, module_names(), visit.today)
    return MethodPage(
        account=account.name,
        ways=_ways(subscription, BillingDetails.objects.filter(account=account).first(), cards),
        cards=cards,
        open=tuple(debts),
        card=next((card for card in cards if card.in_use), None),
        by_card=bool(settings.METHOD_GATEWAYS.get(orders.CARD)),
        problem=problem,
    )


def _ways(subscription: Subscription, details: BillingDetails | None, cards: tuple[CardRow, ...]) -> tuple[Way, ...]:
    ahead = {"days": settings.BILLING["issue_days_ahead"]}
    quick = gettext("Código enviado %(days)s dias antes. Cai em segundos.") % ahead
    missing = "" if details and details.is_complete else gettext("Complete antes os Dados de Faturamento.")
    now = subscription.method
    ways = [
        Way(
            "boleto",
            gettext("Boleto bancário"),
            gettext("Enviado %(days)s dias antes. O banco confirma em até 2 dias úteis.") % ahead,
            missing,
            now == orders.BOLETO,
        ),
        Way("pix", "Pix", quick, "", now == orders.PIX),
    ]
    ways = [way for way in ways if settings.METHOD_GATEWAYS.get(way.value)]
    charged = gettext("Cobrado no primeiro dia do período. Avisamos 3 dias antes.")
    if settings.METHOD_GATEWAYS.get(orders.CARD):
        ways += [Way(f"card-{card.pk}", card.label, charged, "", card.in_use) for card in cards]
    return tuple(ways)


def _why(reason: str) -> str:
    return {
        orders.NEEDS_BILLING_DETAILS: gettext("Para o boleto, complete antes os Dados de Faturamento."),
        "unknown_method": gettext("Escolha uma das formas da lista."),
        "unknown_card": gettext("Este cartão não está mais guardado. Escolha outro."),
        "card_in_use": gettext("Este cartão paga a mensalidade ou está sendo cobrado agora. Escolha antes outro."),
    }.get(reason, gettext("Agora não é possível mudar. Fale com o financeiro."))
