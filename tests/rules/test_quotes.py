"""Quotes: what is shown is what is charged, and it sums."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.lines import UnknownItem
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.periods import Cycle, OutsidePeriod, Period, nth_period
from meuplano.rules.prices import LICENCE, STORAGE, UnitPrice, unit_price
from meuplano.rules.proration import Share
from meuplano.rules.quotes import (
    Held,
    Line,
    NothingAdded,
    Quote,
    quote_additions,
    quote_complement,
    quote_longer_cycle,
    quote_renewal,
)
from tests.rules.ground import (
    ANNUAL,
    CONVERSAS,
    MONTHLY,
    amounts,
    brl,
    cycles,
    dates,
    day,
    period,
    price_lists,
    quantities,
    unit_prices,
)

MARCH = period("05/03/2027–05/04/2027")
APRIL = period("05/04/2027–05/05/2027")


def additions(**changed: Any) -> Quote:
    asked: dict[str, Any] = {
        "added": {LICENCE: 3, STORAGE: 5, CONVERSAS: 2},
        "at_renewal": {LICENCE: 10},
        "units": MONTHLY,
        "renewal_units": MONTHLY,
        "period": MARCH,
        "next_period": APRIL,
        "credit": ZERO,
        "today": day("24/03/2027"),
    }
    return quote_additions(**(asked | changed))


@given(st.integers(0, 999), unit_prices(), st.integers(1, 400), st.data())
def test_a_line_is_rounded_once_and_its_discount_is_a_difference(
    quantity: int, unit: UnitPrice, of_days: int, data: st.DataObject
) -> None:
    days = data.draw(st.integers(0, of_days))
    line = Line(LICENCE, quantity, unit, days, of_days)
    assert line.amount == _exactly(quantity, unit.net, days, of_days)
    assert line.amount + line.discount == _exactly(quantity, unit.full, days, of_days)
    assert line.discount >= ZERO


def _exactly(quantity: int, price: Money, days: int, of_days: int) -> Money:
    return Money(floor(Fraction(quantity * price.centavos * days, of_days) + Fraction(1, 2)))


@given(dates, cycles, quantities.filter(lambda q: any(q.values())), quantities, price_lists, amounts, st.data())
def test_r19_the_summary_and_the_charge_are_one_quote(
    anchor: date,
    cycle: Cycle,
    added: dict[str, int],
    at_renewal: dict[str, int],
    units: dict[str, UnitPrice],
    credit: Money,
    data: st.DataObject,
) -> None:
    this, following = nth_period(anchor, cycle, 0), nth_period(anchor, cycle, 1)
    today = data.draw(st.dates(this.start, this.last_day))
    asked: dict[str, Any] = {
        "added": added,
        "at_renewal": at_renewal,
        "units": units,
        "renewal_units": units,
        "period": this,
        "next_period": following,
        "credit": credit,
        "today": today,
    }
    shown, charged = quote_additions(**asked), quote_additions(**asked)
    assert shown.fingerprint() == charged.fingerprint()
    assert shown.due_now == charged.due_now == total(line.amount for line in shown.lines) - shown.credit_used
    assert ZERO <= shown.credit_used <= credit
    assert shown.due_now >= ZERO
    assert shown.next_renewal - shown.renewal_before == total(units[i].net.times(n) for i, n in added.items())
    if today != this.last_day:
        tomorrow = quote_additions(**(asked | {"today": today + timedelta(days=1)}))
        assert tomorrow.fingerprint() != shown.fingerprint()


def test_r19_anything_that_changes_changes_the_fingerprint() -> None:
    cheaper = {**MONTHLY, LICENCE: unit_price(brl("89,89"), Cycle.MONTHLY)}
    seen = [
        quote.fingerprint()
        for quote in (
            additions(),
            additions(added={LICENCE: 4}),
            additions(credit=brl("1,00")),
            additions(units=cheaper),
            additions(renewal_units=cheaper),
            additions(at_renewal={LICENCE: 9}),
            additions(today=day("25/03/2027")),
            additions(invoiced={LICENCE: 10}),
        )
    ]
    assert len(set(seen)) == len(seen)
    assert all(len(fingerprint) == 16 for fingerprint in seen)


def test_items_of_quantity_zero_make_no_line() -> None:
    quote = additions(added={LICENCE: 0, STORAGE: 1, CONVERSAS: 0})
    assert [line.item for line in quote.lines] == [STORAGE]
    assert [line.item for line in quote.renewal_lines] == [LICENCE, STORAGE]


@pytest.mark.parametrize("added", [{}, {LICENCE: 0}, {LICENCE: 2, STORAGE: -1}])
def test_adding_nothing_is_refused(added: Mapping[str, int]) -> None:
    with pytest.raises(NothingAdded):
        additions(added=added)


def test_an_item_without_a_price_is_refused() -> None:
    with pytest.raises(UnknownItem, match="fax"):
        additions(added={"fax": 1})


@pytest.mark.parametrize("today", ["04/03/2027", "05/04/2027"])
def test_a_day_outside_the_period_is_refused(today: str) -> None:
    with pytest.raises(OutsidePeriod):
        additions(today=day(today))


def test_only_the_active_ones_may_renew_less_than_was_bought() -> None:
    quote = additions(at_renewal={LICENCE: 8}, after={LICENCE: 8}, added={LICENCE: 3})
    assert quote.next_renewal == quote.renewal_before == brl("719,20")


def test_credit_is_used_as_far_as_it_is_needed() -> None:
    assert additions(credit=brl("100,00")).due_now == brl("30,45")
    rich = additions(credit=brl("500,00"))
    assert (rich.credit_used, rich.due_now) == (brl("130,45"), ZERO)


def test_a_renewal_may_carry_late_charges_and_bridging_days() -> None:
    quote = quote_renewal(
        quantities={LICENCE: 10},
        units=MONTHLY,
        period=APRIL,
        credit=ZERO,
        today=day("26/03/2027"),
        late_charges=brl("9,98"),
        bridge=Share(5, 30),
    )
    assert [line.kind for line in quote.lines] == ["charge", "bridge", "late_charges"]
    assert quote.total == brl("899,00") + brl("149,83") + brl("9,98")
    assert quote.next_renewal == brl("899,00")
    assert quote.renewal_on == day("05/05/2027")


def test_a_courtesy_renewal_announces_the_full_price_that_follows() -> None:
    free = {LICENCE: UnitPrice(net=ZERO, full=brl("89,90"))}
    quote = quote_renewal(
        quantities={LICENCE: 10}, units=free, next_units=MONTHLY, period=APRIL, credit=ZERO, today=day("26/03/2027")
    )
    assert (quote.total, quote.discount, quote.next_renewal) == (ZERO, brl("899,00"), brl("899,00"))


def test_a_period_without_licences_is_refused() -> None:
    with pytest.raises(NothingAdded):
        quote_renewal(quantities={LICENCE: 0}, units=MONTHLY, period=APRIL, credit=ZERO, today=APRIL.start)
    with pytest.raises(NothingAdded):
        longer(quantities={})


def test_a_complement_of_nothing_is_none() -> None:
    same = {LICENCE: 10, STORAGE: 2}
    fewer = {LICENCE: 9, STORAGE: 2}
    for holding in (same, fewer):
        assert (
            quote_complement(
                holding=holding, invoiced=same, units=MONTHLY, period=APRIL, credit=ZERO, today=APRIL.start
            )
            is None
        )


def longer(**changed: Any) -> Quote:
    today = day("16/03/2027")
    asked: dict[str, Any] = {
        "quantities": {LICENCE: 10},
        "units": ANNUAL,
        "new_period": nth_period(today, Cycle.ANNUAL, 0),
        "held": [Held(LICENCE, 10, MONTHLY[LICENCE])],
        "period": MARCH,
        "credit": ZERO,
        "today": today,
    }
    return quote_longer_cycle(**(asked | changed))


def test_a_next_period_already_paid_comes_off_whole() -> None:
    quote = longer(prepaid=[Line(LICENCE, 10, MONTHLY[LICENCE], 30, 30)])
    assert [str(line.amount) for line in quote.lines] == [
        str(brl("8.630,40")),
        str(brl("-580,00")),
        str(brl("-899,00")),
    ]


def test_what_is_open_of_the_current_period_gives_less_back() -> None:
    assert longer(still_open=brl("100,00")).due_now == longer().due_now + brl("100,00")


def test_a_change_worth_less_than_nothing_becomes_credit() -> None:
    quote = longer(quantities={LICENCE: 1}, held=[Held(LICENCE, 100, MONTHLY[LICENCE])], credit=brl("50,00"))
    assert quote.to_credit == brl("5.800,00") - brl("863,04")
    assert quote.total == quote.due_now == quote.credit_used == ZERO
    assert total(line.amount for line in quote.lines) == ZERO


def test_what_was_given_for_nothing_gives_nothing_back() -> None:
    free = UnitPrice(net=ZERO, full=brl("89,90"))
    quote = longer(held=[Held(LICENCE, 2, MONTHLY[LICENCE]), Held(LICENCE, 10, free), Held(STORAGE, 0, free)])
    assert [(line.quantity, str(line.amount)) for line in quote.lines[1:]] == [
        (10, str(ZERO)),
        (2, str(brl("-116,00"))),
    ]
    assert quote.discount == brl("2.157,60")  # of the annual line alone


def test_a_longer_cycle_starts_today() -> None:
    with pytest.raises(OutsidePeriod):
        longer(today=day("17/03/2027"))


PARTIAL, GIFT = 3333, 10_000


@pytest.mark.parametrize("cycle", Cycle)
@pytest.mark.parametrize("discount", [0, PARTIAL, GIFT])
@pytest.mark.parametrize("item", [LICENCE, CONVERSAS], ids=["per-licence", "fixed"])
@pytest.mark.parametrize(("before", "after"), [(1, 3), (3, 1)], ids=["up", "down"])
def test_r12_a_change_costs_new_net_less_old_net_and_zero_is_valid(
    item: str, before: int, after: int, discount: int, cycle: Cycle
) -> None:
    monthly = brl("29,90")
    old = unit_price(monthly, Cycle.MONTHLY, account_discount=discount)
    new = unit_price(monthly, cycle, account_discount=discount)
    this = period("05/03/2027–05/04/2027")
    quote = quote_longer_cycle(
        quantities={item: after},
        units={item: new},
        new_period=nth_period(this.start, cycle, 0),
        held=[Held(item, before, old)],
        period=this,
        credit=ZERO,
        today=this.start,
    )
    difference = new.net.times(after) - old.net.times(before)
    assert quote.due_now - quote.to_credit == difference
    assert quote.due_now == max(difference, ZERO)
    assert quote.due_now >= ZERO
    if discount == GIFT:
        assert quote.due_now == quote.to_credit == ZERO


@given(dates, cycles, st.lists(st.tuples(st.integers(1, 50), unit_prices()), min_size=1, max_size=4), amounts)
def test_the_lines_of_any_longer_cycle_sum_to_what_is_charged(
    anchor: date, cycle: Cycle, rows: list[tuple[int, UnitPrice]], credit: Money
) -> None:
    this = nth_period(anchor, Cycle.MONTHLY, 0)
    quote = quote_longer_cycle(
        quantities={LICENCE: 2},
        units={LICENCE: unit_price(brl("10,00"), cycle)},
        new_period=Period(this.last_day, nth_period(this.last_day, cycle, 0).end),
        held=[Held(LICENCE, quantity, unit) for quantity, unit in rows],
        period=this,
        credit=credit,
        today=this.last_day,
    )
    assert quote.total == total(line.amount for line in quote.lines) >= ZERO
    assert quote.due_now >= ZERO
    assert quote.fingerprint() == replace(quote).fingerprint()
