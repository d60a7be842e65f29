"""docs/who-may-do-what.md has every address of the router, and none that is gone."""

from tests.portal import who_may


def test_every_address_has_its_row() -> None:
    known, listed = set(who_may.routes()), {row.address for row in who_may.rows()}
    assert len(known) > 50
    assert not known - listed, "say in docs/who-may-do-what.md who may do what there"
    assert not listed - known, "these addresses are gone"


def test_no_row_is_there_twice() -> None:
    rows = [(row.address, row.method) for row in who_may.rows()]
    assert len(rows) == len(set(rows))
