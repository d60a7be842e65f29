"""How a subscription ends and what stays owed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.endings import may_regret, reduction
from meuplano.rules.lines import BRIDGE, LATE_CHARGES, Held, Line, plain_line, total_of
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import Cycle, nth_period
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.quotes import quote_longer_cycle, quote_renewal
from tests.rules.ground import MONTHLY, amounts, brl, day, period, price_lists, quantities

MARCH = period("05/03/2027–05/04/2027")


@given(quantities.filter(lambda q: any(q.values())), price_lists, amounts, st.dates(MARCH.start, MARCH.end))
def test_the_reduced_debt_is_that_of_the_days_with_access(
    held: dict[str, int], units: dict[str, object], paid: Money, suspended_on: date
) -> None:
    invoice = quote_renewal(quantities=held, units=units, period=MARCH, credit=ZERO, today=MARCH.start)  # type: ignore[arg-type]
    left = reduction(invoice.lines, MARCH, suspended_on=suspended_on, paid=paid)
    days = (suspended_on - MARCH.start).days
    assert all((line.days, line.of_days) == (days, 31) for line in left.lines)
    assert ZERO <= left.owed <= invoice.total


def test_what_was_paid_comes_off_and_never_below_zero() -> None:
    lines = (Line(LICENCE, 6, MONTHLY[LICENCE], 31, 31),)
    assert reduction(lines, MARCH, suspended_on=day("22/03/2027"), paid=brl("100,00")).owed == brl("195,80")
    assert reduction(lines, MARCH, suspended_on=day("22/03/2027"), paid=brl("300,00")).owed == ZERO


def test_an_addition_owes_its_own_days_and_a_plain_amount_stays() -> None:
    lines = (
        Line(STORAGE, 31, MONTHLY[STORAGE], 12, 31),  # bought on 24/03
        plain_line(LATE_CHARGES, brl("9,98")),
    )
    left = reduction(lines, MARCH, suspended_on=day("26/03/2027"))
    assert [line.days for line in left.lines] == [2, 1]
    assert left.owed == brl("3,00") + brl("9,98")
    assert reduction(lines, MARCH, suspended_on=day("20/03/2027")).owed == brl("9,98")


def test_an_unpaid_longer_cycle_owes_its_days_less_what_came_off() -> None:
    today = day("16/03/2027")
    year = nth_period(today, Cycle.ANNUAL, 0)
    quote = quote_longer_cycle(
        quantities={LICENCE: 1},
        units=MONTHLY,
        new_period=year,
        held=[Held(LICENCE, 100, MONTHLY[LICENCE])],
        period=MARCH,
        credit=ZERO,
        today=today,
    )
    left = reduction(quote.lines, year, suspended_on=day("31/03/2027"))
    assert [line.kind for line in left.lines] == ["charge", "unused"]
    assert left.owed == ZERO


def test_regret_within_seven_days() -> None:
    agreed = day("24/03/2027")
    assert may_regret(agreed, agreed)
    assert may_regret(agreed, day("31/03/2027"))
    assert not may_regret(agreed, day("01/04/2027"))
    assert not may_regret(agreed, day("23/03/2027"))


@pytest.mark.parametrize(
    ("suspended_on", "kept"),
    [
        ("15/04/2027", [("bridge", 10)]),  # within the bridging days: nothing of the nominal period was used
        ("25/04/2027", [("charge", 5), ("bridge", 15)]),
    ],
)
def test_a_period_with_bridging_days_is_reduced_in_their_order(suspended_on: str, kept: list[tuple[str, int]]) -> None:
    """D26, D45: 05/04 to 20/04 are the bridge, 20/04 to 20/05 the nominal period."""
    lines = (
        Line(LICENCE, 10, MONTHLY[LICENCE], 30, 30),
        Line(LICENCE, 10, MONTHLY[LICENCE], 15, 30, BRIDGE),
    )
    reduced = reduction(lines, period("05/04/2027–20/05/2027"), suspended_on=day(suspended_on))
    assert [(line.kind, line.days) for line in reduced.lines] == kept
    assert reduced.owed == total_of(reduced.lines)
