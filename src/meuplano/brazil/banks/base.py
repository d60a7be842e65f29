"""What the banks' modules share: the boleto to be coded, a wallet, and the checking of fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

_MASK = str.maketrans("", "", ".-/ ")
_NO_EXTRA: Mapping[str, str] = MappingProxyType({})


class BoletoError(ValueError):
    """This boleto cannot be coded, or this code is not a boleto's; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boleto:
    """One title as its bank needs it for the codes; identifiers are text, and those a bank does not use stay empty.

    `amount` is in centavos. `agreement` is the bank's convênio, `beneficiary_code` its código do beneficiário (or
    cedente); where a bank knows only one of them, either is taken. `operation` is Sicredi's posto, Inter's operação.
    `issued_on` gives Sicredi's number its year. `extra` holds what a single bank asks for, named in its module.
    """

    bank: str
    amount: int
    due_on: date
    nosso_numero: str
    agency: str = ""
    agency_dv: str = ""
    account: str = ""
    account_dv: str = ""
    wallet: str = ""
    wallet_variation: str = ""
    agreement: str = ""
    beneficiary_code: str = ""
    beneficiary_code_dv: str = ""
    operation: str = ""
    document_number: str = ""
    issued_on: date | None = None
    extra: Mapping[str, str] = field(default=_NO_EXTRA)


@dataclass(frozen=True, slots=True)
class Wallet:
    """A carteira: the bank's name for it, and what of the bank's calculation depends on it.

    `rule` is one of the bank's `rules`; `modalities` are the modalidades it takes, where the bank has them; `doubt` is
    said as a warning whenever it is used.
    """

    name: str
    rule: str = ""
    modalities: tuple[str, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FreeField:
    """The bank's 25 digits, and the nosso número as the slip prints it."""

    campo_livre: str
    nosso_numero_formatado: str
    warnings: tuple[str, ...] = ()


Compose = Callable[[Boleto, str, Wallet], FreeField]


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank: how it composes its free field, and the wallets known when this was written.

    Wallets are configuration: a caller may add some or replace these. `rules` are the names a wallet's rule may have,
    `wallet_width` the digits a wallet takes in the free field, 0 where it is not written there as it is.
    """

    code: str
    digit: str  # printed after the code on the slip: 001-9
    name: str
    wallets: Mapping[str, Wallet]
    compose: Compose
    source: str  # the manual that describes it; docs/banks.md says what was read and what proves it
    wallet_width: int
    rules: frozenset[str] = frozenset({""})


def number(value: str, what: str, width: int) -> str:
    """The digits of one field, zero-filled to `width`; a mask's dots and a check digit after "-" are dropped.

    Raises BoletoError when it is empty, too long, or not of ASCII digits; `what` names the field.
    """
    if len(value) <= width and value.isdigit() and value.isascii():  # the usual one, and many a file has a million
        return value.zfill(width)
    digits = value.partition("-")[0].replace(".", "").strip()
    if not digits:
        raise BoletoError(f"{what} is missing")
    if not (digits.isascii() and digits.isdigit()):
        raise BoletoError(f"{what} {value!r} is not a number")
    if len(digits) > width:
        digits = digits.lstrip("0")
        if len(digits) > width:
            raise BoletoError(f"{what} {value!r} has more than {width} digits")
    return digits.zfill(width)


def check_digit(value: str, masked: str, what: str) -> str:
    """The one check digit given beside a number, or after the "-" of the number itself; "" when there is none."""
    digit = (value or masked.partition("-")[2]).strip().upper()
    if digit and not (len(digit) == 1 and digit.isascii() and digit.isalnum()):
        raise BoletoError(f"{what} {digit!r} is not one digit")
    return digit


def digits_only(value: str, what: str) -> str:
    """A nosso número without its mask; raises BoletoError unless something of ASCII digits is left."""
    if value.isdigit() and value.isascii():
        return value
    digits = value.translate(_MASK)
    if not digits:
        raise BoletoError(f"{what} is missing")
    if not (digits.isascii() and digits.isdigit()):
        raise BoletoError(f"{what} {value!r} is not a number")
    return digits


def first_given(*values: str) -> str:
    """The first of several fields that holds something."""
    return next((value for value in values if value.strip()), "")
