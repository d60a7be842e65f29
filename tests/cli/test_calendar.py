"""`meuplano calendar`: the contract at the terminal."""

import pytest

from tests.brazil.vectors import load
from tests.cli.running import run


def test_the_published_years() -> None:
    published = load("bank_holidays_br")["holidays"]
    for year in ("2024", "2027"):
        outcome = run("calendar", year)
        assert (outcome.status, outcome.errors) == (0, "")
        assert outcome.answers == [[day for day in published if day.startswith(year)]]


@pytest.mark.parametrize("year", ["x", "1999", "99999", "２０２６", "-2026", ""])
def test_a_bad_year_is_said_on_the_error_stream(year: str) -> None:
    outcome = run("calendar", "--", year)
    assert outcome.status == 1
    assert outcome.out == ""
    assert outcome.errors.startswith("meuplano calendar: ")
    assert "Traceback" not in outcome.errors
