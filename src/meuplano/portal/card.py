"""The way to the gateway's card page: ours only links to it, no number is ever typed here (PCI SAQ A)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.portal.access import owner_only, visiting
from meuplano.portal.invoice import find
from meuplano.records.models import Charge
from meuplano.rules.money import Money


@dataclass(frozen=True, slots=True)
class CardPage:
    """What is paid by card, where the number is typed, and the way back."""

    title: str
    amount: Money
    url: str
    declined: str
    back: str


@require_safe
@owner_only
def show(request: HttpRequest, number: int) -> HttpResponse:
    """GET /faturas/<n>/cartao/"""
    visit = visiting(request)
    invoice = find(visit.account, number)
    charge = Charge.objects.filter(account=visit.account, invoice=invoice, method="card").order_by("-pk").first()
    order = next(iter(vars(invoice)["order"]), None)
    back = reverse("order", args=[order["number"]]) if order else reverse("invoice", args=[number])
    if (
        invoice.status != "open"
        or charge is None
        or charge.state in ("paid", "declined", "refused", "cancelled", "expired")
    ):
        return redirect(back)
    page = CardPage(
        title=gettext("Fatura nº %(number)s") % {"number": number},
        amount=Money(charge.amount_centavos),
        url=charge.page_url,
        declined=charge.decline_text,
        back=back,
    )
    return render(request, "portal/card.html", {"page": page})
