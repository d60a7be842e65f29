"""Invoices, orders and payments as rows of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext

from meuplano.actions import lateness
from meuplano.actions.calendar import banking_days
from meuplano.actions.reissue_invoice import KEPT
from meuplano.documents import words
from meuplano.documents.fiscal_words import note_name
from meuplano.documents.lines import invoice_title
from meuplano.records import papers
from meuplano.records.models import Account, BillingDetails, CreditNote, Invoice, Module, Order
from meuplano.records.papers import OpenInvoice, Paid
from meuplano.rules import ladder
from meuplano.rules.late_fees import LateCharges
from meuplano.rules.ledger import RETENTION
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import ONE_DAY


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice that is to be paid; `amount` is what paying it today takes."""

    number: int
    title: str
    about: str
    due_on: date
    method: str
    status: words.Status
    amount: Money
    days_late: int
    suspends_on: date | None = None
    stopped_on: date | None = None  # when fine and interest stopped growing: the end of the subscription (D26)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order that waits for its money: not a debt (D60)."""

    number: int
    title: str
    about: str
    pay_until: str
    expires: str
    status: words.Status
    amount: Money


@dataclass(frozen=True, slots=True)
class PaidRow:
    """A payment; `receipt` is its number where it has one to print, else 0."""

    number: int | None
    receipt: int
    title: str
    about: str
    paid_on: date
    method: str
    status: words.Status
    amount: Money


def open_rows(account: Account, names: Mapping[str, str], today: date) -> tuple[list[InvoiceRow], list[OrderRow]]:
    """What is to be paid, oldest first, and the orders that wait; one query."""
    debts: list[InvoiceRow] = []
    orders: list[OrderRow] = []
    for paper in papers.open_invoices(account):
        if paper.order and paper.order["status"] == "waiting":
            orders.append(_order_row(paper, paper.order, names, today))
        else:
            debts.append(_invoice_row(paper, names, today))
    return debts, orders


def paid_rows(payments: Iterable[Paid], names: Mapping[str, str]) -> tuple[PaidRow, ...]:
    """Payments as rows."""
    return tuple(
        PaidRow(
            number=paid.number,
            receipt=paid.pk if paid.number and paid.stayed and paid.amount > ZERO and paid.method != RETENTION else 0,
            title=invoice_title(paid.kind, paid.period_start, paid.added, names)
            if paid.kind and paid.period_start
            else gettext("Pagamento sem fatura"),
            about=_paid_about(paid),
            paid_on=paid.on,
            method=words.method_word(paid.method),
            status=words.payment_status(paid.state),
            amount=paid.amount,
        )
        for paid in payments
    )


def module_names() -> dict[str, str]:
    """What the modules are called; one query."""
    return dict(Module.objects.values_list("code", "name"))


def late_of(invoice: Invoice, order_status: str | None, today: date) -> LateCharges:
    """Days late, fine and interest of an invoice if paid today; an order that waits is never late (D08, D21)."""
    return lateness.charges_on(invoice, today, order_status)


def weekend_note(due: date) -> str:
    """Why a due date on a closed day costs nothing more: "05/12 é sábado: sem juros até segunda-feira, 07/12."."""
    moved = banking_days().roll(due)
    if moved == due:
        return ""
    return gettext("%(day)s é %(weekday)s: sem juros até %(moved_weekday)s, %(moved)s.") % {
        "day": words.day_month(due),
        "weekday": words.WEEKDAYS[due.weekday()] if due.weekday() > 4 else gettext("feriado bancário"),
        "moved_weekday": words.short_weekday(moved),
        "moved": words.day_month(moved),
    }


def near(day: date, today: date) -> str:
    """A date with "hoje" or "amanhã" before it."""
    if day == today:
        return gettext("hoje, %(day)s") % {"day": words.day(day)}
    if day == today + ONE_DAY:
        return gettext("amanhã, %(day)s") % {"day": words.day(day)}
    return words.day(day)


def with_order(invoices: QuerySet[Invoice]) -> QuerySet[Any]:
    """Invoices with the order each is for, in `order`: none or one mapping, in the same query."""
    orders = Order.objects.filter(account=OuterRef("account"), invoice=OuterRef("pk"))
    said = JSONObject(number="number", status="status", method="method", pay_until="pay_until", expires_on="expires_on")
    return invoices.annotate(order=ArraySubquery(orders.values_list(said)))


def with_corrections(invoices: QuerySet[Invoice]) -> QuerySet[Any]:
    """Invoices with the number of the one that took their place, today's billing details and their credit notes.

    As `newer`, `details` and `notes`, lists of none or more, in the same query.
    """
    mine = {"account": OuterRef("account")}
    newer = Invoice.objects.filter(**mine, instead_of=OuterRef("pk")).values_list("number")
    details = BillingDetails.objects.filter(**mine).values_list(JSONObject(**{field: field for field in KEPT}))
    notes = CreditNote.objects.filter(**mine, invoice=OuterRef("pk")).order_by("number")
    said = JSONObject(number="number", amount="amount_centavos", reason="reason", made_on="made_on")
    return invoices.annotate(
        newer=ArraySubquery(newer), details=ArraySubquery(details), notes=ArraySubquery(notes.values_list(said))
    )


def _invoice_row(paper: OpenInvoice, names: Mapping[str, str], today: date) -> InvoiceRow:
    invoice = paper.invoice
    late = late_of(invoice, paper.order["status"] if paper.order else None, today)
    days = lateness.days_late(invoice, late, today)
    last = invoice.period_end - ONE_DAY
    return InvoiceRow(
        number=invoice.number,
        title=invoice_title(invoice.kind, invoice.period_start, paper.added, names),
        about=gettext("nº %(number)s · %(period)s")
        % {"number": invoice.number, "period": words.span(invoice.period_start, last)},
        due_on=invoice.due_on,
        method=str(words.METHODS[invoice.method]),
        status=words.invoice_status("open", days),
        amount=invoice.asked + late.total,
        days_late=days,
        suspends_on=lateness.morning_of(invoice, ladder.SUSPEND) if late.days else None,
        stopped_on=invoice.late_until if late.days else None,
    )


def _order_row(paper: OpenInvoice, order: Mapping[str, Any], names: Mapping[str, str], today: date) -> OrderRow:
    invoice = paper.invoice
    pay_until = date.fromisoformat(order["pay_until"])
    expires_on = date.fromisoformat(order["expires_on"])
    about = gettext("fatura nº %(number)s") % {"number": invoice.number}
    if invoice.credit_centavos:
        about += gettext(" · usa o crédito de %(credit)s") % {"credit": words.reais(invoice.credit_centavos)}
    return OrderRow(
        number=order["number"],
        title=gettext("Pedido nº %(number)s: %(what)s")
        % {"number": order["number"], "what": invoice_title(invoice.kind, invoice.period_start, paper.added, names)},
        about=about,
        pay_until=near(pay_until, today),
        expires=gettext("%(method)s, expira em %(day)s")
        % {"method": words.METHODS[order["method"]], "day": words.day_month(expires_on)},
        status=words.order_status("waiting", order["method"]),
        amount=invoice.asked,
    )


def _paid_about(paid: Paid) -> str:
    parts = []
    if paid.number:
        parts.append(gettext("nº %(number)s") % {"number": paid.number})
    if paid.state == "reversal":
        parts.append(gettext("estornado"))
    if paid.charges > ZERO:
        parts.append(gettext("com multa e juros"))
    if paid.note is not None:
        parts.append(note_name(paid.note))
    if paid.credit > ZERO:
        parts.append(gettext("%(amount)s virou crédito") % {"amount": words.reais(paid.credit)})
    return " · ".join(parts)
