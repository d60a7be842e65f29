"""Every state machine: what its table does not say is not allowed, and the document is the table."""

from pathlib import Path

import pytest

from meuplano.rules import lifecycle

DOCUMENT = Path(__file__).parents[2] / "docs" / "lifecycles.md"


def test_the_document_is_made_from_the_tables() -> None:
    assert DOCUMENT.read_text() == lifecycle.as_markdown(), (
        "run python -m meuplano.rules.lifecycle > docs/lifecycles.md"
    )


@pytest.mark.parametrize("name", lifecycle.ALL)
def test_a_table_allows_its_own_moves_and_no_other(name: str) -> None:
    _, table = lifecycle.ALL[name]
    events = {event for _, event in table}
    for state in lifecycle.states(table):
        for event in events:
            if (state, event) in table:
                assert lifecycle.advance(table, state, event) == table[state, event]
            else:
                with pytest.raises(lifecycle.NotAllowed):
                    lifecycle.advance(table, state, event)


@pytest.mark.parametrize("name", lifecycle.ALL)
def test_every_state_is_reached_from_the_first(name: str) -> None:
    _, table = lifecycle.ALL[name]
    reached = {lifecycle.states(table)[0]}
    while True:
        further = {end for (start, _), end in table.items() if start in reached} - reached
        if not further:
            break
        reached |= further
    assert reached == set(lifecycle.states(table))
    assert lifecycle.final_states(table) or table is lifecycle.REQUEST, "only a request can always be opened again"


def test_money_for_a_dead_order_never_revives_it() -> None:
    for dead in ("expired", "withdrawn", "declined", "undone"):
        with pytest.raises(lifecycle.NotAllowed):
            lifecycle.advance(lifecycle.ORDER, dead, "apply")


def test_a_charge_of_unknown_fate_is_never_sent_again_unasked() -> None:
    with pytest.raises(lifecycle.NotAllowed):
        lifecycle.advance(lifecycle.CHARGE, "unknown", "send")


def test_the_gateway_may_correct_itself_until_the_money_is_there() -> None:
    for said in ("declined", "refused", "cancelled", "expired"):
        assert lifecycle.advance(lifecycle.CHARGE, said, "pay") == "paid"
