"""Counting what the next period will hold (D15, D18, D20): the row that its invoice and the roll-over stand on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from meuplano.records.contract import Contract, latest_usage, units_from_json, units_to_json
from meuplano.records.models import Account, LicenceEntry, OrderItem, RenewalCount, ScheduledChange
from meuplano.records.pricing import price_list_for
from meuplano.rules import renewal
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle, Period, next_period
from meuplano.rules.prices import UnitPrice


@dataclass(frozen=True, slots=True)
class Counted:
    """A count as values: the period it is for, what it will hold and for how much a unit."""

    row: RenewalCount
    period: Period
    quantities: Mapping[str, int]
    units: Mapping[str, UnitPrice]


def coming_period(account: Account, contract: Contract) -> tuple[Period, Cycle]:
    """The period after the running one, and its cycle: a shorter one may be scheduled for that day (D14)."""
    change = ScheduledChange.objects.filter(
        account=account,
        subscription=contract.subscription,
        kind="cycle",
        status="scheduled",
        effective_on=contract.period.end,
    ).first()
    cycle = Cycle(change.data["cycle"]) if change else contract.cycle
    return next_period(contract.subscription.anchor, cycle, contract.period), cycle


def coming_quantities(
    account: Account, contract: Contract, *, added: Mapping[str, int] | None = None
) -> dict[str, int]:
    """What a renewal counted now would hold, after `added` came on top (rules.renewal)."""
    more = added or {}
    usage = latest_usage(account)
    return renewal.quantities(
        policy=contract.subscription.renewal_policy,
        now=_plus(contract.now, more),
        at_renewal=_plus(contract.at_renewal, more),
        in_use=contract.active,
        minimum=contract.plan.minimum_licences,
        storage=renewal.StoragePlan(contract.plan.included_gb, contract.plan.gb_per_licence),
        used_bytes=usage.used_bytes if usage else 0,
    )


def count_renewal(account: Account, contract: Contract, act: Act) -> Counted:
    """The count of the coming period, made now unless there is one. The account is locked."""
    period, cycle = coming_period(account, contract)
    row = RenewalCount.objects.filter(
        account=account, subscription=contract.subscription, first_day=period.start, replaced=False
    ).first()
    if row is None:
        listed = price_list_for(contract.subscription, period.start)
        last = LicenceEntry.objects.filter(account=account, subscription=contract.subscription).latest("pk")
        row = RenewalCount.objects.create(
            account=account,
            subscription=contract.subscription,
            first_day=period.start,
            cycle=cycle,
            counted_on=act.today,
            quantities=coming_quantities(account, contract),
            last_entry=last.pk,
            price_version_id=listed.version_id,
            unit_prices=units_to_json(listed.prices.units(cycle)),
            invoiced_prices=units_to_json(listed.renewal_units(cycle)) if listed.courtesy else None,
            courtesy_id=listed.courtesy.key if listed.courtesy else None,
        )
    return Counted(row, period, row.quantities, units_from_json(row.invoiced_prices or row.unit_prices))


def bought_after(counted: Counted) -> dict[str, int]:
    """By item, what orders added after the count (D17)."""
    ordered = OrderItem.objects.filter(
        account=counted.row.account_id,
        order__in=LicenceEntry.objects.filter(
            account=counted.row.account_id,
            subscription=counted.row.subscription_id,
            pk__gt=counted.row.last_entry,
            order__isnull=False,
        ).values("order"),
    )
    return dict(ordered.values("item").annotate(bought=Sum("quantity")).values_list("item", "bought"))


def _plus(quantities: Mapping[str, int], added: Mapping[str, int]) -> dict[str, int]:
    return {item: quantities.get(item, 0) + added.get(item, 0) for item in {**quantities, **added}}
