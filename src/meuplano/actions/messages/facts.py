"""What messages about an invoice have in common: its title, what is open, and how it can be paid."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from meuplano.actions import lateness, papers
from meuplano.actions.calendar import banking_days
from meuplano.actions.tax_lines import tax_lines
from meuplano.records.models import Account, Card, Charge, Event, Invoice, Order, RenewalCount
from meuplano.rules import ladder
from meuplano.rules.act import business_date
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY


def day_of(event: Event) -> date:
    """The business day on which it happened: what a message says is true on that day, whenever it is written."""
    return business_date(event.at)


def url(path: str = "plano/") -> str:
    """An address of the portal."""
    return f"{settings.BASE_URL}/{path}"


def invoice_of(account: Account, number: int | None) -> Invoice | None:
    """The account's invoice of this number; None where the event names none."""
    found = Invoice.objects.filter(account=account, number=number or 0)
    return found.select_related("account", "plan", "subscription__plan").prefetch_related("lines").first()


def about(invoice: Invoice) -> dict[str, Any]:
    """What it is, for which days, and where to see it."""
    return {
        "url": url(f"faturas/{invoice.number}/"),
        "invoice": invoice.number,
        "title": papers.title_of(invoice),
        "first_day": invoice.period_start,
        "last_day": invoice.period_end - ONE_DAY,
        "due_on": invoice.due_on,
        "in_time_until": banking_days().roll(invoice.due_on),
        "method": invoice.method,
        "amount": to_pay(invoice),
        "credit": Money(invoice.credit_centavos),
        "lines": (*papers.said_lines(invoice), *tax_lines(invoice, invoice.lines.all())),
    }


def to_pay(invoice: Invoice) -> Money:
    """What is open of it, less the tax that the customer withholds (D44); of one in instalments, of the next."""
    return invoice.open - Money(invoice.to_withhold_centavos) if invoice.status == "open" else invoice.open


def owed_on(invoice: Invoice, day: date) -> dict[str, Any]:
    """What paying it on that day takes, line by line, and what its ladder does next."""
    late = lateness.charges_on(invoice, day, order_status(invoice))
    return {
        "principal": to_pay(invoice),
        "fine": late.fine,
        "interest": late.interest,
        "amount": to_pay(invoice) + late.total,
        "days_late": late.days,
        "suspends_on": lateness.morning_of(invoice, ladder.SUSPEND),
        "is_suspended": invoice.subscription.status == "suspended",
        "blocks_on": lateness.morning_of(invoice, ladder.BLOCK),
    }


def order_status(invoice: Invoice) -> str | None:
    """The state of the order it is for, None for an invoice of no order."""
    return Order.objects.filter(account=invoice.account_id, invoice=invoice).values_list("status", flat=True).first()


def codes_of(charges: list[Charge]) -> dict[str, Any]:
    """The codes by which these charges are paid, "" for those there are not."""
    return {
        "linha_digitavel": next((charge.linha_digitavel for charge in charges if charge.linha_digitavel), ""),
        "brcode": next((charge.brcode for charge in charges if charge.brcode), ""),
    }


def payable(invoice: Invoice, day: date) -> list[Charge]:
    """Its boletos and Pix that can be paid on that day for what is open: a Pix of an earlier day is over."""
    waiting = Charge.objects.filter(
        account=invoice.account_id,
        invoice=invoice,
        state="pending",
        superseded_on__isnull=True,
        method__in=("boleto", "pix"),
    )
    return [charge for charge in waiting.order_by("-pk") if charge.pay_until is None or charge.pay_until >= day]


def slip_of(charges: list[Charge]) -> Charge | None:
    """The one that is printed."""
    return next((charge for charge in charges if charge.method == "boleto" and charge.barcode), None)


def counting(invoice: Invoice) -> dict[str, Any]:
    """How a renewal was counted: when, by which policy, and the extra GB kept because they are in use (D20, D62)."""
    return how_counted(invoice.account_id, invoice.subscription_id, invoice.period_start, invoice.issued_on)


def how_counted(account: int, subscription: int, first_day: date, otherwise: date) -> dict[str, Any]:
    """The same for the period that begins on `first_day`; `otherwise` is the day of a renewal that was not counted."""
    row = (
        RenewalCount.objects.filter(account=account, subscription=subscription, first_day=first_day)
        .select_related("subscription")
        .order_by("-pk")
        .first()
    )
    if row is None:
        return {"counted_on": otherwise, "policy": "all", "licences": 0, "kept_gb": 0}
    return {
        "counted_on": row.counted_on,
        "policy": row.subscription.renewal_policy,
        "licences": row.quantities.get("licence", 0),
        "kept_gb": _kept(row),
    }


def _kept(row: RenewalCount) -> int:
    wanted = (
        row.subscription.licence_entries.filter(account=row.account_id, item="storage", pk__lte=row.last_entry)
        .order_by("-pk")
        .values_list("at_renewal", flat=True)
        .first()
    )
    return max(0, int(row.quantities.get("storage", 0)) - (wanted or 0))


def card_name(card: Card | None) -> str:
    """What a card is called: "Visa final 4242"."""
    return gettext("%(brand)s final %(last4)s") % {"brand": card.brand, "last4": card.last4} if card else ""
