"""A busy life in the test's own database, and that a seed lives the same life again.

A seed that ends with a finding is kept here by number, and its bug gets its story in tests/stories: so far
test_money_taken_back.py (the ladder's end after a part was paid, reversals told before their payment, of a dead order's
part and of a reduced debt) and tests/actions/test_later.py (a worker's jobs outside their transaction).
"""

import pytest
from bench.lives import empty

from tests.lives.life import Life

FOUND = (1, 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", FOUND)
def test_a_seed_that_found_something_finds_it_no_more(seed: int) -> None:
    assert Life(seed, accounts=6, days=100, busy=0.08).live() == {}


@pytest.mark.django_db(transaction=True)
def test_a_seed_lives_the_same_life_again() -> None:
    lives = [Life(5, accounts=3, days=60, busy=0.1) for _ in range(2)]
    for life in lives:
        empty()
        assert life.live() == {}
    assert lives[0].seen == lives[1].seen
    assert lives[0].seen["event payment.received"]
