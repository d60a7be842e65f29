"""Which notas fiscais there are of an invoice, and which paid invoices wait for one."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from meuplano.records.models import FiscalNote, FiscalNoteFile, Invoice, Order, SupportRequest


def with_fiscal_note(invoices: QuerySet[Invoice]) -> QuerySet[Any]:
    """Invoices with the files of their live note and the requests about it that go on, in the same query.

    As `note_files` (of number, issued_on, content_type) and `asked_notes` (ids, the latest first), none or more.
    """
    mine = {"account": OuterRef("account")}
    files = FiscalNoteFile.objects.filter(**mine, note__invoice=OuterRef("pk"), note__state="issued")
    said = JSONObject(number="note__number", issued_on="note__issued_on", content_type="content_type")
    asked = SupportRequest.objects.filter(**mine, invoice=OuterRef("pk"), kind="fiscal_note").exclude(status="resolved")
    return invoices.annotate(
        note_files=ArraySubquery(files.order_by("content_type").values_list(said)),
        asked_notes=ArraySubquery(asked.order_by("-pk").values_list("pk")),
    )


def waiting_for_note(since: date | None) -> QuerySet[Invoice]:
    """Invoices paid on that day or later that have no live note, who waits longest first; none without a day.

    An order that was undone gave everything back, so nothing is left to be invoiced.
    """
    if since is None:
        return Invoice.objects.none()
    mine = {"account": OuterRef("account"), "invoice": OuterRef("pk")}
    live = FiscalNote.objects.filter(**mine, state="issued")
    undone = Order.objects.filter(**mine, status="undone")
    paid = Invoice.objects.filter(status="paid", paid_on__gte=since, total_centavos__gt=0)
    return paid.filter(~Exists(live), ~Exists(undone)).order_by("paid_on", "pk")
