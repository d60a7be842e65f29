"""The due factor: every published date, the roll-over of 22/02/2025 (R-23), and both ways through all its days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil.due_factor import FIRST_DUE, LAST_DUE, DueFactorError, due_date, due_factor
from tests.brazil.vectors import load

VECTORS = load("fator_vencimento")


@pytest.mark.parametrize("vector", VECTORS["forward"], ids=lambda vector: vector["due_date"])
def test_a_date_has_its_published_factor(vector: dict[str, str]) -> None:
    assert due_factor(date.fromisoformat(vector["due_date"])) == vector["factor"]


@pytest.mark.parametrize("vector", VECTORS["reverse"], ids=lambda vector: vector["factor"] + vector["read_on"])
def test_a_factor_read_on_a_day_is_the_nearer_date(vector: dict[str, str]) -> None:
    read_on = date.fromisoformat(vector["read_on"])
    assert due_date(vector["factor"], read_on) == date.fromisoformat(vector["due_date"])


@pytest.mark.parametrize("vector", VECTORS["errors"], ids=lambda vector: vector["due_date"])
def test_a_date_outside_both_cycles_is_refused(vector: dict[str, str]) -> None:
    with pytest.raises(DueFactorError, match=vector["due_date"]):
        due_factor(date.fromisoformat(vector["due_date"]))


@pytest.mark.parametrize("factor", ["0001", "0999", "", "99", "12345", "１０００", "-100", "1e10"])
def test_what_is_no_factor_is_refused(factor: str) -> None:
    with pytest.raises(DueFactorError):
        due_date(factor, date(2026, 11, 24))


def test_no_factor_is_no_date() -> None:
    assert due_date("0000", date(2026, 11, 24)) is None


def test_r23_the_two_days_of_the_roll_over() -> None:
    before, after = date(2025, 2, 21), date(2025, 2, 22)
    assert (due_factor(before), due_factor(after)) == ("9999", "1000")
    for read_on in (before, after, date(2026, 11, 24)):
        assert due_date("9999", read_on) == before
        assert due_date("1000", read_on) == after


@given(st.dates(FIRST_DUE, LAST_DUE), st.integers(-4000, 4000))
def test_a_boleto_read_within_eleven_years_of_its_date_is_read_right(due: date, days: int) -> None:
    assert due_date(due_factor(due), due + timedelta(days=days)) == due


@given(st.dates(FIRST_DUE, LAST_DUE - timedelta(days=1)))
def test_the_next_day_has_the_next_factor(due: date) -> None:
    this, following = int(due_factor(due)), int(due_factor(due + timedelta(days=1)))
    assert following == (1000 if this == 9999 else this + 1)
