"""Until when an order may be paid, and how."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.money import ZERO, Money
from meuplano.rules.orders import (
    BELOW_MINIMUM,
    BOLETO,
    CARD,
    NEEDS_BILLING_DETAILS,
    NO_BUSINESS_DAY_LEFT,
    NOTHING_TO_PAY,
    PIX,
    Offered,
    boleto_due,
    boleto_expiry,
    methods_offered,
    pix_end,
    renewal_method,
)
from meuplano.rules.periods import Cycle, nth_period
from tests.rules.ground import CALENDAR, brl, day, period

MARCH = period("05/03/2027–05/04/2027")


@given(
    st.dates(date(2024, 2, 1), date(2026, 10, 1)),
    st.sampled_from(Cycle),
    st.integers(1, 5),
    st.integers(0, 4),
    st.data(),
)
def test_no_order_outlives_its_period(
    anchor: date, cycle: Cycle, days: int, clearing: int, data: st.DataObject
) -> None:
    """D06."""
    this = nth_period(anchor, cycle, 0)
    today = data.draw(st.dates(this.start, this.last_day))
    assert today <= pix_end(today, this) <= this.last_day
    due = boleto_due(today, this, CALENDAR, days=days, clearing=clearing)
    usual = CALENDAR.add(today, days)
    if due is None:
        first = CALENDAR.add(today, 1)
        assert boleto_expiry(first, CALENDAR, clearing=clearing) not in this
    else:
        assert today < due <= usual
        assert CALENDAR.is_business_day(due)
        assert boleto_expiry(due, CALENDAR, clearing=clearing) in this
        if due < usual:
            later = CALENDAR.add(due, 1)
            assert boleto_expiry(later, CALENDAR, clearing=clearing) not in this


def test_a_first_contract_has_no_period_to_outlive() -> None:
    assert boleto_due(day("24/03/2027"), None, CALENDAR) == day("30/03/2027")
    assert pix_end(day("24/03/2027"), None) == day("25/03/2027")


def offered(amount: str, today: str = "24/03/2027", *, billing_complete: bool = True) -> dict[str, Offered]:
    return methods_offered(
        amount=brl(amount), today=day(today), period=MARCH, calendar=CALENDAR, billing_complete=billing_complete
    )


def test_every_method_says_until_when_it_can_be_paid() -> None:
    methods = offered("104,40")
    assert methods == {
        PIX: Offered(PIX, day("25/03/2027"), day("25/03/2027")),
        CARD: Offered(CARD, day("24/03/2027"), day("24/03/2027")),
        BOLETO: Offered(BOLETO, day("30/03/2027"), day("01/04/2027")),
    }
    assert all(method.offered for method in methods.values())


def test_a_method_that_is_not_offered_says_why() -> None:
    """D50."""
    assert {method.reason for method in offered("0,00").values()} == {NOTHING_TO_PAY}
    small = offered("4,99")
    assert small[BOLETO].reason == BELOW_MINIMUM
    assert small[CARD].offered
    assert small[PIX].offered
    tiny = offered("0,99")
    assert tiny[CARD].reason == BELOW_MINIMUM
    assert tiny[PIX].offered
    late = offered("104,40", "31/03/2027")
    assert late[BOLETO].reason == NO_BUSINESS_DAY_LEFT
    assert late[PIX].offered
    assert not late[BOLETO].offered


def test_a_boleto_without_billing_details_can_be_offered_once_they_are_given() -> None:
    boleto = offered("104,40", billing_complete=False)[BOLETO]
    assert boleto == Offered(BOLETO, day("30/03/2027"), day("01/04/2027"), NEEDS_BILLING_DETAILS)


@pytest.mark.parametrize(
    ("wanted", "amount", "complete", "answer"),
    [
        (BOLETO, Money(500), True, (BOLETO, None)),
        (BOLETO, Money(499), True, (PIX, BELOW_MINIMUM)),
        (BOLETO, Money(500), False, (PIX, NEEDS_BILLING_DETAILS)),
        (CARD, Money(99), True, (PIX, BELOW_MINIMUM)),
        (CARD, Money(100), False, (CARD, None)),
        (PIX, Money(1), False, (PIX, None)),
        (PIX, ZERO, True, (PIX, None)),
    ],
)
def test_a_renewal_too_small_or_without_details_goes_out_by_pix(
    wanted: str, amount: Money, complete: bool, answer: tuple[str, str | None]
) -> None:
    """D49, D50."""
    assert renewal_method(wanted, amount, billing_complete=complete) == answer


def test_ends_move_with_the_calendar_only() -> None:
    friday = day("02/04/2027")
    assert boleto_expiry(friday, CALENDAR) == friday + timedelta(days=4)
