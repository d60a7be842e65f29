"""What fell due, and when it was paid: an account's invoices, or the instalments of one, by due date (D52)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from meuplano.records.models import Account, Instalment, Invoice, Order
from meuplano.rules.money import Money
from meuplano.rules.statements import Bill

# A debt that finance gave up was not paid either; a replaced or cancelled invoice is none.
OWED = ("open", "paid", "written_off")


def bills_due_before(account: Account, day: date) -> list[Bill]:
    """Debts that fell due before this day, in one query; an order that waits for its money is none (D60)."""
    mine = {"account": OuterRef("account"), "invoice": OuterRef("pk")}
    said = JSONObject(number="number", due_on="due_on", amount="amount_centavos", paid_on="paid_on")
    parts = Instalment.objects.filter(**mine).order_by("number").values_list(said)
    owed = (
        Invoice.objects.filter(account=account, status__in=OWED, due_on__lt=day)
        .exclude(Exists(Order.objects.filter(**mine, status="waiting")))
        .annotate(parts=ArraySubquery(parts))
    )
    found = []
    for invoice in owed.order_by("due_on", "number"):
        paid_on = invoice.paid_on if invoice.status == "paid" else None
        whole = Bill(invoice.number, 0, invoice.due_on, paid_on, invoice.total)
        found += [_part(part, whole) for part in vars(invoice)["parts"]] or [whole]
    return [bill for bill in found if bill.due_on < day]


def _part(part: Mapping[str, Any], whole: Bill) -> Bill:
    paid_on = date.fromisoformat(part["paid_on"]) if part["paid_on"] else whole.paid_on
    return Bill(whole.number, part["number"], date.fromisoformat(part["due_on"]), paid_on, Money(part["amount"]))
