"""The right of regret: who has it, until when, and what stays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.lines import lines_for, total_of
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import Cycle, nth_period
from meuplano.rules.prices import UnitPrice
from meuplano.rules.proration import left
from meuplano.rules.regret import allowed_until, given_back, may_undo, remaining
from tests.rules.ground import dates, day

CPF, CNPJ = "52998224725", "41738920000199"
holdings = st.dictionaries(st.sampled_from(["licence", "storage", "conversas"]), st.integers(0, 500))


@pytest.mark.parametrize(
    ("today", "tax_id", "for_all", "may"),
    [
        ("24/03/2027", CPF, False, True),
        ("31/03/2027", CPF, False, True),
        ("01/04/2027", CPF, False, False),
        ("24/03/2027", CNPJ, False, False),
        ("31/03/2027", CNPJ, True, True),
        ("24/03/2027", "", False, False),
    ],
)
def test_seven_days_for_a_cpf_or_for_all(today: str, tax_id: str, for_all: bool, may: bool) -> None:
    assert may_undo(day("24/03/2027"), day(today), tax_id, for_all=for_all) is may


@given(agreed=dates, ahead=st.integers(-3, 20), days=st.integers(0, 14))
def test_until_its_last_day_and_no_longer(agreed: date, ahead: int, days: int) -> None:
    today = agreed + timedelta(ahead)
    assert may_undo(agreed, today, CPF, for_all=False, days=days) is (0 <= ahead <= days)
    assert allowed_until(agreed, CNPJ, for_all=False, days=days) is None


@given(held=holdings, added=holdings)
def test_what_stays_and_what_was_added_make_what_was_held(held: dict[str, int], added: dict[str, int]) -> None:
    left = remaining({item: held.get(item, 0) + added.get(item, 0) for item in {**held, **added}}, added)
    assert left == {item: held.get(item, 0) for item in added}
    assert all(quantity >= 0 for quantity in remaining(held, added).values())


@given(dates, st.sampled_from(Cycle), st.integers(1, 99_999), st.integers(1, 500), st.data())
def test_what_a_longer_cycle_gave_back_is_part_of_what_was_paid(
    anchor: date, cycle: Cycle, price: int, quantity: int, data: st.DataObject
) -> None:
    period = nth_period(anchor, cycle, 0)
    bought = data.draw(st.dates(period.start, period.last_day), label="bought")
    changed = data.draw(st.dates(bought, period.last_day), label="changed")
    lines = lines_for({"licence": quantity}, {"licence": UnitPrice(Money(price), Money(price))}, left(period, bought))
    back = given_back(lines, period, changed)
    assert ZERO <= back <= total_of(lines)
    assert given_back(lines, period, bought) == total_of(lines), "changed on the day it was bought: all of it"
    assert given_back(lines, period, period.end) == ZERO
    used = (changed - bought).days
    assert abs((total_of(lines) - back).centavos * period.days - price * quantity * used) <= period.days
