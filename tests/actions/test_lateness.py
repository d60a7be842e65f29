"""The vendor's fine: 2 % is the limit, unless the customers are companies and the vendor says so (CDC art. 52 §1)."""

from typing import Any

import pytest

from meuplano.actions.lateness import terms
from meuplano.cli import doctor


def test_a_higher_fine_needs_to_be_said(settings: Any) -> None:
    assert (terms().fine, terms().interest) == (200, 100)
    assert list(doctor.figures()) == [(True, "paid late: 2 % once and 1 % a month")]
    settings.BILLING = settings.BILLING | {"fine": 500}
    with pytest.raises(ValueError, match="above 2 %"):
        terms()
    assert list(doctor.figures()) == [(False, "MEUPLANO_FINE is 5 %: above 2 % only with MEUPLANO_BETWEEN_COMPANIES=1")]
    settings.BILLING = settings.BILLING | {"between_companies": True}
    assert terms().fine == 500
