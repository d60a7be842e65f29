"""Proofs of payment, and the days of access that one gives (D51)."""

from django.db import models
from django.db.models import F, Q

from meuplano.records.models.base import AccountRow, Moves, one_of, within_account
from meuplano.records.models.event import Task
from meuplano.records.models.file import KeptFile, whole_file
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle


class Proof(KeptFile, AccountRow):
    """A file that shows that an invoice was paid (D51), or that tax was withheld from its payment (D44)."""

    invoice = within_account("meuplano.Invoice", related_name="proofs")
    sent_by = models.CharField(max_length=120)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [account_key("proof"), *same_account("proof", "invoice"), *whole_file("a_proof")]


class Trust(Moves, AccountRow):
    """Access until the end of a day, for a proof, once per invoice; the subscription repeats the day."""

    invoice = within_account("meuplano.Invoice", related_name="trusts")
    subscription = within_account("meuplano.Subscription", related_name="trusts")
    proof = within_account("meuplano.Proof", related_name="trust")
    state = models.CharField(max_length=12, default="given")
    given_on = models.DateField()
    until = models.DateField()
    decided_by = models.CharField(max_length=120, blank=True)  # of the finance team
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)  # why it was refused, for the owner
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="trust")

    class Meta:
        constraints = [
            *same_account("trust", "invoice", "subscription", "proof"),
            models.UniqueConstraint(fields=["account", "invoice"], name="an_invoice_is_trusted_once"),
            models.UniqueConstraint(fields=["account", "proof"], name="a_proof_is_trusted_once"),
            models.CheckConstraint(condition=Q(until__gt=F("given_on")), name="trust_is_for_some_days"),
            models.CheckConstraint(
                condition=Q(decided_by="", decided_at__isnull=True) | (~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="who_decided_a_trust_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "refused"]) | ~Q(decided_by=""),
                name="a_decided_trust_says_by_whom",
            ),
            models.CheckConstraint(condition=Q(state="refused") ^ Q(reason=""), name="a_refused_trust_says_why"),
            one_of("a_trust_has_a_known_state", "state", lifecycle.states(lifecycle.TRUST)),
        ]
        indexes = [
            models.Index(fields=["until", "account"], condition=Q(state__in=lifecycle.TRUSTED), name="trusts_that_run")
        ]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won; False where the state does not know the event."""
        target = lifecycle.TRUST.get((self.state, event))
        return target is not None and self._compare_and_set("state", target, changes)
