"""Wallets that a vendor configures: plain data (from JSON, TOML or a form) to `Wallet` values."""

from collections.abc import Mapping
from typing import Any

from meuplano.brazil.banks import bank_of
from meuplano.brazil.banks.base import BoletoError, Wallet


def read_wallets(data: Any) -> dict[str, dict[str, Wallet]]:
    """The wallets by bank and code of `{"341": {"109": {"name": …, "rule": …, "modalities": […]}}}`.

    `rule` and `modalities` are needed only where the bank has several (docs/banks.md). Raises BoletoError for an
    unknown bank, a rule the bank has not, or data of another shape.
    """
    return {
        bank_of(bank).code: {code: _wallet(bank, code, told) for code, told in _mapping(table, bank).items()}
        for bank, table in _mapping(data, "wallets").items()
    }


def _wallet(bank: str, code: str, told: Any) -> Wallet:
    told = _mapping(told, f"wallet {code} of bank {bank}")
    modalities = told.get("modalities", [])
    if not isinstance(modalities, list | tuple):
        modalities = [None]
    texts = (told.get("name", ""), told.get("rule", ""), told.get("doubt", ""), *modalities)
    if not all(isinstance(text, str) for text in texts):
        raise BoletoError(f"wallet {code} of bank {bank}: name and rule are text, modalities a list of texts")
    name, rule, doubt = texts[:3]
    known = bank_of(bank).rules
    if rule not in known:
        raise BoletoError(
            f"wallet {code} of bank {bank}: rule {rule!r} is unknown, {', '.join(sorted(known))} are known"
        )
    return Wallet(name, rule, tuple(modalities), doubt)


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BoletoError(f"{what}: an object is expected")
    return value
