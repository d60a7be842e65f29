"""What a receipt means for the invoice it names: principal, charges, surplus, and whether the order is applied."""

from dataclasses import dataclass
from datetime import date

from meuplano.rules.money import ZERO, Money

# Why money is not for the invoice (all of it is surplus): each is a message and a task for finance (D07, rule 8).
INVOICE_PAID = "invoice_paid"  # paid twice
INVOICE_DEAD = "invoice_dead"  # cancelled, replaced or written off
ORDER_DEAD = "order_dead"  # expired, withdrawn, declined or undone
PAID_TOO_LATE = "paid_too_late"  # after the order's boleto could be paid
TOO_MUCH = "too_much"  # a part is surplus
PARTIAL = "partial"  # less than the principal: the invoice stays open


@dataclass(frozen=True, slots=True)
class Meaning:
    """How one receipt divides: to_principal + to_charges + surplus is its amount; `withheld` comes on top of it.

    `charges_left` is fine and interest that a paid principal leaves for the next renewal (D27). `note` is the reason
    code of anything a person should hear about.
    """

    to_principal: Money
    to_charges: Money
    surplus: Money
    pays_invoice: bool
    applies_order: bool
    charges_left: Money = ZERO
    note: str | None = None
    withheld: Money = ZERO  # tax that the customer kept back: principal too, beside the amount (D44)


def meaning(
    *,
    amount: Money,
    paid_on: date,
    invoice_open: Money,
    invoice_status: str,
    charges: Money = ZERO,
    reported: Money | None = None,
    own_paper: bool = True,
    order_status: str | None = None,
    payable_until: date | None = None,
    order_needs: Money | None = None,
    to_withhold: Money = ZERO,
) -> Meaning:
    """What the amount, paid on that São Paulo date (the provider's own, D03), means.

    `invoice_open` is the open principal, `charges` our fine and interest on the day of payment, `reported` what the
    bank itself says it took as such, which is accepted as it is (D21; None when it says nothing). A paper that is not
    the invoice's own is that of one which was replaced (D42): the bank reckoned from another amount, and what it took
    beyond our figure is surplus. For the invoice of an order, `order_status` and the last day its paper was payable:
    the payment's date decides, not the news of it (D06).
    `order_needs` is the open part of the first instalment when that is enough to apply the order (D28).
    `to_withhold` is the tax by which the document asks for less than is open: money of exactly the rest, with or
    without the fine and interest of its day, pays it all. Anything else is what it is, and finance settles it (D44).
    """
    dead = _dead(invoice_status, order_status, paid_on, payable_until)
    if dead:
        return Meaning(ZERO, ZERO, surplus=amount, pays_invoice=False, applies_order=False, note=dead)
    owed = charges if reported is None else reported if own_paper else min(reported, charges)
    asked = invoice_open - to_withhold
    withheld = to_withhold if amount in (asked, asked + owed) else ZERO
    invoice_open -= withheld
    to_principal = min(amount, invoice_open)
    to_charges = min(amount - to_principal, owed)
    surplus = amount - to_principal - to_charges
    paid = to_principal == invoice_open
    enough = paid if order_needs is None else to_principal >= order_needs
    return Meaning(
        to_principal,
        to_charges,
        surplus,
        pays_invoice=paid,
        applies_order=order_status == "waiting" and enough,
        charges_left=owed - to_charges if paid else ZERO,
        note=TOO_MUCH if surplus else None if paid else PARTIAL,
        withheld=withheld,
    )


def _dead(invoice_status: str, order_status: str | None, paid_on: date, payable_until: date | None) -> str | None:
    if order_status in ("expired", "withdrawn", "declined", "undone"):
        return ORDER_DEAD
    if invoice_status == "paid":
        return INVOICE_PAID
    if invoice_status != "open":
        return INVOICE_DEAD
    if order_status == "waiting" and payable_until is not None and paid_on > payable_until:
        return PAID_TOO_LATE
    return None
