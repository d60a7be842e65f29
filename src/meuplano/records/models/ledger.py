"""Double entry: every centavo moves from one book to another, and nothing is ever edited."""

from django.db import models

from meuplano.records.models.base import AccountRow, centavos, one_of, within_account
from meuplano.records.same_account import same_account
from meuplano.rules import ledger


class LedgerEntry(AccountRow):
    """One leg. The legs of a fact share its number and sum to zero, which the database checks at commit."""

    fact = models.UUIDField()
    on = models.DateField()
    book = models.CharField(max_length=20)
    amount_centavos = centavos()
    why = models.CharField(max_length=40)
    invoice = within_account("meuplano.Invoice", null=True)
    payment = within_account("meuplano.Payment", null=True)

    class Meta:
        constraints = [
            *same_account("ledger", "invoice", "payment"),
            models.CheckConstraint(condition=~models.Q(amount_centavos=0), name="a_ledger_entry_moves_something"),
            one_of("a_ledger_entry_is_in_a_known_book", "book", ledger.ACCOUNTS),
        ]
        indexes = [
            models.Index(fields=["account", "book"], name="ledger_by_book"),
            models.Index(fields=["fact"], name="ledger_by_fact"),
            models.Index(fields=["account", "invoice"], name="ledger_by_invoice"),
        ]
