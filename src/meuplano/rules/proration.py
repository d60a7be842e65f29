"""What is left of a period that is joined or left today, and what it costs (product.md rule 2)."""

from dataclasses import dataclass
from datetime import date

from meuplano.rules.money import Money
from meuplano.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Share:
    """Some of the nominal days of a period: "12 de 31 dias"."""

    days: int
    of_days: int

    def of(self, price: Money, quantity: int) -> Money:
        """quantity × price for the whole period × days ÷ nominal days, rounded half up, once (D01)."""
        return price.times(quantity).part(self.days, self.of_days)


def left(period: Period, today: date) -> Share:
    """The days from today on, today included; raises OutsidePeriod."""
    return Share(period.days_left(today), period.days)


def used(period: Period, until: date) -> Share:
    """The days from the first one up to, and without, `until`; never more than the period has (D26)."""
    days = (until - period.start).days
    return Share(min(max(days, 0), period.days), period.days)


def whole(period: Period) -> Share:
    """All days of a period."""
    return Share(period.days, period.days)
