"""Figures read off lines."""

import pytest

from meuplano.rules.figures import mrr, service_value
from meuplano.rules.lines import LATE_CHARGES, TO_CREDIT, UNUSED, Line, plain_line
from meuplano.rules.money import ZERO
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE
from tests.rules.ground import MONTHLY, PROFISSIONAL, brl


@pytest.mark.parametrize(
    ("cycle", "expected"),
    [(Cycle.MONTHLY, "929,00"), (Cycle.QUARTERLY, "929,00"), (Cycle.SEMIANNUAL, "836,10"), (Cycle.ANNUAL, "743,20")],
)
def test_mrr_is_the_price_of_a_month(cycle: Cycle, expected: str) -> None:
    assert mrr({LICENCE: 10, STORAGE: 20}, PROFISSIONAL.units(cycle), cycle) == brl(expected)


def test_mrr_is_rounded_once_an_account() -> None:
    """D55."""
    assert mrr({LICENCE: 5, STORAGE: 3}, PROFISSIONAL.units(Cycle.ANNUAL), Cycle.ANNUAL) == brl("363,20")


def test_a_fiscal_note_is_for_the_service_alone() -> None:
    """D43."""
    whole, unused = Line(LICENCE, 10, MONTHLY[LICENCE], 31, 31), Line(LICENCE, 10, MONTHLY[LICENCE], 20, 31, UNUSED)
    late = plain_line(LATE_CHARGES, brl("9,98"))
    assert service_value([whole, unused, late]) == brl("319,00")
    assert service_value([unused, plain_line(TO_CREDIT, brl("580,00"))]) == ZERO
