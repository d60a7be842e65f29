"""What an account's prices are made of besides the list: notices of new lists, agreed prices, courtesy periods."""

from django.db import models
from django.db.models import F, Q

from meuplano.records.models.base import AccountRow, centavos, within_account
from meuplano.records.models.catalogue import PriceVersion
from meuplano.records.same_account import account_key, same_account


class PriceNotice(AccountRow):
    """The account was told of a new price list, which holds for it no earlier than this allows (D38)."""

    version = models.ForeignKey(PriceVersion, on_delete=models.PROTECT, related_name="notices")
    notified_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "version"], name="an_account_is_told_once_of_a_price_list")
        ]


class AgreedPrice(AccountRow):
    """A monthly unit price before cycle discounts, or a discount, that the account alone has of one item.

    Never edited, but for the day on which it stops. An adjustment (D38) is one with its percentage and its notice.
    """

    item = models.CharField(max_length=40)
    monthly_centavos = centavos(null=True)
    discount = models.PositiveIntegerField(null=True)  # basis points
    valid_from = models.DateField()  # for periods that begin on it or later
    until = models.DateField(null=True)  # and before this day
    reason = models.CharField(max_length=200)
    adjustment = models.IntegerField(null=True)  # basis points
    notified_on = models.DateField(null=True)
    by = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(monthly_centavos__isnull=True, discount__isnull=False)
                | Q(monthly_centavos__isnull=False, discount__isnull=True),
                name="what_was_agreed_is_a_price_or_a_discount",
            ),
            models.CheckConstraint(condition=Q(monthly_centavos__gte=0), name="an_agreed_price_is_nothing_or_more"),
            models.CheckConstraint(condition=Q(discount__lte=10_000), name="an_agreed_discount_is_at_most_all"),
            models.CheckConstraint(
                condition=Q(adjustment__isnull=True, notified_on__isnull=True)
                | Q(adjustment__isnull=False, notified_on__isnull=False, monthly_centavos__isnull=False),
                name="an_adjustment_is_of_a_price_and_was_told",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="what_was_agreed_has_a_reason"),
        ]
        indexes = [models.Index(fields=["account", "id"], name="agreed_prices")]


class Courtesy(AccountRow):
    """Whole periods at a part of their price, or at none (D40). Never edited, but for the day on which it stops."""

    subscription = within_account("meuplano.Subscription", related_name="courtesies")
    off = models.PositiveIntegerField()  # basis points: 10 000 is free
    periods = models.PositiveSmallIntegerField()
    valid_from = models.DateField()  # for periods that begin on it or later
    until = models.DateField(null=True)  # and before this day
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    announce_on = models.DateField(null=True)  # the return to the full price is told on this day

    class Meta:
        constraints = [
            account_key("courtesy"),
            *same_account("courtesy", "subscription"),
            models.CheckConstraint(condition=Q(off__gt=0, off__lte=10_000), name="a_courtesy_is_a_part_or_all"),
            models.CheckConstraint(condition=Q(periods__gt=0), name="a_courtesy_is_for_some_periods"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("valid_from")), name="a_courtesy_ends_after_its_start"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_courtesy_has_a_reason"),
        ]
        indexes = [
            models.Index(
                fields=["announce_on", "account"],
                condition=Q(announce_on__isnull=False),
                name="full_prices_to_announce",
            )
        ]
