"""Wallets from a vendor's configuration."""

from typing import Any

import pytest

from meuplano.brazil.banks import BoletoError, Wallet
from meuplano.brazil.banks.configured import read_wallets


def test_wallets_are_read_by_bank_and_code() -> None:
    told = {"341": {"999": {"name": "nova", "rule": "carteira e número"}}, "756": {"1": {"modalities": ["01", "77"]}}}
    assert read_wallets(told) == {
        "341": {"999": Wallet("nova", "carteira e número")},
        "756": {"1": Wallet("", "", ("01", "77"))},
    }


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([], "wallets: an object is expected"),
        ({"341": []}, "341: an object is expected"),
        ({"341": {"109": "x"}}, "wallet 109 of bank 341: an object is expected"),
        ({"999": {}}, "bank '999' is not supported"),
        ({"341": {"109": {"rule": "x"}}}, "rule 'x' is unknown"),
        ({"341": {"109": {}}}, "rule '' is unknown"),
        ({"237": {"09": {"name": 1}}}, "name and rule are text"),
        ({"756": {"1": {"modalities": "01"}}}, "modalities a list"),
        ({"756": {"1": {"modalities": [1]}}}, "modalities a list"),
        ({"756": {"1": {"modalities": None}}}, "modalities a list"),
    ],
)
def test_what_is_no_configuration_is_refused(told: Any, why: str) -> None:
    with pytest.raises(BoletoError, match=why):
        read_wallets(told)
