"""What gateways told us: the inbox of raw notices and the receipts read from them; no account owns these rows."""

from django.db import models
from django.db.models import Q

from meuplano.records.models.base import centavos, one_of
from meuplano.rules import lifecycle


class Notice(models.Model):
    """The verified bytes of a webhook or file, kept before anybody thinks about them. The same bytes are one notice."""

    gateway = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="received")
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "sha256"], name="the_same_bytes_are_one_notice"),
            one_of("a_notice_has_a_known_state", "state", lifecycle.states(lifecycle.NOTICE)),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(state__in=["received", "failed"]), name="notices_not_read")
        ]


class Receipt(models.Model):
    """Money that a gateway, a file or a person says has moved; it counts once (rule 8)."""

    gateway = models.CharField(max_length=30)
    external_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    amount_centavos = centavos()
    late_centavos = centavos(null=True)  # of it, what the bank itself took as fine and interest (D21)
    paid_on = models.DateField()
    method = models.CharField(max_length=20)
    charge_key = models.CharField(max_length=60, blank=True)
    reverses = models.CharField(max_length=120, blank=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="receipts")
    known_at = models.DateTimeField()
    matched = models.BooleanField()  # False: it fits nothing and waits for a person
    settled_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "external_id"], name="a_receipt_counts_once"),
            models.CheckConstraint(condition=Q(amount_centavos__gt=0), name="a_receipt_is_for_something"),
            one_of("a_receipt_has_a_known_kind", "kind", ("payment", "reversal")),
        ]
        indexes = [
            models.Index(fields=["known_at"], condition=Q(matched=False), name="receipts_unmatched"),
            models.Index(fields=["gateway", "reverses"], condition=Q(kind="reversal"), name="reversals_by_payment"),
        ]


class GatewayCursor(models.Model):
    """Up to where a gateway's news were polled: webhooks get lost, polling does not."""

    gateway = models.CharField(max_length=30, unique=True)
    cursor = models.CharField(max_length=120, blank=True)
