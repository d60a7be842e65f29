"""Money on its way back to a customer."""

from django.db import models
from django.db.models import Q

from meuplano.records.models.base import AccountRow, Moves, centavos, one_of, within_account
from meuplano.records.models.event import Task
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle

LIVE_REFUNDS = ("due", "sending", "unknown")


class Refund(Moves, AccountRow):
    """So much of a refundable credit that goes back, once, by its gateway or by a person (D33).

    From the moment it is asked for, no invoice can use that part of the credit.
    """

    credit = within_account("meuplano.Credit", related_name="refunds")
    amount_centavos = centavos()
    state = models.CharField(max_length=12, default="due")
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    key = models.CharField(max_length=60)  # the same however often a gateway is asked; begins with the account's id
    sent_at = models.DateTimeField(null=True)  # when a gateway was last asked
    refusal = models.CharField(max_length=200, blank=True)  # why a gateway would not
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="refunds")
    payment = within_account("meuplano.Payment", null=True)  # the payment with a minus sign that paid it out
    proof = models.CharField(max_length=200, blank=True)  # what a person names who paid it by other ways
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            account_key("refund"),
            *same_account("refund", "credit", "payment"),
            models.UniqueConstraint(fields=["account", "key"], name="a_refund_key_is_used_once"),
            models.UniqueConstraint(
                fields=["account", "credit"],
                condition=Q(state__in=LIVE_REFUNDS),
                name="a_credit_goes_back_one_refund_at_a_time",
            ),
            models.UniqueConstraint(fields=["account", "payment"], name="a_payment_is_of_one_refund"),
            models.CheckConstraint(condition=Q(amount_centavos__gt=0), name="a_refund_is_for_something"),
            models.CheckConstraint(
                condition=Q(state="paid", payment__isnull=False) | (~Q(state="paid") & Q(payment__isnull=True)),
                name="a_refund_is_paid_by_a_payment",
            ),
            one_of("a_refund_has_a_known_state", "state", lifecycle.states(lifecycle.REFUND)),
        ]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(state__in=["sending", "unknown"]), name="refunds_unanswered")
        ]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won; False also when the state does not know the event."""
        target = lifecycle.REFUND.get((self.state, event))
        return target is not None and self._compare_and_set("state", target, changes)
