"""Tax withheld: what finance may settle as a difference (D44)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules import ledger, retention
from meuplano.rules.money import ZERO, Money
from meuplano.rules.retention import refusal

CENTAVOS = st.integers(0, 10**9).map(Money)


@pytest.mark.parametrize(
    ("amount", "paid", "still_open", "why"),
    [
        (5529, 84371, 5529, None),
        (1349, 84371, 5529, None),  # one tax of several
        (5530, 84371, 5529, retention.MORE_THAN_DIFFERENCE),
        (0, 84371, 5529, retention.NO_AMOUNT),
        (89900, 0, 89900, retention.NOTHING_PAID),
        (1, 89900, 0, retention.MORE_THAN_DIFFERENCE),
    ],
)
def test_d44_only_a_difference_of_what_was_paid(amount: int, paid: int, still_open: int, why: str | None) -> None:
    assert refusal(Money(amount), paid=Money(paid), still_open=Money(still_open)) == why


@given(CENTAVOS, CENTAVOS, CENTAVOS)
def test_d44_never_more_than_is_open_and_never_the_whole(amount: Money, paid: Money, still_open: Money) -> None:
    if refusal(amount, paid=paid, still_open=still_open) is None:
        assert ZERO < amount <= still_open
        assert amount < paid + still_open


@given(st.integers(1, 10**9).map(Money))
def test_d44_no_cash_moves(amount: Money) -> None:
    posted = {posting.book: posting.amount for posting in ledger.retained(amount)}
    assert posted == {ledger.RETENTION: amount, ledger.RECEIVABLE: -amount}
