"""Fine and interest: each rounded by itself, counted from a business day."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.late_fees import LateCharges, LateTerms, days_late, interest_per_day, late_charges
from meuplano.rules.money import ZERO, Money
from tests.rules.ground import CALENDAR, amounts, brl, day


@given(amounts, st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.integers(0, 200))
def test_charges_are_exact_fractions_rounded_once_each(principal: Money, due: date, later: int) -> None:
    """D21."""
    on = due + timedelta(days=later)
    charges = late_charges(principal, due, on, CALENDAR)
    assert charges.days == max((on - CALENDAR.roll(due)).days, 0)
    if not charges.days:
        assert charges.total == ZERO
        return
    interest = Fraction(principal.centavos * charges.days, 3000)
    assert charges.fine == Money(floor(Fraction(principal.centavos, 50) + Fraction(1, 2)))
    assert charges.interest == Money(floor(interest + Fraction(1, 2)))


def test_the_worked_example_of_the_market() -> None:
    charges = late_charges(brl("1.234,56"), day("05/04/2027"), day("15/04/2027"), CALENDAR)
    assert charges == LateCharges(10, brl("24,69"), brl("4,12"))
    assert brl("1.234,56") + charges.total == brl("1.263,37")


def test_due_on_a_closed_day_is_in_time_on_the_next_open_one_and_no_later() -> None:
    saturday_before_carnival = day("06/02/2027")
    ash_wednesday = day("10/02/2027")
    assert days_late(saturday_before_carnival, ash_wednesday, CALENDAR) == 0
    assert days_late(saturday_before_carnival, day("11/02/2027"), CALENDAR) == 1


def test_a_fine_above_the_consumers_limit_needs_a_contract_between_companies() -> None:
    with pytest.raises(ValueError, match="between companies"):
        LateTerms(fine=1000)
    terms = LateTerms(fine=1000, between_companies=True)
    assert late_charges(brl("100,00"), day("05/04/2027"), day("06/04/2027"), CALENDAR, terms).fine == brl("10,00")


def test_interest_a_day_as_a_paper_names_it() -> None:
    assert interest_per_day(brl("1.234,56")) == brl("0,41")
