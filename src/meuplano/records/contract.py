"""What an account has contracted, read into values for the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meuplano.records.models import (
    Account,
    LicenceEntry,
    Member,
    Plan,
    Subscription,
    SubscriptionPeriod,
    UsageReport,
)
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period
from meuplano.rules.prices import LICENCE, STORAGE, UnitPrice

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


def contract_of(account: Account) -> Contract:
    """The live contract as its rows stand, in four queries. Raises NoSubscription."""
    subscription = (
        Subscription.objects.filter(account=account).exclude(status="cancelled").select_related("plan", "card").first()
    )
    if subscription is None:
        raise NoSubscription(account.code)
    running = SubscriptionPeriod.objects.get(
        account=account, subscription=subscription, start=subscription.period_start
    )
    latest = (
        LicenceEntry.objects.filter(account=account, subscription=subscription)
        .order_by("item", "-id")
        .distinct("item")
        .values_list("item", "now", "at_renewal")
    )
    quantities = {item: (now, later) for item, now, later in latest}
    return Contract(
        subscription=subscription,
        period=Period(running.start, running.end),
        units=units_from_json(running.unit_prices),
        invoiced=units_from_json(running.invoiced_prices or running.unit_prices),
        now={item: now for item, (now, _) in quantities.items()},
        at_renewal={item: later for item, (_, later) in quantities.items()},
        active=Member.objects.filter(account=account, has_access=True).count(),
    )


def units_to_json(units: Mapping[str, UnitPrice]) -> dict[str, dict[str, int]]:
    """Unit prices as a period keeps them, in centavos."""
    return {item: {"net": unit.net.centavos, "full": unit.full.centavos} for item, unit in units.items()}


def units_from_json(kept: Mapping[str, Any]) -> dict[str, UnitPrice]:
    return {item: UnitPrice(net=Money(unit["net"]), full=Money(unit["full"])) for item, unit in kept.items()}


def latest_usage(account: Account) -> UsageReport | None:
    """The last measurement of its space, or None when the product has told nothing yet."""
    return UsageReport.objects.filter(account=account).order_by("-measured_at").first()
