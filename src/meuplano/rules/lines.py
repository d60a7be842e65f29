"""The lines of a quote, which become the lines of its invoice: every amount is made here, shown and charged alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.prices import UnitPrice, in_order
from meuplano.rules.proration import Share

CHARGE = "charge"  # a price for days to come
UNUSED = "unused"  # days paid for that a longer cycle gives back (D12)
PREPAID = "prepaid"  # a next period already paid that a longer cycle gives back (D12)
STILL_OPEN = "still_open"  # papers of the current period that the order withdraws (D12)
TO_CREDIT = "to_credit"  # what an order worth less than zero leaves as credit (D12)
LATE_CHARGES = "late_charges"  # fine and interest of an earlier invoice (D27)
BRIDGE = "bridge"  # the days between two anchors (D45)
ALREADY_PAID = "already_paid"  # what was paid of a debt that the ladder's end reduces (D26)
DISCOUNT = "discount"  # what finance takes off an open invoice

RECURRING = frozenset({CHARGE, BRIDGE})  # what the days of a period cost
TAKEN_OFF = frozenset({UNUSED, PREPAID, ALREADY_PAID, DISCOUNT})


@dataclass(frozen=True, slots=True)
class Line:
    """quantity × unit price of a whole period × days ÷ nominal days of one item, or a plain amount (`plain_line`)."""

    item: str
    quantity: int
    unit: UnitPrice
    days: int
    of_days: int
    kind: str = CHARGE

    @property
    def amount(self) -> Money:
        """What the line costs, rounded half up once; negative when it gives something back (D01, D12)."""
        amount = Share(self.days, self.of_days).of(self.unit.net, self.quantity)
        return -amount if self.kind in TAKEN_OFF else amount

    @property
    def discount(self) -> Money:
        """How much less than without discounts: a difference of two lines, never computed by itself (D01)."""
        if self.kind in TAKEN_OFF:
            return ZERO
        return Share(self.days, self.of_days).of(self.unit.full, self.quantity) - self.amount

    def as_json(self) -> dict[str, str | int]:
        """What is kept and shown of it: its multiplication and its amount, in centavos."""
        return {
            "item": self.item,
            "kind": self.kind,
            "quantity": self.quantity,
            "unit": self.unit.net.centavos,
            "full_unit": self.unit.full.centavos,
            "days": self.days,
            "of_days": self.of_days,
            "amount": self.amount.centavos,
        }


@dataclass(frozen=True, slots=True)
class Held:
    """A quantity of one item in force and the unit price at which it was really invoiced for its period (D12)."""

    item: str
    quantity: int
    unit: UnitPrice


def lines_for(
    quantities: Mapping[str, int], units: Mapping[str, UnitPrice], share: Share, kind: str = CHARGE
) -> tuple[Line, ...]:
    """One line an item, in the order of every list; items of quantity zero are left out.

    Raises UnknownItem for an item without a price.
    """
    return tuple(
        Line(item, quantities[item], price_of(item, units), share.days, share.of_days, kind)
        for item in in_order(quantities)
        if quantities[item]
    )


def lines_held(held: Iterable[Held], share: Share, kind: str) -> tuple[Line, ...]:
    """One line for each item and price that is held."""
    rows = list(held)
    order = {item: place for place, item in enumerate(in_order({row.item for row in rows}))}
    return tuple(
        Line(row.item, row.quantity, row.unit, share.days, share.of_days, kind)
        for row in sorted(rows, key=lambda row: (order[row.item], row.unit.net))
        if row.quantity
    )


def plain_line(kind: str, amount: Money) -> Line:
    """A line that is an amount and no multiplication; its item is its kind."""
    return Line(kind, 1, UnitPrice(amount, amount), 1, 1, kind)


def total_of(lines: Iterable[Line]) -> Money:
    """What the lines cost together."""
    return total(line.amount for line in lines)


class UnknownItem(ValueError):
    """An item that the price list does not have."""


def price_of(item: str, units: Mapping[str, UnitPrice]) -> UnitPrice:
    """The item's unit price; raises UnknownItem."""
    if item not in units:
        raise UnknownItem(item)
    return units[item]
