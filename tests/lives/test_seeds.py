"""A busy life in the test's own database, and that a seed lives the same life again.

A seed that ends with a finding is kept here by number, and its bug gets its story in tests/stories: so far
test_money_taken_back.py (the ladder's end after a part was paid, reversals told before their payment, of a dead order's
part and of a reduced debt), tests/actions/test_later.py (a worker's jobs outside their transaction) and
test_prices.py (what follows a paid period with a moved due day).
"""

from typing import Any

import pytest
from bench.lives import empty
from django.db import connection

from meuplano.jobs.schedule import SCHEDULE, automatic
from meuplano.records import faults
from meuplano.records.any_rows import which_have_any
from tests.lives.life import Life

FOUND = (1, 2)


class Doubting(Life):
    """Every few days, what the schedule would skip now is run all the same: it says 0 and writes nothing."""

    def __init__(self, seed: int, **how: Any) -> None:
        super().__init__(seed, **how)
        self.skipped: set[str] = set()

    def tick(self) -> None:
        if self.today.day % 3 == 0:
            hook, faults.hook = faults.hook, None
            for entry in SCHEDULE:
                act = automatic()
                if entry.looks_at and not which_have_any(entry.looks_at, act):
                    with connection.execute_wrapper(only_reads):
                        assert entry.run(act) == 0, entry.name
                    self.skipped.add(entry.name)
            faults.hook = hook
        super().tick()


def only_reads(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
    assert sql.upper().startswith(("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "SET CONSTRAINTS")), sql
    return execute(sql, values, many, context)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", FOUND)
def test_a_seed_that_found_something_finds_it_no_more(seed: int) -> None:
    life = Doubting(seed, accounts=6, days=100, busy=0.08)
    assert life.live() == {}
    assert life.skipped == {entry.name for entry in SCHEDULE if entry.looks_at}


@pytest.mark.django_db(transaction=True)
def test_a_seed_lives_the_same_life_again() -> None:
    lives = [Life(5, accounts=3, days=60, busy=0.1) for _ in range(2)]
    for life in lives:
        empty()
        assert life.live() == {}
    assert lives[0].seen == lives[1].seen
    assert lives[0].seen["event payment.received"]
