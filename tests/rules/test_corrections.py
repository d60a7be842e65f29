"""A discount, a credit note and the limit of one person, for every amount (D33, U28)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.corrections import TooMuch, credit_note, discounted, needs_second_person
from meuplano.rules.lines import CHARGE, DISCOUNT, Line, total_of
from meuplano.rules.money import ZERO, Money
from meuplano.rules.prices import UnitPrice

amounts = st.integers(0, 10**9).map(Money)
LINE = Line("licence", 10, UnitPrice(Money(8990), Money(8990)), 31, 31)


def test_a_discount_is_a_line_of_its_own():
    lines = discounted([LINE], Money(9900))
    assert [(line.kind, line.amount) for line in lines] == [(CHARGE, Money(89900)), (DISCOUNT, Money(-9900))]
    assert (total_of(lines), lines[-1].discount) == (Money(80000), ZERO)


@given(st.integers(-5, 100_000).map(Money))
def test_a_discount_takes_at_most_everything(off: Money):
    if ZERO < off <= Money(89900):
        assert total_of(discounted([LINE], off)) == Money(89900) - off
    else:
        with pytest.raises(TooMuch):
            discounted([LINE], off)


@given(amounts, amounts, amounts)
def test_a_note_gives_money_back_before_gifts_and_never_more_than_each(amount: Money, money: Money, courtesy: Money):
    if not ZERO < amount <= money + courtesy:
        with pytest.raises(TooMuch):
            credit_note(amount, money=money, courtesy=courtesy)
        return
    noted = credit_note(amount, money=money, courtesy=courtesy)
    assert noted.refundable + noted.courtesy == amount
    assert ZERO <= noted.refundable <= money
    assert ZERO <= noted.courtesy <= courtesy
    assert not noted.courtesy or noted.refundable == money


@pytest.mark.parametrize(("centavos", "waits"), [(99_999, False), (100_000, False), (100_001, True)])
def test_one_person_goes_up_to_the_limit(centavos: int, waits: bool):
    assert needs_second_person(Money(centavos), Money(100_000)) is waits
