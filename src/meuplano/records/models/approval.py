"""A correction of money above the limit: asked for by one person of the finance team, agreed to by another."""

from django.db import models
from django.db.models import F, Q

from meuplano.records.models.account import User
from meuplano.records.models.base import AccountRow, Moves, centavos, one_of, within_account
from meuplano.records.models.event import Task
from meuplano.records.same_account import same_account
from meuplano.rules import lifecycle

APPROVED_KINDS = ("credit", "credit_note", "discount", "retention", "write_off")


class Approval(Moves, AccountRow):
    """What was asked for, word by word, until a second person agrees or refuses (U28)."""

    kind = models.CharField(max_length=20)
    invoice = within_account("meuplano.Invoice", null=True)
    amount_centavos = centavos()
    reason = models.CharField(max_length=200)
    proof = within_account("meuplano.Proof", null=True)  # of a retention
    pay_out = models.BooleanField(default=False)  # of a credit note
    state = models.CharField(max_length=12, default="waiting")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="approval")

    class Meta:
        constraints = [
            *same_account("approval", "invoice", "proof"),
            models.CheckConstraint(
                condition=Q(kind="retention", proof__isnull=False) | (~Q(kind="retention") & Q(proof__isnull=True)),
                name="a_retention_is_asked_for_with_its_proof",
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "invoice"],
                condition=Q(state="waiting"),
                nulls_distinct=False,
                name="one_correction_of_a_kind_waits_per_invoice",
            ),
            models.CheckConstraint(condition=Q(amount_centavos__gt=0), name="an_approval_is_for_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="an_approval_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("asked_by")), name="nobody_approves_their_own"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="who_decided_an_approval_says_when",
            ),
            one_of("an_approval_has_a_known_kind", "kind", APPROVED_KINDS),
            one_of("an_approval_has_a_known_state", "state", lifecycle.states(lifecycle.APPROVAL)),
        ]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won."""
        target = lifecycle.APPROVAL.get((self.state, event))
        return target is not None and self._compare_and_set("state", target, changes)
