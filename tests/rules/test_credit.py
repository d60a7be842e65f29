"""Credit: the oldest first, never more than there is or than is needed."""

from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.credit import spend
from meuplano.rules.money import ZERO, Money, total
from tests.rules.ground import amounts, brl


def test_the_oldest_is_used_up_first() -> None:
    credits = [(7, brl("300,00")), (3, brl("700,00"))]
    assert spend(credits, brl("899,00")) == [(7, brl("300,00")), (3, brl("599,00"))]
    assert spend(credits, brl("300,00")) == [(7, brl("300,00"))]
    assert spend(credits, ZERO) == []


@given(st.lists(amounts), amounts)
def test_never_more_than_a_balance_or_the_amount(balances: list[Money], amount: Money) -> None:
    spent = spend(list(enumerate(balances)), amount)
    assert total(taken for _, taken in spent) == min(amount, total(balances))
    assert all(ZERO < taken <= balances[key] for key, taken in spent)
    keys = [key for key, _ in spent]
    assert keys == sorted(keys)
    assert all(taken == balances[key] for key, taken in spent[:-1])
    skipped = set(range(keys[-1] if keys else 0)) - set(keys)
    assert all(not balances[key] for key in skipped)
