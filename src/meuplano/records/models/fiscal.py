"""Notas fiscais that the vendor issued elsewhere and finance attached to their invoices (F20, D43)."""

from django.db import models
from django.db.models import Q

from meuplano.records.models.base import AccountRow, Moves, centavos, one_of, within_account
from meuplano.records.models.file import KeptFile, whole_file
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle

PDF, XML = "application/pdf", "application/xml"


class FiscalNote(Moves, AccountRow):
    """One nota fiscal of an invoice; what nobody could read off it is empty. Only one of an invoice is live (R-25)."""

    invoice = within_account("meuplano.Invoice", related_name="fiscal_notes")
    number = models.CharField(max_length=30, blank=True)
    code = models.CharField(max_length=60, blank=True)  # access key or verification code, by which one looks it up
    issued_on = models.DateField(null=True)
    amount_centavos = centavos(null=True)  # of the service (D43)
    state = models.CharField(max_length=12, default="issued")
    attached_by = models.CharField(max_length=120)
    attached_at = models.DateTimeField()
    cancelled_by = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)  # why it was cancelled

    class Meta:
        constraints = [
            account_key("fiscal_note"),
            *same_account("fiscal_note", "invoice"),
            models.UniqueConstraint(
                fields=["account", "invoice"],
                condition=Q(state="issued"),
                name="one_live_fiscal_note_per_invoice",
            ),
            models.UniqueConstraint(
                fields=["account", "number", "code"],
                condition=Q(state="issued") & ~Q(number=""),
                name="a_fiscal_note_is_of_one_invoice",
            ),
            models.CheckConstraint(  # which also knows all states
                condition=Q(state="issued", cancelled_by="", cancelled_at__isnull=True, reason="")
                | (Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_by="") & ~Q(reason="")),
                name="a_cancelled_fiscal_note_says_why",
            ),
            models.CheckConstraint(
                condition=Q(amount_centavos__isnull=True) | Q(amount_centavos__gte=0),
                name="a_fiscal_note_is_never_negative",
            ),
        ]
        indexes = [models.Index(fields=["account", "invoice"], name="fiscal_notes_by_invoice")]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won; False where the state does not know the event."""
        target = lifecycle.FISCAL_NOTE.get((self.state, event))
        return target is not None and self._compare_and_set("state", target, changes)


class FiscalNoteFile(KeptFile, AccountRow):
    """Its PDF or its XML, one of each at most."""

    note = within_account("meuplano.FiscalNote", related_name="files")

    class Meta:
        constraints = [
            *same_account("fiscal_note_file", "note"),
            models.UniqueConstraint(
                fields=["account", "note", "content_type"], name="a_fiscal_note_has_one_file_of_a_kind"
            ),
            *whole_file("a_fiscal_note_file"),
            one_of("a_fiscal_note_file_is_pdf_or_xml", "content_type", (PDF, XML)),
        ]
