"""One invoice in n boletos."""

from django.db import models
from django.db.models import F, Q

from meuplano.records.models.base import AccountRow, Moves, centavos, one_of, within_account
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle
from meuplano.rules.money import Money


class Instalment(Moves, AccountRow):
    """One of the parts in which an invoice is paid, with its own day and its own papers (D28).

    The invoice repeats the earliest that is open: its number, what is open of it, and its day as the due date, so that
    what is late and when the ladder acts are asked of the invoice alone.
    """

    invoice = within_account("meuplano.Invoice", related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount_centavos = centavos()
    paid_centavos = centavos(default=0)
    to_withhold_centavos = centavos(default=0)  # tax that the customer is to withhold of it (D44)
    status = models.CharField(max_length=12, default="open")
    paid_on = models.DateField(null=True)

    class Meta:
        constraints = [
            account_key("instalment"),
            *same_account("instalment", "invoice"),
            models.UniqueConstraint(fields=["account", "invoice", "number"], name="an_instalment_has_its_number"),
            models.CheckConstraint(
                condition=Q(amount_centavos__gt=0, number__gt=0), name="an_instalment_is_for_something"
            ),
            models.CheckConstraint(
                condition=Q(paid_centavos__gte=0, paid_centavos__lte=F("amount_centavos")),
                name="an_instalment_takes_no_more_than_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(to_withhold_centavos=0)
                | Q(to_withhold_centavos__gt=0, to_withhold_centavos__lt=F("amount_centavos") - F("paid_centavos")),
                name="less_is_withheld_than_an_instalment_asks_for",
            ),
            models.CheckConstraint(
                condition=Q(status="paid", paid_centavos=F("amount_centavos"), paid_on__isnull=False)
                | (~Q(status="paid") & Q(paid_on__isnull=True)),
                name="a_paid_instalment_is_covered",
            ),
            one_of("an_instalment_has_a_known_status", "status", lifecycle.states(lifecycle.INSTALMENT)),
        ]
        ordering = ["number"]

    @property
    def open(self) -> Money:
        """What is still to be paid of it."""
        return Money(self.amount_centavos - self.paid_centavos if self.status == "open" else 0)

    @property
    def asked(self) -> Money:
        """What is to be paid of that: less the tax that is withheld (D44)."""
        return self.open - Money(self.to_withhold_centavos) if self.open else self.open

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won."""
        target = lifecycle.advance(lifecycle.INSTALMENT, self.status, event)
        return self._compare_and_set("status", target, changes)
