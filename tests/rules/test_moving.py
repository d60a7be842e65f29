"""A percentage of accounts is stable, grows without exchanging anybody, and is about as large as it says."""

from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.moving import is_reached, place_of


@given(st.text(min_size=1, max_size=20), st.integers(0, 100), st.integers(0, 100))
def test_a_larger_percentage_only_adds(code: str, one: int, other: int) -> None:
    assert is_reached(code, min(one, other)) <= is_reached(code, max(one, other))
    assert is_reached(code, 100)
    assert not is_reached(code, 0)


def test_places_do_not_change_and_are_spread() -> None:
    assert [place_of(code) for code in ("C1001", "C1002", "C1003")] == [22, 22, 62]
    reached = sum(is_reached(f"C{number}", 20) for number in range(10_000))
    assert 1900 < reached < 2100
