"""What made a quantity what it is: the last order, contract or reduction of an item, as a page names it (U02)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from meuplano.records.models import Invoice, OrderItem

ROLLED_OVER = "renewal"  # an entry that only carries a quantity into the next period


@dataclass(frozen=True, slots=True)
class Origin:
    """Why and when there came to be `count` of an item for the next renewal, and the order's number if it was one."""

    why: str
    on: date
    order: int | None
    count: int
    reduced: bool  # the next renewal has fewer than the running period


def origin_of(row: Sequence[Any]) -> Origin:
    """Out of JSON: [why, on, order, now, at_renewal]."""
    why, on, order, now, at_renewal = row
    return Origin(why, date.fromisoformat(on), order, at_renewal, at_renewal < now)


@dataclass(frozen=True, slots=True)
class Bought:
    """An order applied between a count and its roll-over: its number, and how many of the item it added."""

    order: int
    count: int


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a complement stands beside: the renewal invoice, the day of its count, and by item what came later (D17)."""

    invoice: int
    counted_on: date
    bought: Mapping[str, tuple[Bought, ...]]  # the latest first


def beyond(complement: Invoice) -> Beyond | None:
    """What a complement bills came after this; None where its period began without a count (D11). Two queries.

    An invoice that was issued again was counted when the first of its line was.
    """
    renewals = Invoice.objects.filter(
        account=complement.account_id,
        subscription=complement.subscription_id,
        kind="renewal",
        period_start=complement.period_start,
        period_end=complement.period_end,
    )
    issued = list(renewals.order_by("pk").values_list("number", "issued_on"))
    if not issued:
        return None
    items = OrderItem.objects.filter(
        account=complement.account_id,
        order__subscription=complement.subscription_id,
        order__status="applied",
        order__ended_on__gte=issued[0][1],
        order__ended_on__lt=complement.period_start,
        quantity__gt=0,
    )
    bought: dict[str, list[Bought]] = {}
    for item, number, count in items.order_by("-order__ended_on", "-order__number").values_list(
        "item", "order__number", "quantity"
    ):
        bought.setdefault(item, []).append(Bought(number, count))
    return Beyond(issued[-1][0], issued[0][1], {item: tuple(found) for item, found in bought.items()})
