"""A set of changes that was agreed and waits for its money."""

from django.db import models

from meuplano.records.models.base import AccountRow, Moves, one_of, within_account
from meuplano.records.models.catalogue import Plan, PriceVersion
from meuplano.records.models.subscription import METHODS
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle
from meuplano.rules.periods import Cycle


class Order(Moves, AccountRow):
    """One confirmation. Its amount is that of the day of confirmation (D05) and it never outlives its period (D06)."""

    number = models.PositiveIntegerField()
    subscription = within_account("meuplano.Subscription", related_name="orders")
    invoice = within_account("meuplano.Invoice", related_name="orders")
    draft_key = models.UUIDField()  # kept over reload, back button and retry
    status = models.CharField(max_length=20, default="waiting")
    quote = models.JSONField()  # what was shown, in the words of rules.quotes
    fingerprint = models.CharField(max_length=32)
    method = models.CharField(max_length=10)
    instalments = models.PositiveSmallIntegerField(
        default=1
    )  # in how many boletos (D28), or as the card's issuer bills it
    make_default = models.BooleanField(default=False)  # F07: only after the card was accepted
    agreed_on = models.DateField()
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=120)
    pay_until = models.DateField()  # the last payment date that counts (D05, D06)
    expires_on = models.DateField()  # the day at whose end it dies unpaid
    ended_on = models.DateField(null=True)  # applied, withdrawn, expired or declined
    cycle = models.PositiveSmallIntegerField(null=True)  # the longer one that it changes to (D11)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")  # another one with it (D48)
    price_version = models.ForeignKey(PriceVersion, on_delete=models.PROTECT, null=True, related_name="+")
    unit_prices = models.JSONField(null=True)  # of the period that it begins
    replaces = models.JSONField(null=True)  # invoice number → centavos open of it, which the order takes over (D12)

    class Meta:
        constraints = [
            account_key("order"),
            *same_account("order", "subscription", "invoice"),
            models.UniqueConstraint(fields=["account", "draft_key"], name="a_draft_is_ordered_once"),
            models.UniqueConstraint(fields=["account", "number"], name="an_order_number_is_used_once"),
            models.UniqueConstraint(fields=["account", "invoice"], name="an_invoice_is_of_one_order"),
            models.CheckConstraint(
                condition=models.Q(expires_on__gte=models.F("pay_until")), name="an_order_expires_after_its_last_day"
            ),
            models.CheckConstraint(
                condition=models.Q(status="waiting", ended_on__isnull=True)
                | (~models.Q(status="waiting") & models.Q(ended_on__isnull=False)),
                name="an_order_waits_or_has_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    cycle__isnull=True, price_version__isnull=True, unit_prices__isnull=True, replaces__isnull=True
                )
                | models.Q(
                    cycle__in=[int(cycle) for cycle in Cycle],
                    price_version__isnull=False,
                    unit_prices__isnull=False,
                    replaces__isnull=False,
                ),
                name="an_order_of_a_cycle_keeps_its_period",
            ),
            models.CheckConstraint(
                condition=models.Q(plan__isnull=True) | models.Q(cycle__isnull=False),
                name="another_plan_begins_a_period",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(status="waiting", cycle__isnull=False),
                name="one_change_of_cycle_waits",
            ),
            one_of("an_order_has_a_known_status", "status", lifecycle.states(lifecycle.ORDER)),
            one_of("an_order_has_a_known_method", "method", METHODS),
        ]
        indexes = [
            models.Index(fields=["expires_on"], condition=models.Q(status="waiting"), name="orders_by_expiry"),
        ]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won."""
        target = lifecycle.advance(lifecycle.ORDER, self.status, event)
        return self._compare_and_set("status", target, changes)


class OrderItem(AccountRow):
    """How many of an item an order adds."""

    order = within_account("meuplano.Order", related_name="items")
    item = models.CharField(max_length=40)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            *same_account("order_item", "order"),
            models.UniqueConstraint(fields=["account", "order", "item"], name="an_order_names_an_item_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="an_order_adds_something"),
        ]
