"""When the terms are asked for: a contract, a first order, a first stored card; not because a version is new (D53)."""

import pytest

from meuplano.rules.consent import CARD, CONTRACT, MOMENTS, ORDER, Consents, asked_at


@pytest.mark.parametrize(
    ("accepted", "imported", "expected"),
    [
        ([], False, (CONTRACT, ORDER, CARD)),
        ([], True, (CONTRACT, CARD)),
        ([(1, CONTRACT)], False, (CONTRACT, CARD)),
        ([(1, ORDER)], False, (CONTRACT, CARD)),
        ([(1, CARD)], True, (CONTRACT,)),
        ([(1, ORDER), (1, CARD)], False, (CONTRACT,)),
    ],
)
def test_each_moment_asks_once_and_a_contract_always(
    accepted: list[tuple[int, str]], imported: bool, expected: tuple[str, ...]
) -> None:
    """D53: version 2 is the newest, and what was accepted of version 1 still stands until the next contract."""
    assert asked_at(MOMENTS, 2, Consents(frozenset(accepted), imported)) == expected


def test_nothing_published_asks_nobody() -> None:
    assert asked_at(MOMENTS, None, Consents(frozenset(), imported=False)) == ()
