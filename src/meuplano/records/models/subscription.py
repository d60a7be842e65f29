"""What an account subscribes to: its periods, and how many of each item are contracted from when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from meuplano.records.models.base import AccountRow, Moves, one_of, within_account
from meuplano.records.models.catalogue import Plan, PriceVersion
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle
from meuplano.rules.periods import Cycle

METHODS = ("boleto", "card", "pix")
POLICIES = ("all", "active")


class DateRange(models.Func):
    """daterange(start, end): closed at the start, open at the end."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Subscription(AccountRow):
    """At most one of an account is live. The running period is repeated here, for the index of what is due."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="subscriptions")
    status = models.CharField(max_length=20, default="active")
    cycle = models.PositiveSmallIntegerField()
    anchor = models.DateField()
    period_start = models.DateField()
    period_end = models.DateField()
    renewal_policy = models.CharField(max_length=10, default="all")
    method = models.CharField(max_length=10)
    card = within_account("meuplano.Card", null=True)
    instalments = models.PositiveSmallIntegerField(default=1)  # in how many a renewal is paid (D28)
    announce_on = models.DateField(null=True)  # a card's renewal is counted and announced (D15)
    issue_on = models.DateField(null=True)  # the renewal invoice goes out; none once it is out
    adjusted_on = models.DateField(null=True)  # the first day of the last period that began with adjusted prices (D38)
    statement_on = models.DateField(null=True)  # the account's yearly statement is looked at (D52); none: never
    suspended_on = models.DateField(null=True)
    trusted_until = models.DateField(null=True)  # the last day of access for a proof of payment (D51)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            account_key("subscription"),
            *same_account("subscription", "card"),
            models.UniqueConstraint(
                fields=["account"], condition=~models.Q(status="cancelled"), name="an_account_has_one_live_subscription"
            ),
            models.CheckConstraint(
                condition=models.Q(period_end__gt=models.F("period_start")),
                name="a_running_period_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(method="card") | models.Q(card__isnull=False), name="charging_a_card_needs_a_card"
            ),
            one_of("a_subscription_has_a_known_status", "status", lifecycle.states(lifecycle.SUBSCRIPTION)),
            one_of("a_subscription_has_a_known_cycle", "cycle", [int(cycle) for cycle in Cycle]),
            one_of("a_subscription_has_a_known_policy", "renewal_policy", POLICIES),
            one_of("a_subscription_has_a_known_method", "method", METHODS),
        ]
        indexes = [
            models.Index(
                fields=["period_end", "account"], condition=models.Q(status="active"), name="subscriptions_to_roll_over"
            ),
            models.Index(fields=["issue_on", "account"], condition=models.Q(status="active"), name="renewals_to_issue"),
            models.Index(
                fields=["announce_on", "account"], condition=models.Q(status="active"), name="renewals_to_announce"
            ),
            models.Index(
                fields=["statement_on", "account"],
                condition=models.Q(statement_on__isnull=False),
                name="statements_to_look_at",
            ),
        ]


class SubscriptionPeriod(AccountRow):
    """One paid or payable stretch of time, half open, with the unit prices at which it was invoiced (D04, D12)."""

    subscription = within_account("meuplano.Subscription", related_name="periods")
    start = models.DateField()
    end = models.DateField()
    cycle = models.PositiveSmallIntegerField()
    price_version = models.ForeignKey(PriceVersion, on_delete=models.PROTECT, related_name="+")
    unit_prices = models.JSONField()  # item → {"net": centavos, "full": centavos} for the whole period
    invoiced_prices = models.JSONField(null=True)  # of its renewal invoice, where others (D40, D45)
    courtesy = within_account("meuplano.Courtesy", null=True, related_name="begun")
    paid_outside = models.BooleanField(default=False)  # imported in mid-period (D41)

    class Meta:
        constraints = [
            account_key("period"),
            *same_account("period", "subscription", "courtesy"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="a_period_ends_after_its_start"),
            ExclusionConstraint(
                name="periods_never_overlap",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("subscription", RangeOperators.EQUAL),
                    (DateRange("start", "end"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class LicenceEntry(AccountRow):
    """How many of an item (licence, storage in GB, a module) are contracted, from when, and how many at the renewal.

    Appended, never edited: the last entry of an item is its state.
    """

    subscription = within_account("meuplano.Subscription", related_name="licence_entries")
    item = models.CharField(max_length=40)
    on = models.DateField()
    now = models.PositiveIntegerField()  # never falls inside a period
    at_renewal = models.PositiveIntegerField()  # may fall
    why = models.CharField(max_length=40)
    order = within_account("meuplano.Order", null=True)

    class Meta:
        constraints = [
            *same_account("licence_entry", "subscription", "order"),
            models.UniqueConstraint(
                fields=["account", "order", "item"],
                condition=models.Q(order__isnull=False),
                name="an_order_adds_an_item_once",
            ),
        ]
        indexes = [models.Index(fields=["account", "subscription", "item", "-id"], name="latest_licence_entry")]


class UsageReport(AccountRow):
    """How much of its space an account uses, in bytes (1 GB = 10⁹), and when that was measured."""

    used_bytes = models.PositiveBigIntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-measured_at"], name="latest_usage_report")]


class RenewalCount(AccountRow):
    """What the next period will hold, counted on a day (D15): its invoice and the roll-over stand on it."""

    subscription = within_account("meuplano.Subscription", related_name="counts")
    first_day = models.DateField()
    cycle = models.PositiveSmallIntegerField()
    counted_on = models.DateField()
    quantities = models.JSONField()  # item → units
    last_entry = models.BigIntegerField()  # the last licence entry that was counted: what came later is a complement
    price_version = models.ForeignKey(PriceVersion, on_delete=models.PROTECT, related_name="+")
    unit_prices = models.JSONField()  # for additions in the period
    invoiced_prices = models.JSONField(null=True)  # for its renewal invoice, where others (D40, D45)
    courtesy = within_account("meuplano.Courtesy", null=True)
    bridge = models.JSONField(null=True)  # {"days", "of_days"} of a moved due day (D45)
    replaced = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *same_account("renewal_count", "subscription", "courtesy"),
            models.UniqueConstraint(
                fields=["account", "subscription", "first_day"],
                condition=models.Q(replaced=False),
                name="a_period_is_counted_once",
            ),
        ]


class ScheduledChange(Moves, AccountRow):
    """A change that waits for the end of what is paid: a shorter cycle (D14), the end (D35), another due day or plan.

    Undone until applied.
    """

    subscription = within_account("meuplano.Subscription", related_name="scheduled_changes")
    kind = models.CharField(max_length=20)
    effective_on = models.DateField()
    data = models.JSONField(default=dict)
    status = models.CharField(max_length=20, default="scheduled")
    by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            account_key("scheduled_change"),
            *same_account("scheduled_change", "subscription"),
            models.UniqueConstraint(
                fields=["account", "subscription", "kind"],
                condition=models.Q(status="scheduled"),
                name="a_kind_of_change_is_scheduled_once",
            ),
            one_of("a_scheduled_change_has_a_known_kind", "kind", ("cancel", "cycle", "due_day", "plan")),
            one_of("a_scheduled_change_has_a_known_status", "status", lifecycle.states(lifecycle.SCHEDULED_CHANGE)),
        ]
        indexes = [
            models.Index(
                fields=["effective_on", "account"],
                condition=models.Q(kind="cancel", status="scheduled"),
                name="subscriptions_to_end",
            )
        ]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won."""
        target = lifecycle.advance(lifecycle.SCHEDULED_CHANGE, self.status, event)
        return self._compare_and_set("status", target, changes)


class Parking(AccountRow):
    """An account whose billing broke is set aside with its reason, until somebody retries it; the run goes on."""

    work = models.CharField(max_length=40)
    reason = models.TextField()
    parked_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(cleared_at__isnull=True), name="an_account_is_parked_once"
            )
        ]
