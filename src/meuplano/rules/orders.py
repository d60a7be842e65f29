"""Until when an order may be paid, and with which methods (D05, D06, D49, D50)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meuplano.rules.calendar import Calendar
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import ONE_DAY, Period

BOLETO = "boleto"
PIX = "pix"
CARD = "card"
METHODS = (PIX, CARD, BOLETO)

# Why a method is not offered: the page has a sentence for each.
NOTHING_TO_PAY = "nothing_to_pay"
BELOW_MINIMUM = "below_minimum"
NO_BUSINESS_DAY_LEFT = "no_business_day_left"
NEEDS_BILLING_DETAILS = "needs_billing_details"

MINIMUMS: Mapping[str, Money] = {BOLETO: Money(500), CARD: Money(100)}
"""The smallest amount of each method unless the vendor says otherwise (D50)."""


def boleto_due(
    today: date, period: Period | None, calendar: Calendar, *, days: int = 3, clearing: int = 2
) -> date | None:
    """The due date of an order's boleto: the `days`-th business day after today, or earlier (D06).

    Earlier so that `clearing` more business days, the time the bank takes, still fall inside the period. None when no
    business day after today is left. A first contract has no period yet (D39).
    """
    due = calendar.add(today, days)
    if period is None:
        return due
    latest = calendar.add(period.end, -1 - clearing)
    due = min(due, latest)
    return due if due > today else None


def boleto_expiry(due: date, calendar: Calendar, *, clearing: int = 2) -> date:
    """The day at whose end an order by boleto expires: the bank's news of the due date is in by then (D06)."""
    return calendar.add(due, clearing)


def pix_end(today: date, period: Period | None) -> date:
    """The day at whose 23:59 an order's Pix ends: tomorrow, never after the last day of the period (D06)."""
    tomorrow = today + ONE_DAY
    return tomorrow if period is None else min(tomorrow, period.last_day)


@dataclass(frozen=True, slots=True)
class Offered:
    """A payment method for one order: until when it can be paid, or why it is not offered."""

    method: str
    payable_until: date | None = None
    expires_on: date | None = None
    reason: str | None = None

    @property
    def offered(self) -> bool:
        return self.reason is None


def methods_offered(
    *,
    amount: Money,
    today: date,
    period: Period | None,
    calendar: Calendar,
    billing_complete: bool,
    methods: tuple[str, ...] = METHODS,
    minimums: Mapping[str, Money] = MINIMUMS,
    days: int = 3,
    clearing: int = 2,
) -> dict[str, Offered]:
    """Every method of the vendor with its dates, or with the reason why it is not offered for this amount today.

    A change worth nothing needs no method (D50). A card is answered at once, so it has only today. A boleto without
    complete billing details can be offered after they are asked for in the flow (D49).
    """

    def offer(method: str) -> Offered:
        if not amount:
            return Offered(method, reason=NOTHING_TO_PAY)
        if amount < minimums.get(method, ZERO):
            return Offered(method, reason=BELOW_MINIMUM)
        if method == BOLETO:
            due = boleto_due(today, period, calendar, days=days, clearing=clearing)
            if due is None:
                return Offered(method, reason=NO_BUSINESS_DAY_LEFT)
            expiry = boleto_expiry(due, calendar, clearing=clearing)
            return Offered(method, due, expiry, None if billing_complete else NEEDS_BILLING_DETAILS)
        until = pix_end(today, period) if method == PIX else today
        return Offered(method, until, until)

    return {method: offer(method) for method in methods}


def renewal_method(
    wanted: str, amount: Money, *, billing_complete: bool, minimums: Mapping[str, Money] = MINIMUMS
) -> tuple[str, str | None]:
    """The method a renewal goes out by, and why it is not the wanted one: too small or no billing details → Pix.

    The second reason also belongs in finance's queue (D49, D50).
    """
    if amount < minimums.get(wanted, ZERO):
        return PIX, BELOW_MINIMUM
    if wanted == BOLETO and not billing_complete:
        return PIX, NEEDS_BILLING_DETAILS
    return wanted, None
