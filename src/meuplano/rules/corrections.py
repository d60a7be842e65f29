"""What finance may correct of an invoice: a discount while it is open, a credit note once it is paid (D33, D42).

An issued invoice is never changed: a discount takes its place with a new number, a credit note stands beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from meuplano.rules.lines import DISCOUNT, Line, plain_line, total_of
from meuplano.rules.money import ZERO, Money


class TooMuch(ValueError):
    """More than there is to take off or to give back; nothing is rounded down silently."""


def discounted(lines: Iterable[Line], off: Money) -> tuple[Line, ...]:
    """The lines with one more that takes `off` (above zero) from their total, at most all of it. Raises TooMuch."""
    whole = tuple(lines)
    if not ZERO < off <= total_of(whole):
        raise TooMuch(off)
    return (*whole, plain_line(DISCOUNT, off))


@dataclass(frozen=True, slots=True)
class Noted:
    """How a credit note divides: what money had paid can be paid out again, what a gift had paid stays a gift (D33)."""

    refundable: Money
    courtesy: Money


def credit_note(amount: Money, *, money: Money, courtesy: Money) -> Noted:
    """Divide `amount` over what money and what courtesy credit paid and no earlier note gave back: money first.

    All of it in centavos above zero, at most both together. Raises TooMuch.
    """
    if not ZERO < amount <= money + courtesy:
        raise TooMuch(amount)
    refundable = min(amount, money)
    return Noted(refundable, amount - refundable)


def needs_second_person(amount: Money, limit: Money) -> bool:
    """Whether a correction of this amount waits for another person of the team: above the limit, not at it (U28)."""
    return amount > limit
