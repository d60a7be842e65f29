"""What an account has contracted, read into values for the rules."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F

from meuplano.records.models import (
    Account,
    LicenceEntry,
    Member,
    Plan,
    Subscription,
    SubscriptionPeriod,
    UsageReport,
)
from meuplano.records.together import question
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period
from meuplano.rules.prices import LICENCE, STORAGE, UnitPrice
from meuplano.rules.renewal import StoragePlan

GB = 10**9  # bytes (D57)


class NoSubscription(LookupError):
    """The account has no live subscription."""


@dataclass(frozen=True, slots=True)
class Contract:
    """The live subscription with the quantities and unit prices of its running period."""

    subscription: Subscription
    period: Period
    units: Mapping[str, UnitPrice]  # of additions (D04)
    invoiced: Mapping[str, UnitPrice]  # of its renewal invoice: others in a courtesy (D40) or a bridge (D45)
    now: Mapping[str, int]  # by item: licences, extra GB, licences of a module
    at_renewal: Mapping[str, int]
    active: int  # users with access
    last_entry: int = field(default=0, compare=False)  # the number of its newest licence entry, where it was asked for

    @property
    def cycle(self) -> Cycle:
        return Cycle(self.subscription.cycle)

    @property
    def plan(self) -> Plan:
        return self.subscription.plan

    @property
    def included_gb(self) -> int:
        """GB that come with the plan and its licences."""
        return self.plan.included_gb + self.plan.gb_per_licence * self.now.get(LICENCE, 0)

    @property
    def total_gb(self) -> int:
        return self.included_gb + self.now.get(STORAGE, 0)


@dataclass(slots=True)
class Contracted:
    """The rows of which a contract is made."""

    subscription: Subscription | None = None
    running: SubscriptionPeriod | None = None
    entries: list[tuple[str, int, int, int]] = field(default_factory=list)  # item, now, at renewal, number
    active: int = 0


@question(Subscription, SubscriptionPeriod, LicenceEntry, Member, nothing=Contracted)
def contracted(accounts: Sequence[int]) -> dict[int, Contracted]:
    """The live subscriptions with their rows, in four queries."""
    found: dict[int, Contracted] = defaultdict(Contracted)
    live = Subscription.objects.filter(account__in=accounts).exclude(status__in=["cancelled", "contracted"])
    for subscription in live.select_related("plan", "card"):
        found[subscription.account_id].subscription = subscription
    subscriptions = [row.subscription.pk for row in found.values() if row.subscription]
    if not subscriptions:
        return found
    rows = {"account__in": accounts, "subscription__in": subscriptions}
    for running in SubscriptionPeriod.objects.filter(**rows, start=F("subscription__period_start")):
        found[running.account_id].running = running
    latest = LicenceEntry.objects.filter(**rows).order_by("account", "subscription", "item", "-id")
    entries = latest.distinct("account", "subscription", "item")
    for account, item, now, later, number in entries.values_list("account_id", "item", "now", "at_renewal", "id"):
        found[account].entries.append((item, now, later, number))
    members = Member.objects.filter(account__in=accounts, has_access=True)
    for account, active in members.values_list("account_id").annotate(active=Count("id")):
        found[account].active = active
    return found


def contract_of(account: Account) -> Contract:
    """The live contract as its rows stand. Raises NoSubscription."""
    rows = contracted(account)
    if rows.subscription is None:
        raise NoSubscription(account.code)
    if rows.running is None:
        raise SubscriptionPeriod.DoesNotExist(account.code)
    return Contract(
        subscription=rows.subscription,
        period=Period(rows.running.start, rows.running.end),
        units=units_from_json(rows.running.unit_prices),
        invoiced=units_from_json(rows.running.invoiced_prices or rows.running.unit_prices),
        now={item: now for item, now, _, _ in rows.entries},
        at_renewal={item: later for item, _, later, _ in rows.entries},
        active=rows.active,
        last_entry=max((number for *_, number in rows.entries), default=0),
    )


def space_of(plan: Plan) -> StoragePlan:
    """The GB that come with a plan."""
    return StoragePlan(plan.included_gb, plan.gb_per_licence)


def units_to_json(units: Mapping[str, UnitPrice]) -> dict[str, dict[str, int]]:
    """Unit prices as a period keeps them, in centavos."""
    return {item: {"net": unit.net.centavos, "full": unit.full.centavos} for item, unit in units.items()}


def units_from_json(kept: Mapping[str, Any]) -> dict[str, UnitPrice]:
    return {item: UnitPrice(net=Money(unit["net"]), full=Money(unit["full"])) for item, unit in kept.items()}


@question(UsageReport, nothing=lambda: None)
def latest_usage(accounts: Sequence[int]) -> dict[int, UsageReport | None]:
    """The last measurement of each one's space; None when the product has told nothing yet."""
    newest = UsageReport.objects.raw(
        """select report.* from unnest(%s::bigint[]) account (id), lateral (
             select * from meuplano_usagereport
              where account_id = account.id order by measured_at desc limit 1) report""",
        [list(accounts)],
    )
    return {report.account_id: report for report in newest}
