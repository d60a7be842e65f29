"""Fine and interest of an invoice paid late (D21)."""

from dataclasses import dataclass
from datetime import date

from meuplano.rules.calendar import Calendar
from meuplano.rules.money import ZERO, Money
from meuplano.rules.prices import WHOLE

DAYS_OF_A_MONTH = 30
FINE_LIMIT = 200
"""Basis points: a consumer's fine is at most 2 % (CDC art. 52 §1)."""


@dataclass(frozen=True, slots=True)
class LateTerms:
    """The contract's fine, once, and interest a month, by calendar day: both in basis points of the open principal.

    A higher fine than a consumer's limit needs `between_companies` (Civil Code art. 413), or it is a ValueError.
    """

    fine: int = 200
    interest: int = 100
    between_companies: bool = False

    def __post_init__(self) -> None:
        if self.fine > FINE_LIMIT and not self.between_companies:
            raise ValueError("a fine above 2 % is for contracts between companies only")


TERMS = LateTerms()


@dataclass(frozen=True, slots=True)
class LateCharges:
    """Days late, fine and interest, each rounded by itself."""

    days: int
    fine: Money
    interest: Money

    @property
    def total(self) -> Money:
        return self.fine + self.interest


def days_late(due: date, on: date, calendar: Calendar) -> int:
    """Calendar days after the due date moved to a business day; 0 when in time (Law 7.089/1983, D21)."""
    return max((on - calendar.roll(due)).days, 0)


def late_charges(principal: Money, due: date, on: date, calendar: Calendar, terms: LateTerms = TERMS) -> LateCharges:
    """Fine and interest on the open principal, if paid on that day; interest never on fine or interest (D21, D27)."""
    days = days_late(due, on, calendar)
    if not days:
        return LateCharges(0, ZERO, ZERO)
    return LateCharges(
        days,
        fine=principal.part(terms.fine, WHOLE),
        interest=principal.part(terms.interest * days, WHOLE * DAYS_OF_A_MONTH),
    )


def interest_per_day(principal: Money, terms: LateTerms = TERMS) -> Money:
    """What a paper names as interest a day, in centavos (D22)."""
    return principal.part(terms.interest, WHOLE * DAYS_OF_A_MONTH)
