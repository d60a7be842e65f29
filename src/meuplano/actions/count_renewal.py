"""Counting what the next period will hold (D15, D18, D20): the row that its invoice and the roll-over stand on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from meuplano.records.contract import Contract, latest_usage, space_of, units_from_json, units_to_json
from meuplano.records.models import Account, LicenceEntry, OrderItem, Plan, RenewalCount
from meuplano.records.pricing import price_list_for
from meuplano.records.renewing import beginning, count_of_next, scheduled_changes
from meuplano.records.together import insert
from meuplano.rules import renewal
from meuplano.rules.act import Act
from meuplano.rules.adjustments import MovedDueDay, move_due_day
from meuplano.rules.periods import Cycle, Period, next_period
from meuplano.rules.prices import UnitPrice
from meuplano.rules.proration import Share


@dataclass(frozen=True, slots=True)
class Counted:
    """A count as values: the period it is for, what it will hold and for how much a unit."""

    row: RenewalCount
    period: Period
    quantities: Mapping[str, int]
    units: Mapping[str, UnitPrice]  # of the renewal invoice
    bridge: Share | None  # of a due day that moves (D45)

    @property
    def complement_units(self) -> Mapping[str, UnitPrice]:
        """The prices of the whole period, the bridging days included."""
        return units_from_json(self.row.unit_prices) if self.bridge else self.units


def coming_period(account: Account, contract: Contract) -> tuple[Period, Cycle]:
    """The period after the running one, and its cycle."""
    cycle = coming_cycle(account, contract)
    moved = moving_due_day(account, contract, cycle)
    return moved.period if moved else next_period(contract.subscription.anchor, cycle, contract.period), cycle


def coming_cycle(account: Account, contract: Contract) -> Cycle:
    """The cycle of the period after the running one: a shorter one may be scheduled for that day (D14)."""
    change = beginning(account, "cycle", contract.period.end)
    return Cycle(change.data["cycle"]) if change else contract.cycle


def coming_plan(account: Account, contract: Contract) -> Plan:
    """The plan of the period after the running one: another may be scheduled for that day (D48)."""
    change = beginning(account, "plan", contract.period.end)
    return Plan.objects.get(pk=change.data["plan"]) if change else contract.plan


def moving_due_day(account: Account, contract: Contract, cycle: Cycle) -> MovedDueDay | None:
    """The due day that moves with the next renewal, if one was set (D45)."""
    change = next((change for change in scheduled_changes(account) if change.kind == "due_day"), None)
    if change is None:
        return None
    anchor = contract.subscription.anchor
    return move_due_day(period_end=contract.period.end, old_anchor=anchor, cycle=cycle, day=change.data["day"])


def coming_quantities(
    account: Account, contract: Contract, *, added: Mapping[str, int] | None = None
) -> dict[str, int]:
    """What a renewal counted now would hold, after `added` came on top (rules.renewal)."""
    more = added or {}
    usage, plan = latest_usage(account), coming_plan(account, contract)
    return renewal.quantities(
        policy=contract.subscription.renewal_policy,
        now=_plus(contract.now, more),
        at_renewal=_plus(contract.at_renewal, more),
        in_use=contract.active,
        minimum=plan.minimum_licences,
        storage=space_of(plan),
        storage_now=space_of(contract.plan),
        used_bytes=usage.used_bytes if usage else 0,
    )


def count_renewal(account: Account, contract: Contract, act: Act) -> Counted:
    """The count of the coming period, made now unless there is one. The account is locked."""
    period, cycle = coming_period(account, contract)
    row = count_of_next(account)
    if row is None:
        listed = price_list_for(contract.subscription, period.start)
        moved = moving_due_day(account, contract, cycle)
        bridge = moved.share if moved else None
        prices = listed.prices.units(cycle)
        row = insert(
            RenewalCount(
                account=account,
                subscription=contract.subscription,
                first_day=period.start,
                cycle=cycle,
                counted_on=act.today,
                quantities=coming_quantities(account, contract),
                last_entry=contract.last_entry,
                price_version_id=listed.version_id,
                unit_prices=units_to_json(moved.units(prices) if moved else prices),
                invoiced_prices=units_to_json(listed.renewal_units(cycle)) if listed.courtesy or bridge else None,
                courtesy_id=listed.courtesy.key if listed.courtesy else None,
                bridge={"days": bridge.days, "of_days": bridge.of_days} if bridge else None,
            )
        )
    units = units_from_json(row.invoiced_prices or row.unit_prices)
    return Counted(row, period, row.quantities, units, Share(**row.bridge) if row.bridge else None)


def bought_after(contract: Contract, counted: Counted) -> dict[str, int]:
    """By item, what orders added after the count (D17)."""
    if contract.last_entry == counted.row.last_entry:
        return {}
    ordered = OrderItem.objects.exclude(order__status="undone").filter(
        account=counted.row.account_id,
        order__in=LicenceEntry.objects.filter(
            account=counted.row.account_id,
            subscription=counted.row.subscription_id,
            pk__gt=counted.row.last_entry,
            order__isnull=False,
        ).values("order"),
    )
    return dict(ordered.values("item").annotate(bought=Sum("quantity")).values_list("item", "bought"))


def targets_after(contract: Contract, counted: Counted, holding: Mapping[str, int]) -> dict[str, int]:
    """By item, what is to be less at the renewal after this one: reductions that were asked for after the count (D20).

    The renewal they were too late for was already paid, or they would have been counted.
    """
    if contract.last_entry == counted.row.last_entry:
        return {}
    since = LicenceEntry.objects.filter(
        account=counted.row.account_id,
        subscription=counted.row.subscription_id,
        pk__gt=counted.row.last_entry,
    )
    asked = since.filter(why="target").values_list("item", flat=True).distinct()
    latest = since.filter(item__in=asked).order_by("item", "-pk").distinct("item")
    wanted = dict(latest.values_list("item", "at_renewal"))
    return {item: min(target, holding.get(item, 0)) for item, target in wanted.items()}


def _plus(quantities: Mapping[str, int], added: Mapping[str, int]) -> dict[str, int]:
    return {item: quantities.get(item, 0) + added.get(item, 0) for item in {**quantities, **added}}
