"""An account's open invoices and its payments as pages list them: one query a list."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from meuplano.records.models import Account, Invoice, Subscription
from meuplano.records.statements import Statement, take
from meuplano.rules.money import ZERO, Money

OPEN_INVOICES = Statement("open_invoices", i=Invoice, s=Subscription)
PAYMENTS = Statement("payments")
PAYMENT_YEARS = Statement("payment_years")


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice to be paid, the order it is for if it is for one, and how many of each item it has."""

    invoice: Invoice
    order: Mapping[str, Any] | None  # number, status, method, pay_until, expires_on
    added: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment and what its invoice is for; `number`, `kind` and `period_start` are None for money without one."""

    pk: int
    stayed: bool  # not taken back since
    on: date
    method: str
    amount: Money
    charges: Money
    credit: Money
    number: int | None
    kind: str | None
    period_start: date | None
    note: str | None  # the number of its nota fiscal, "" where nobody knows it; None where there is no note
    added: Mapping[str, int]

    @property
    def state(self) -> str:
        """Whether the money came and stayed: "received", "taken_back", or itself the "reversal" (D34)."""
        if self.amount < ZERO:
            return "reversal"
        return "received" if self.stayed else "taken_back"


def open_invoices(account: Account) -> list[OpenInvoice]:
    """What is to be paid, oldest first, each with its subscription."""
    found = []
    for row in OPEN_INVOICES.rows({"account": account.pk}):
        invoice = take(Invoice, row)
        invoice.subscription = take(Subscription, row)
        order, added = row
        found.append(OpenInvoice(invoice, order, dict(added or ())))
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which payments: those of a year, of some days (both included), to an invoice; None is any."""

    year: int | None = None
    since: date | None = None
    until: date | None = None
    number: int | None = None
    most: int | None = None  # so many of the last ones


def payments(account: Account, wanted: Wanted) -> list[Paid]:
    """Payments, the last first."""
    found = PAYMENTS.rows({"account": account.pk} | asdict(wanted))
    return [
        Paid(
            pk,
            stayed,
            on,
            method,
            Money(amount),
            Money(charges),
            Money(credit),
            of,
            kind,
            start,
            note,
            dict(added or ()),
        )
        for pk, stayed, on, method, amount, charges, credit, of, kind, start, note, added in found
    ]


def payment_years(account: Account) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """What the modules are called, and the years that have payments with how many, the last first."""
    (names, years) = PAYMENT_YEARS.rows({"account": account.pk})[0]
    return names or {}, [(year, count) for year, count in years or ()]
