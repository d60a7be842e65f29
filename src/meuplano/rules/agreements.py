"""An account's own terms: agreed prices and discounts (D38), and courtesy periods (D40)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from meuplano.rules.money import Money
from meuplano.rules.prices import Prices


@dataclass(frozen=True, slots=True)
class Agreed:
    """A monthly unit price before cycle discounts, or a discount in basis points, of one item.

    It holds for the periods that begin on `from_day` or later and, if `until` is set, before that day.
    """

    item: str
    monthly: Money | None
    discount: int | None
    from_day: date
    until: date | None = None

    def holds_for(self, first_day: date) -> bool:
        """Whether a period that begins on that day is priced with it."""
        return self.from_day <= first_day and (self.until is None or first_day < self.until)


def with_agreed(listed: Prices, agreed: Iterable[Agreed], first_day: date) -> Prices:
    """The list with what was agreed in its place, for a period that begins on that day.

    `agreed` in the order in which it was agreed: the later word about an item counts. A price and a discount of one
    item are two words. What the list does not sell is left out.
    """
    monthly, discounts = dict(listed.monthly), dict(listed.account_discounts)
    for term in agreed:
        if term.item not in monthly or not term.holds_for(first_day):
            continue
        if term.monthly is not None:
            monthly[term.item] = term.monthly
        if term.discount is not None:
            discounts[term.item] = term.discount
    return replace(listed, monthly=monthly, account_discounts=discounts)


@dataclass(frozen=True, slots=True)
class Courtesy:
    """A reduction of `off` basis points for some whole periods, of which `used` have begun (D40).

    It holds for the periods that begin on `from_day` or later and, if `until` is set, before that day.
    """

    key: int
    off: int
    periods: int
    used: int
    from_day: date
    until: date | None = None

    def holds_for(self, first_day: date) -> bool:
        """Whether a period that begins on that day is reduced by it."""
        in_time = self.from_day <= first_day and (self.until is None or first_day < self.until)
        return in_time and self.used < self.periods


def courtesy_for(courtesies: Sequence[Courtesy], first_day: date) -> Courtesy | None:
    """The courtesy of a period that begins on that day: the one given last, if several hold; they never add up."""
    return next((courtesy for courtesy in reversed(courtesies) if courtesy.holds_for(first_day)), None)
