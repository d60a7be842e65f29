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
from meuplano.documents import words
from meuplano.documents.lines import invoice_title
from meuplano.records.models import Account, Invoice, InvoiceLine, Module, Order, Payment
from meuplano.rules import ladder
from meuplano.rules.late_fees import LateCharges
from meuplano.rules.money import Money
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
    """A payment."""

    number: int | None
    title: str
    about: str
    paid_on: date
    method: str
    amount: Money


def open_rows(account: Account, names: Mapping[str, str], today: date) -> tuple[list[InvoiceRow], list[OrderRow]]:
    """What is to be paid, oldest first, and the orders that wait; one query."""
    invoices = with_lines(with_order(Invoice.objects.filter(account=account, status="open")))
    debts: list[InvoiceRow] = []
    orders: list[OrderRow] = []
    for invoice in invoices.order_by("due_on", "number"):
        row: Any = invoice
        order = row.order[0] if row.order else None
        if order and order["status"] == "waiting":
            orders.append(_order_row(invoice, order, names, today))
        else:
            debts.append(_invoice_row(invoice, order and order["status"], names, today))
    return debts, orders


def paid_rows(payments: Iterable[Payment], names: Mapping[str, str]) -> tuple[PaidRow, ...]:
    """Payments as rows; they come from `with_invoices`."""
    return tuple(
        PaidRow(
            number=payment.invoice.number if payment.invoice else None,
            title=title_of(payment.invoice, names, getattr(payment, "added", ()))
            if payment.invoice
            else gettext("Pagamento sem fatura"),
            about=_paid_about(payment),
            paid_on=payment.paid_on,
            method=str(words.METHODS.get(payment.method, payment.method)),
            amount=Money(payment.amount_centavos),
        )
        for payment in payments
    )


def with_lines(invoices: QuerySet[Any], invoice: str = "pk") -> QuerySet[Any]:
    """Invoices (or rows that point to one) with its lines' item and quantity in `added`, in the same query."""
    lines = InvoiceLine.objects.filter(account=OuterRef("account"), invoice=OuterRef(invoice)).order_by("position")
    return invoices.annotate(added=ArraySubquery(lines.values_list(JSONObject(item="item", quantity="quantity"))))


def with_invoices(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Payments with their invoices and the lines for their titles, in one query."""
    return with_lines(payments.select_related("invoice"), "invoice")


def title_of(invoice: Invoice, names: Mapping[str, str], lines: Iterable[Mapping[str, Any]] = ()) -> str:
    """What an invoice is for: "Mensalidade de dezembro", "2 licenças e 10 GB"; `lines` have item and quantity."""
    return invoice_title(invoice.kind, invoice.period_start, names, lines)


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


def _invoice_row(invoice: Any, order_status: str | None, names: Mapping[str, str], today: date) -> InvoiceRow:
    late = late_of(invoice, order_status, today)
    last = invoice.period_end - ONE_DAY
    return InvoiceRow(
        number=invoice.number,
        title=title_of(invoice, names, invoice.added),
        about=gettext("nº %(number)s · %(period)s")
        % {"number": invoice.number, "period": words.span(invoice.period_start, last)},
        due_on=invoice.due_on,
        method=str(words.METHODS[invoice.method]),
        status=words.invoice_status("open", late.days),
        amount=invoice.open + late.total,
        days_late=late.days,
        suspends_on=lateness.morning_of(invoice, ladder.SUSPEND) if late.days else None,
    )


def _order_row(invoice: Any, order: Mapping[str, Any], names: Mapping[str, str], today: date) -> OrderRow:
    pay_until = date.fromisoformat(order["pay_until"])
    expires_on = date.fromisoformat(order["expires_on"])
    about = gettext("fatura nº %(number)s") % {"number": invoice.number}
    if invoice.credit_centavos:
        about += gettext(" · usa o crédito de %(credit)s") % {"credit": words.reais(invoice.credit_centavos)}
    return OrderRow(
        number=order["number"],
        title=gettext("Pedido nº %(number)s: %(what)s")
        % {"number": order["number"], "what": title_of(invoice, names, invoice.added)},
        about=about,
        pay_until=near(pay_until, today),
        expires=gettext("%(method)s, expira em %(day)s")
        % {"method": words.METHODS[order["method"]], "day": words.day_month(expires_on)},
        status=words.order_status("waiting", order["method"]),
        amount=invoice.open,
    )


def _paid_about(payment: Payment) -> str:
    parts = []
    if payment.invoice:
        parts.append(gettext("nº %(number)s") % {"number": payment.invoice.number})
    if payment.amount_centavos < 0:
        parts.append(gettext("estornado"))
    if payment.charges_centavos > 0:
        parts.append(gettext("com multa e juros"))
    if payment.credit_centavos > 0:
        parts.append(gettext("%(amount)s virou crédito") % {"amount": words.reais(payment.credit_centavos)})
    return " · ".join(parts)
