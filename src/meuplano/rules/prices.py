"""What one unit costs for a whole period, and which discounts it carries (D01, D02)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle

LICENCE = "licence"
STORAGE = "storage"
WHOLE = 10_000
"""Discounts are in basis points: 750 is 7,5 %, WHOLE is everything."""


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """The price of one unit for a whole period, with (net) and without (full) its discounts."""

    net: Money
    full: Money


def unit_price(
    monthly: Money, cycle: Cycle, *, cycle_discount: int = 0, account_discount: int = 0, courtesy: int = 0
) -> UnitPrice:
    """Monthly price × months × (1 − each discount), rounded half up once (D01); discounts in basis points.

    `courtesy` is finance's own reduction of one period (D40): WHOLE makes it free.
    """
    discounts = (cycle_discount, account_discount, courtesy)
    assert all(0 <= discount <= WHOLE for discount in discounts)
    full = monthly.times(cycle)
    kept = (WHOLE - cycle_discount) * (WHOLE - account_discount) * (WHOLE - courtesy)
    return UnitPrice(net=full.part(kept, WHOLE**3), full=full)


@dataclass(frozen=True, slots=True)
class Prices:
    """One version of a price list as it holds for one account.

    `monthly` is each item's price for a month, `cycle_discounts` the basis points off by cycle, `account_discounts`
    the negotiated basis points off by item, `undiscounted` the items that the cycle discount leaves out (D02).
    """

    monthly: Mapping[str, Money]
    cycle_discounts: Mapping[Cycle, int]
    account_discounts: Mapping[str, int] = field(default_factory=dict)
    undiscounted: frozenset[str] = frozenset()

    def units(self, cycle: Cycle, *, courtesy: int = 0) -> dict[str, UnitPrice]:
        """The price of one unit of every item for a period of that cycle."""
        return {
            item: unit_price(
                monthly,
                cycle,
                cycle_discount=0 if item in self.undiscounted else self.cycle_discounts.get(cycle, 0),
                account_discount=self.account_discounts.get(item, 0),
                courtesy=courtesy,
            )
            for item, monthly in self.monthly.items()
        }


def included_storage(included: int, per_licence: int, licences: int) -> int:
    """The GB that come with the plan: a fixed part and a part for each licence (D62)."""
    return included + per_licence * licences


def in_order(items: Iterable[str]) -> list[str]:
    """Items as every summary, invoice and fingerprint lists them: licences, storage, then modules by their code."""
    return sorted(items, key=lambda item: (item != LICENCE, item != STORAGE, item))
