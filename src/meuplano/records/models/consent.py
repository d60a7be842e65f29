"""The vendor's terms, version by version, and who accepted which of them when (D53)."""

from django.db import models
from django.db.models import Q

from meuplano.records.models.base import AccountRow, one_of, within_account
from meuplano.records.same_account import account_key, same_account
from meuplano.rules.consent import MOMENTS


class TermsVersion(models.Model):
    """One text that customers are asked to accept. Append only: a change is another version."""

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    published_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="terms_say_something"),
            models.CheckConstraint(condition=Q(number__gt=0), name="terms_are_counted_from_one"),
        ]


class TermsAcceptance(AccountRow):
    """A person accepted a version for an account, at a contract, a first order or a first stored card. Append only."""

    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="acceptances")
    moment = models.CharField(max_length=10)
    order = within_account("meuplano.Order", null=True)  # with which it was accepted, where there is one
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            account_key("termsacceptance"),
            *same_account("termsacceptance", "order"),
            one_of("terms_are_accepted_at_a_known_moment", "moment", MOMENTS),
            models.CheckConstraint(condition=~Q(by=""), name="terms_are_accepted_by_somebody"),
        ]
        indexes = [models.Index(fields=["account", "id"], name="terms_accepted")]
