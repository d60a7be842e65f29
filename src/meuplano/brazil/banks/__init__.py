"""The banks whose free field we can compose, each in a module of its own."""

from collections.abc import Mapping
from types import MappingProxyType

from meuplano.brazil.banks import (
    ailos,
    banrisul,
    bb,
    bradesco,
    caixa,
    inter,
    itau,
    safra,
    santander,
    sicoob,
    sicredi,
    uniprime,
)
from meuplano.brazil.banks.base import Bank, Boleto, BoletoError, FreeField, Wallet

_MODULES = (bb, santander, banrisul, inter, uniprime, ailos, caixa, bradesco, itau, safra, sicredi, sicoob)
BANKS: Mapping[str, Bank] = MappingProxyType({module.BANK.code: module.BANK for module in _MODULES})


def bank_of(code: str) -> Bank:
    """The bank of a three-digit code; raises BoletoError for one we cannot compose."""
    bank = BANKS.get(code) or BANKS.get(code.strip().zfill(3))
    if bank is None:
        raise BoletoError(f"bank {code!r} is not supported: {', '.join(sorted(BANKS))} are")
    return bank


def free_field(title: Boleto, configured: Mapping[str, Wallet] | None = None) -> FreeField:
    """The 25 digits and the printed nosso número of a title.

    `configured` are the vendor's own wallets for this bank: they are added to the known ones, or replace them. Raises
    BoletoError, naming what is missing or unknown.
    """
    bank = bank_of(title.bank)
    code, wallet = _find_wallet(bank, title.wallet, configured or {})
    free = bank.compose(title, code, wallet)
    assert len(free.campo_livre) == 25, (bank.code, free.campo_livre)
    if wallet.doubt:
        doubt = f"wallet {code} of bank {bank.code}: {wallet.doubt}"
        return FreeField(free.campo_livre, free.nosso_numero_formatado, (*free.warnings, doubt))
    return free


def _find_wallet(bank: Bank, asked: str, configured: Mapping[str, Wallet]) -> tuple[str, Wallet]:
    """The wallet by its code, zeros in front or not, and the code as the bank writes it."""
    if not asked.strip():
        raise BoletoError(f"wallet is missing: bank {bank.code} knows {', '.join(bank.wallets)}")
    if asked in bank.wallets and not configured:
        return asked, bank.wallets[asked]
    for table in (configured, bank.wallets):
        code = asked if asked in table else next((known for known in table if _plain(known) == _plain(asked)), None)
        if code is not None:
            return _checked(bank, code, table[code])
    raise BoletoError(f"wallet {asked!r} of bank {bank.code} is unknown: {', '.join(bank.wallets)} are known")


def _checked(bank: Bank, code: str, wallet: Wallet) -> tuple[str, Wallet]:
    """What a vendor configured must fit the free field, too."""
    if wallet.rule not in bank.rules:
        raise BoletoError(f"wallet {code} of bank {bank.code} is configured with an unknown rule: {wallet.rule!r}")
    if bank.wallet_width and not (code.isascii() and code.isdigit() and len(code) == bank.wallet_width):
        raise BoletoError(f"wallet {code!r} of bank {bank.code} must be written with {bank.wallet_width} digits")
    return code, wallet


def _plain(code: str) -> str:
    return code.strip().upper().lstrip("0")


__all__ = ["BANKS", "Bank", "Boleto", "BoletoError", "FreeField", "Wallet", "bank_of", "free_field"]
