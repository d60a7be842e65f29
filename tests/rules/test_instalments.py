"""Instalments: nothing lost, one a month on the anchor day, and what is paid is served."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.instalments import TooManyInstalments, instalments, paid_until
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.periods import Cycle, add_months, nth_period
from tests.rules.ground import amounts, brl, cycles, dates, day


@given(amounts, dates, cycles, st.integers(0, 20), st.data())
def test_instalments_sum_to_the_invoice_and_fall_on_the_anchor_day(
    whole: Money, anchor: date, cycle: Cycle, n: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, cycle))
    this = nth_period(anchor, cycle, n)
    parts = instalments(whole, count, due=this.start, anchor=anchor, period=this, cycle=cycle)
    assert total(part.amount for part in parts) == whole
    assert [part.number for part in parts] == list(range(1, count + 1))
    assert [part.due for part in parts] == [add_months(anchor, cycle * n + k) for k in range(count)]
    sizes = [part.amount for part in parts]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] - sizes[-1] <= Money(1)
    assert all(part.due in this for part in parts)


def test_a_late_issue_moves_the_first_due_date_only() -> None:
    anchor = day("05/04/2027")
    year = nth_period(anchor, Cycle.ANNUAL, 0)
    parts = instalments(brl("100,00"), 3, due=day("07/04/2027"), anchor=anchor, period=year, cycle=Cycle.ANNUAL)
    assert [part.due for part in parts] == [day("07/04/2027"), day("05/05/2027"), day("05/06/2027")]


@pytest.mark.parametrize(("n", "cycle"), [(0, Cycle.ANNUAL), (2, Cycle.MONTHLY), (13, Cycle.ANNUAL)])
def test_no_more_instalments_than_months(n: int, cycle: Cycle) -> None:
    with pytest.raises(TooManyInstalments):
        instalments(
            brl("100,00"), n, due=day("05/04/2027"), anchor=day("05/04/2027"),
            period=nth_period(day("05/04/2027"), cycle, 0), cycle=cycle,
        )  # fmt: skip


@given(amounts.filter(bool), dates, cycles, st.data())
def test_paid_days_are_rounded_down(whole: Money, anchor: date, cycle: Cycle, data: st.DataObject) -> None:
    this = nth_period(anchor, cycle, 0)
    paid = Money(data.draw(st.integers(0, whole.centavos)))
    served = (paid_until(this, paid=paid, total=whole) - this.start).days
    assert served * whole.centavos <= this.days * paid.centavos < (served + 1) * whole.centavos


def test_nothing_to_pay_is_paid_and_too_much_serves_no_longer() -> None:
    year = nth_period(day("05/04/2027"), Cycle.ANNUAL, 0)
    assert paid_until(year, paid=ZERO, total=ZERO) == year.end
    assert paid_until(year, paid=brl("20,00"), total=brl("10,00")) == year.end
    assert paid_until(year, paid=ZERO, total=brl("10,00")) == year.start == year.end - timedelta(days=year.days)
