"""Figures that finance reads off lines: monthly recurring revenue (D55) and the value of a fiscal note (D43)."""

from collections.abc import Iterable, Mapping

from meuplano.rules.lines import LATE_CHARGES, TO_CREDIT, Line, total_of
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import UnitPrice


def mrr(quantities: Mapping[str, int], units: Mapping[str, UnitPrice], cycle: Cycle) -> Money:
    """What one account is worth a month: the price of its period ÷ months, rounded half up once an account (D55)."""
    return total(units[item].net.times(quantity) for item, quantity in quantities.items()).part(1, cycle)


def service_value(lines: Iterable[Line]) -> Money:
    """What a fiscal note is made out for: service after unused days, without fine and interest or credit (D43)."""
    return max(total_of(line for line in lines if line.kind not in (LATE_CHARGES, TO_CREDIT)), ZERO)
