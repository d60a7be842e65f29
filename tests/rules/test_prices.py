"""Unit prices: one rounding over all discounts."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given

from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import (
    LICENCE,
    STORAGE,
    WHOLE,
    Prices,
    UnitPrice,
    in_order,
    included_storage,
    unit_price,
)
from tests.rules.ground import CONVERSAS, PROFISSIONAL, amounts, brl, cycles, discounts


@given(amounts, cycles, discounts, discounts, discounts)
def test_a_unit_price_is_rounded_once(monthly: Money, cycle: Cycle, off: int, agreed: int, courtesy: int) -> None:
    """D01."""
    price = unit_price(monthly, cycle, cycle_discount=off, account_discount=agreed, courtesy=courtesy)
    exact = Fraction(monthly.centavos * cycle)
    for discount in (off, agreed, courtesy):
        exact *= Fraction(WHOLE - discount, WHOLE)
    assert price.net == Money(floor(exact + Fraction(1, 2)))
    assert price.full == monthly.times(cycle)
    assert price.net <= price.full


@pytest.mark.parametrize(
    ("cycle", "licence", "gb", "conversas"),
    [
        (Cycle.MONTHLY, "89,90", "1,50", "29,90"),
        (Cycle.QUARTERLY, "269,70", "4,50", "89,70"),
        (Cycle.SEMIANNUAL, "485,46", "8,10", "161,46"),
        (Cycle.ANNUAL, "863,04", "14,40", "287,04"),
    ],
)
def test_the_golden_price_list(cycle: Cycle, licence: str, gb: str, conversas: str) -> None:
    units = PROFISSIONAL.units(cycle)
    assert {item: unit.net for item, unit in units.items()} == {
        LICENCE: brl(licence),
        STORAGE: brl(gb),
        CONVERSAS: brl(conversas),
    }


def test_an_item_left_out_of_the_cycle_discount_keeps_its_full_price() -> None:
    """D02."""
    prices = Prices(
        monthly=PROFISSIONAL.monthly,
        cycle_discounts=PROFISSIONAL.cycle_discounts,
        account_discounts={LICENCE: 750},
        undiscounted=frozenset({STORAGE}),
    )
    units = prices.units(Cycle.ANNUAL)
    assert units[STORAGE] == UnitPrice(net=brl("18,00"), full=brl("18,00"))
    assert units[CONVERSAS] == UnitPrice(net=brl("287,04"), full=brl("358,80"))
    assert units[LICENCE].net == brl("798,31")  # 1.078,80 × 0,8 × 0,925 = 798,312


def test_a_courtesy_period_can_be_free() -> None:
    assert PROFISSIONAL.units(Cycle.MONTHLY, courtesy=WHOLE)[LICENCE].net == ZERO


@pytest.mark.parametrize("discount", [-1, WHOLE + 1])
def test_a_discount_takes_something_off_and_never_more_than_everything(discount: int) -> None:
    with pytest.raises(AssertionError):
        unit_price(brl("89,90"), Cycle.MONTHLY, cycle_discount=discount)


def test_included_storage_grows_with_licences() -> None:
    assert included_storage(20, 2, 8) == 36


def test_items_have_one_order_everywhere() -> None:
    assert in_order(["zeta", STORAGE, "conversas", LICENCE]) == [LICENCE, STORAGE, "conversas", "zeta"]
