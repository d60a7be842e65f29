"""The right of regret: who has it, until when, and what stays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.regret import allowed_until, may_undo, remaining
from tests.rules.ground import dates, day

CPF, CNPJ = "52998224725", "41738920000199"
holdings = st.dictionaries(st.sampled_from(["licence", "storage", "conversas"]), st.integers(0, 500))


@pytest.mark.parametrize(
    ("today", "tax_id", "for_all", "may"),
    [
        ("24/03/2027", CPF, False, True),
        ("31/03/2027", CPF, False, True),
        ("01/04/2027", CPF, False, False),
        ("24/03/2027", CNPJ, False, False),
        ("31/03/2027", CNPJ, True, True),
        ("24/03/2027", "", False, False),
    ],
)
def test_seven_days_for_a_cpf_or_for_all(today: str, tax_id: str, for_all: bool, may: bool) -> None:
    assert may_undo(day("24/03/2027"), day(today), tax_id, for_all=for_all) is may


@given(agreed=dates, ahead=st.integers(-3, 20), days=st.integers(0, 14))
def test_until_its_last_day_and_no_longer(agreed: date, ahead: int, days: int) -> None:
    today = agreed + timedelta(ahead)
    assert may_undo(agreed, today, CPF, for_all=False, days=days) is (0 <= ahead <= days)
    assert allowed_until(agreed, CNPJ, for_all=False, days=days) is None


@given(held=holdings, added=holdings)
def test_what_stays_and_what_was_added_make_what_was_held(held: dict[str, int], added: dict[str, int]) -> None:
    left = remaining({item: held.get(item, 0) + added.get(item, 0) for item in {**held, **added}}, added)
    assert left == {item: held.get(item, 0) for item in added}
    assert all(quantity >= 0 for quantity in remaining(held, added).values())
