"""What a person of finance enters becomes the same receipt as a webhook's."""

from datetime import date

import pytest

from meuplano.gateways.base import Receipt
from meuplano.gateways.manual import Manual

PAID_ON = date(2026, 11, 24)


def test_an_entry_is_a_receipt() -> None:
    body = Manual.entry(entry_id="form-1", key="charge-1", amount=14004, paid_on=PAID_ON)
    assert Manual().read_notice({}, body) == [Receipt("manual", "form-1", "charge-1", 14004, PAID_ON, "transfer")]


def test_the_same_entry_is_the_same_bytes() -> None:
    first, again = (Manual.entry(entry_id="form-1", key=None, amount=1, paid_on=PAID_ON) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("wrong", [{"amount": 0}, {"amount": -5}, {"entry_id": ""}, {"method": ""}])
def test_an_entry_without_money_or_name_is_refused(wrong: dict[str, object]) -> None:
    values: dict[str, object] = {"entry_id": "form-1", "key": None, "amount": 1, "paid_on": PAID_ON} | wrong
    with pytest.raises(ValueError, match="entry"):
        Manual.entry(**values)  # type: ignore[arg-type]
