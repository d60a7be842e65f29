"""An account's own prices and discounts, and courtesy periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.agreements import Agreed, Courtesy, courtesy_for, with_agreed
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE, WHOLE, Prices
from tests.rules.ground import brl, cycles, dates, day

LIST = Prices(monthly={LICENCE: brl("89,90"), STORAGE: brl("1,50")}, cycle_discounts={Cycle.ANNUAL: 2000})
amounts = st.integers(0, 10**7).map(Money)
items = st.sampled_from([LICENCE, STORAGE])


def agreed(item: str, *, monthly: str = "", discount: int | None = None, until: str = "") -> Agreed:
    return Agreed(item, brl(monthly) if monthly else None, discount, day("05/04/2027"), day(until) if until else None)


def test_an_agreed_price_comes_before_the_cycle_discount() -> None:
    prices = with_agreed(LIST, [agreed(LICENCE, monthly="80,00")], day("05/04/2027"))
    assert prices.units(Cycle.MONTHLY)[LICENCE].net == brl("80,00")
    assert prices.units(Cycle.ANNUAL)[LICENCE].net == brl("768,00")
    assert prices.units(Cycle.MONTHLY)[STORAGE].net == brl("1,50")


def test_o03_a_discount_that_does_not_divide() -> None:
    prices = with_agreed(LIST, [agreed(LICENCE, discount=750)], day("05/04/2027"))
    assert prices.units(Cycle.MONTHLY)[LICENCE].net == brl("83,16")


def test_a_price_and_a_discount_of_one_item_both_hold_and_the_later_word_counts() -> None:
    terms = [agreed(LICENCE, monthly="80,00"), agreed(LICENCE, discount=1000), agreed(LICENCE, monthly="90,00")]
    assert with_agreed(LIST, terms, day("05/04/2027")).units(Cycle.MONTHLY)[LICENCE].net == brl("81,00")


@pytest.mark.parametrize(
    ("first_day", "holds"),
    [("04/04/2027", False), ("05/04/2027", True), ("04/07/2027", True), ("05/07/2027", False)],
)
def test_it_holds_for_periods_that_begin_within_its_days(first_day: str, holds: bool) -> None:
    term = agreed(LICENCE, monthly="80,00", until="05/07/2027")
    price = with_agreed(LIST, [term], day(first_day)).monthly[LICENCE]
    assert price == (brl("80,00") if holds else brl("89,90"))


def test_what_the_list_does_not_sell_is_left_out() -> None:
    assert with_agreed(LIST, [agreed("conversas", monthly="1,00")], day("05/04/2027")) == LIST


@given(item=items, price=amounts, discount=st.integers(0, WHOLE), cycle=cycles, first=dates, back=st.integers(0, 400))
def test_the_other_items_keep_the_list(
    item: str, price: Money, discount: int, cycle: Cycle, first: date, back: int
) -> None:
    terms = [Agreed(item, price, None, first - timedelta(back)), Agreed(item, None, discount, first)]
    units, listed = with_agreed(LIST, terms, first).units(cycle), LIST.units(cycle)
    other = STORAGE if item == LICENCE else LICENCE
    assert units[other] == listed[other]
    assert units[item].full == price.times(cycle)
    kept = (WHOLE - LIST.cycle_discounts.get(cycle, 0)) * (WHOLE - discount)
    assert units[item].net == price.times(cycle).part(kept, WHOLE**2)


def courtesy(key: int = 1, *, periods: int = 2, used: int = 0, until: date | None = None) -> Courtesy:
    return Courtesy(key, 5000, periods, used, date(2027, 4, 5), until)


def test_a_courtesy_is_for_so_many_periods() -> None:
    assert courtesy(used=1).holds_for(date(2027, 5, 5))
    assert not courtesy(used=2).holds_for(date(2027, 6, 5))
    assert not courtesy().holds_for(date(2027, 4, 4))


def test_its_end_date_comes_first() -> None:
    assert not courtesy(until=date(2027, 5, 5)).holds_for(date(2027, 5, 5))


def test_courtesies_never_add_up() -> None:
    first, second = courtesy(1), courtesy(2)
    assert courtesy_for([first, second], date(2027, 4, 5)) == second
    assert courtesy_for([first, courtesy(2, used=2)], date(2027, 4, 5)) == first
    assert courtesy_for([], date(2027, 4, 5)) is None


@given(off=st.integers(1, WHOLE), cycle=cycles)
def test_a_courtesy_never_costs_more_and_the_whole_of_it_costs_nothing(off: int, cycle: Cycle) -> None:
    reduced, full = LIST.units(cycle, courtesy=off), LIST.units(cycle)
    assert all(Money(0) <= reduced[item].net <= full[item].net for item in full)
    assert off < WHOLE or not any(unit.net for unit in reduced.values())
