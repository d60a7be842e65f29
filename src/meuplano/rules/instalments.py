"""One invoice in n instalments, and how far the paid ones reach (D28, D29)."""

from dataclasses import dataclass
from datetime import date, timedelta

from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period, add_months

MOST_ON_A_CARD = 12  # one authorisation in at most so many monthly settlements, as the card schemes have it


class TooManyInstalments(ValueError):
    """More instalments than the cycle has months."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """One of the n parts of an invoice."""

    number: int
    due: date
    amount: Money


def instalments(total: Money, n: int, *, due: date, anchor: date, period: Period, cycle: Cycle) -> list[Instalment]:
    """The first on the invoice's due date, then one on the anchor day of each following month.

    The odd centavos go one by one to the first ones. Raises TooManyInstalments.
    """
    if not 1 <= n <= cycle:
        raise TooManyInstalments(f"{n} instalments in {cycle:d} months")
    months = (period.start.year - anchor.year) * 12 + period.start.month - anchor.month
    days = [due, *(add_months(anchor, months + k) for k in range(1, n))]
    amounts = total.split([1] * n)
    return [Instalment(k, day, amount) for k, (day, amount) in enumerate(zip(days, amounts, strict=True), start=1)]


def paid_until(period: Period, *, paid: Money, total: Money) -> date:
    """The first day that is not paid: nominal days × paid ÷ total, rounded down, are (D29).

    A period that costs nothing is paid whole.
    """
    if not total:
        return period.end
    days = period.days * paid.centavos // total.centavos
    return min(period.start + timedelta(days=days), period.end)
