"""Going too fast: so many within so much time, whatever the order in which they are told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.pace import Pace, wait

NOW = datetime(2027, 3, 24, 15, tzinfo=UTC)
HOUR = Pace(3, timedelta(hours=1))


def ago(*minutes: float) -> list[datetime]:
    return [NOW - timedelta(minutes=m) for m in minutes]


@pytest.mark.parametrize(
    ("minutes", "more", "left"),
    [
        ([], 1, 0),
        ([10, 5], 1, 0),
        ([50, 10, 5], 1, 10),
        ([5, 50, 10], 1, 10),
        ([60, 10, 5], 1, 0),
        ([50, 40], 2, 10),
        ([50, 40, 30], 2, 20),
        ([50, 40], 3, 20),
        ([], 4, 0),
        ([50, 40, 30, 20], 1, 20),
        ([50, 40, 30], 0, 0),
    ],
)
def test_how_long_to_wait(minutes: list[float], more: int, left: int) -> None:
    assert wait(ago(*minutes), HOUR, NOW, more) == timedelta(minutes=left)


@given(st.lists(st.integers(0, 90), max_size=8), st.integers(1, 3))
def test_after_the_wait_and_not_before_it_is_allowed(minutes: list[int], more: int) -> None:
    done = ago(*minutes)
    left = wait(done, HOUR, NOW, more)
    assert wait(done, HOUR, NOW + left, more) == timedelta()
    if left:
        assert wait(done, HOUR, NOW + left - timedelta(seconds=1), more) == timedelta(seconds=1)
