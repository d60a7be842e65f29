"""What an account owes and why, line by line."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from meuplano.records.models.base import AccountRow, Moves, centavos, one_of, within_account
from meuplano.records.models.catalogue import Plan
from meuplano.records.models.subscription import METHODS
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle
from meuplano.rules.lines import Line
from meuplano.rules.money import Money
from meuplano.rules.prices import UnitPrice

KINDS = ("contract", "renewal", "complement", "order")


class Invoice(Moves, AccountRow):
    """A numbered paper. `credit` and `paid` repeat the sums of its credit uses and payments; the database checks them.

    Overdue is asked of the calendar and never stored (D56).
    """

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    status = models.CharField(max_length=20, default="open")
    subscription = within_account("meuplano.Subscription", related_name="invoices")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")  # of its licences (D48)
    period_start = models.DateField()
    period_end = models.DateField()
    issued_on = models.DateField()
    due_on = models.DateField()
    total_centavos = centavos()
    credit_centavos = centavos(default=0)  # credit used on it
    paid_centavos = centavos(default=0)  # received for its principal
    # tax that the customer is to withhold of what it asks for by its due date, whole or of one of n (D44)
    to_withhold_centavos = centavos(default=0)
    paid_on = models.DateField(null=True)  # the payment date that settled it
    ladder_from = models.DateField(null=True)  # where the collection ladder counts from, if not the due date (D30)
    next_step_on = models.DateField(null=True)  # the morning of its next step; none for what climbs no ladder
    late_until = models.DateField(null=True)  # the day on which fine and interest stopped growing (D26)
    next_attempt_on = models.DateField(null=True)  # when its card is tried again (D30)
    instalment = models.PositiveSmallIntegerField(default=0)  # the earliest open one of n (D28); 0 for a whole invoice
    part_centavos = centavos(null=True)  # what is open of that one
    method = models.CharField(max_length=10)
    instead_of = within_account("meuplano.Invoice", null=True)  # the one that it was issued again for
    billing = models.JSONField()  # the billing details of the day of issue: a document keeps its own (F17)

    class Meta:
        constraints = [
            account_key("invoice"),
            *same_account("invoice", "subscription", "instead_of"),
            models.UniqueConstraint(fields=["account", "number"], name="an_invoice_number_is_used_once"),
            models.UniqueConstraint(fields=["account", "instead_of"], name="an_invoice_is_issued_again_once"),
            models.UniqueConstraint(
                fields=["account", "subscription", "period_start"],
                condition=Q(kind="renewal", status__in=["open", "paid", "written_off"]),
                name="one_live_renewal_per_period",
            ),
            models.UniqueConstraint(  # a longer cycle may take a period's first day, with a complement of its own
                fields=["account", "subscription", "period_start", "period_end"],
                condition=Q(kind="complement", status__in=["open", "paid", "written_off"]),
                name="one_live_complement_per_period",
            ),
            models.CheckConstraint(condition=Q(total_centavos__gte=0), name="an_invoice_is_never_negative"),
            models.CheckConstraint(
                condition=Q(credit_centavos__gte=0, paid_centavos__gte=0)
                & Q(total_centavos__gte=F("credit_centavos") + F("paid_centavos")),
                name="an_invoice_takes_no_more_than_its_total",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid")
                | (Q(paid_on__isnull=False) & Q(total_centavos=F("credit_centavos") + F("paid_centavos"))),
                name="a_paid_invoice_is_covered",
            ),
            models.CheckConstraint(
                condition=Q(to_withhold_centavos=0)
                | Q(
                    to_withhold_centavos__gt=0,
                    to_withhold_centavos__lt=Coalesce(
                        F("part_centavos"), F("total_centavos") - F("credit_centavos") - F("paid_centavos")
                    ),
                ),
                name="less_is_withheld_than_is_asked_for",
            ),
            models.CheckConstraint(condition=Q(period_end__gt=F("period_start")), name="an_invoice_is_for_a_period"),
            models.CheckConstraint(
                condition=Q(instalment=0, part_centavos__isnull=True)
                | Q(instalment__gt=0, part_centavos__isnull=False, part_centavos__gte=0),
                name="an_invoice_in_instalments_names_one",
            ),
            one_of("an_invoice_has_a_known_kind", "kind", KINDS),
            one_of("an_invoice_has_a_known_status", "status", lifecycle.states(lifecycle.INVOICE)),
            one_of("an_invoice_has_a_known_method", "method", METHODS),
        ]
        indexes = [
            models.Index(fields=["account", "due_on"], condition=Q(status="open"), name="open_invoices"),
            models.Index(fields=["next_step_on", "account"], condition=Q(status="open"), name="ladder_steps_to_take"),
            models.Index(
                fields=["next_attempt_on", "account"],
                condition=Q(status="open", next_attempt_on__isnull=False),
                name="cards_to_try_again",
            ),
        ]

    @property
    def plan_name(self) -> str:
        """Of which plan its licences are: a paper keeps it when the subscription goes to another (D48)."""
        return (self.plan or self.subscription.plan).name

    @property
    def total(self) -> Money:
        return Money(self.total_centavos)

    @property
    def open(self) -> Money:
        """What is still to be paid of the principal."""
        if self.status != "open":
            return Money(0)
        return Money(self.total_centavos - self.credit_centavos - self.paid_centavos)

    @property
    def asked(self) -> Money:
        """What of that is to be paid by its due date: all, or its earliest open instalment (D28), less tax (D44)."""
        gross = self.open if self.part_centavos is None else min(Money(self.part_centavos), self.open)
        return gross - Money(self.to_withhold_centavos) if gross else gross

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won."""
        target = lifecycle.advance(lifecycle.INVOICE, self.status, event)
        return self._compare_and_set("status", target, changes)


class InvoiceLine(AccountRow):
    """One item of an invoice: quantity × unit price × days ÷ days of the nominal period, rounded once (D01)."""

    invoice = within_account("meuplano.Invoice", related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, default="charge")  # rules.lines: also unused days, late charges …
    item = models.CharField(max_length=40)
    quantity = models.PositiveIntegerField()
    unit_centavos = centavos()  # net, for the whole period
    full_unit_centavos = centavos()  # before discounts
    days = models.PositiveIntegerField()
    of_days = models.PositiveIntegerField()
    amount_centavos = centavos()

    class Meta:
        constraints = [
            *same_account("invoice_line", "invoice"),
            models.UniqueConstraint(fields=["account", "invoice", "position"], name="an_invoice_line_has_its_place"),
            models.CheckConstraint(
                condition=Q(days__lte=F("of_days"), days__gt=0), name="a_line_is_for_a_part_of_its_period"
            ),
        ]
        ordering = ["position"]

    @property
    def line(self) -> Line:
        """The line as the rules know it, from its stored inputs."""
        unit = UnitPrice(net=Money(self.unit_centavos), full=Money(self.full_unit_centavos))
        return Line(self.item, self.quantity, unit, self.days, self.of_days, self.kind)


class CreditNote(AccountRow):
    """A paid invoice is worth less: what it gives back is credit, and the paper itself stays as it is (D42)."""

    invoice = within_account("meuplano.Invoice", related_name="credit_notes")
    number = models.PositiveIntegerField()
    amount_centavos = centavos()
    reason = models.CharField(max_length=200)
    made_on = models.DateField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            account_key("credit_note"),
            *same_account("credit_note", "invoice"),
            models.UniqueConstraint(fields=["account", "number"], name="a_credit_note_number_is_used_once"),
            models.CheckConstraint(condition=Q(amount_centavos__gt=0), name="a_credit_note_is_for_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_credit_note_has_a_reason"),
        ]
        indexes = [models.Index(fields=["account", "invoice"], name="credit_notes_by_invoice")]


class LadderStep(AccountRow):
    """A step of the collection ladder that was taken for an invoice: each once (D23)."""

    invoice = within_account("meuplano.Invoice", related_name="steps")
    instalment = models.PositiveSmallIntegerField(default=0)  # each has a ladder of its own
    key = models.CharField(max_length=20)  # "remind+5"
    taken_on = models.DateField()

    class Meta:
        constraints = [
            *same_account("ladder_step", "invoice"),
            models.UniqueConstraint(fields=["account", "invoice", "instalment", "key"], name="a_step_is_taken_once"),
        ]


class LateCharge(AccountRow):
    """Fine and interest that a late payment left unpaid: a line on the next renewal, unless finance waives it (D27)."""

    invoice = within_account("meuplano.Invoice", related_name="late_charges")
    amount_centavos = centavos()
    billed_on = within_account("meuplano.Invoice", null=True)
    waived_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            *same_account("late_charge", "invoice", "billed_on"),
            models.UniqueConstraint(
                fields=["account", "invoice"],
                condition=Q(billed_on__isnull=True),
                name="an_invoice_leaves_late_charges_once",
            ),
            models.CheckConstraint(condition=Q(amount_centavos__gt=0), name="a_late_charge_is_for_something"),
        ]
