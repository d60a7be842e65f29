"""The codes of a boleto: the barcode's 44 digits, the linha digitável's 47, and reading either back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meuplano.brazil.banks import BoletoError, Wallet, bank_of, free_field
from meuplano.brazil.banks.base import Boleto
from meuplano.brazil.check_digits import module10, module11
from meuplano.brazil.due_factor import DueFactorError, due_date, due_factor

MAX_AMOUNT = 9_999_999_999  # centavos: ten digits, R$ 99.999.999,99
_MASK = str.maketrans("", "", " .-\t\u00a0")


@dataclass(frozen=True, slots=True)
class Codes:
    """What is printed on the slip. `warnings` say what was accepted although it is doubtful."""

    barcode: str
    campo_livre: str
    nosso_numero_formatado: str
    warnings: tuple[str, ...] = ()

    @property
    def linha_digitavel(self) -> str:
        """The barcode's 47 digits for typing."""
        return linha_digitavel(self.barcode)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a code says by itself. `amount` is in centavos, 0 when it is open; `due_on` is None for the factor 0000."""

    barcode: str
    linha_digitavel: str
    bank: str
    amount: int
    due_on: date | None
    campo_livre: str


def encode(title: Boleto, wallets: Mapping[str, Wallet] | None = None) -> Codes:
    """The codes of a title; `wallets` are the vendor's own for this bank, beside the known ones.

    Raises BoletoError, naming the field, for what the bank's free field cannot take.
    """
    if not 0 <= title.amount <= MAX_AMOUNT:
        raise BoletoError(f"amount of {title.amount} centavos does not fit ten digits")
    free = free_field(title, wallets)
    try:
        factor = due_factor(title.due_on)
    except DueFactorError as error:
        raise BoletoError(str(error)) from error
    code = barcode(bank_of(title.bank).code, factor, title.amount, free.campo_livre)
    warnings = free.warnings
    if title.amount == 0:
        warnings = (*warnings, "amount is 0.00: a boleto must state its amount to be registered")
    return Codes(code, free.campo_livre, free.nosso_numero_formatado, warnings)


def barcode(bank: str, factor: str, amount: int, campo_livre: str) -> str:
    """The 44 digits: bank, currency 9, general digit, factor, amount in centavos, free field (FEBRABAN)."""
    head, tail = f"{bank}9", f"{factor}{amount:010d}{campo_livre}"
    return f"{head}{_general_digit(head + tail)}{tail}"


def linha_digitavel(code: str) -> str:
    """The 47 digits of a 44-digit barcode: three fields with their module 10, the general digit, factor and amount."""
    one, two, three = code[:4] + code[19:24], code[24:34], code[34:44]
    return f"{one}{module10(one)}{two}{module10(two)}{three}{module10(three)}{code[4]}{code[5:19]}"


def format_linha(linha: str) -> str:
    """47 digits as they are printed: AAAAA.AAAAA BBBBB.BBBBBB CCCCC.CCCCCC D EEEEEEEEEEEEEE."""
    return (
        f"{linha[:5]}.{linha[5:10]} {linha[10:15]}.{linha[15:21]} {linha[21:26]}.{linha[26:32]} "
        f"{linha[32]} {linha[33:]}"
    )


def decode(text: str, today: date) -> Decoded:
    """Read a barcode or a linha digitável of any bank, masked or not, as it is understood on `today`.

    The factor's date is that of the cycle nearer to `today`. Raises BoletoError when a digit was mistyped, when the
    length is wrong, and for the 48 digits of utilities and taxes, which are another standard.
    """
    digits = text.translate(_MASK)
    if not digits:
        raise BoletoError("no code: nothing was given")
    if not (digits.isascii() and digits.isdigit()):
        raise BoletoError("a code has only digits, dots, dashes and spaces")
    if digits[0] == "8" and len(digits) in (44, 48):
        raise BoletoError("this is a bill of a utility or a tax (arrecadação, begins with 8), not a boleto")
    if len(digits) == 47:
        digits = _barcode_of(digits)
    elif len(digits) != 44:
        raise BoletoError(f"{len(digits)} digits: a barcode has 44, a linha digitável 47")
    return _read(digits, today)


def _barcode_of(linha: str) -> str:
    """The barcode within a linha digitável, its three module 10 digits checked."""
    fields = (linha[:10], linha[10:21], linha[21:32])
    for place, field in enumerate(fields, start=1):
        expected = module10(field[:-1])
        if field[-1] != str(expected):
            raise BoletoError(
                f"field {place} of the linha digitável ends in {field[-1]}, its check digit is {expected}"
            )
    one, two, three = fields
    return f"{one[:4]}{linha[32:]}{one[4:9]}{two[:10]}{three[:10]}"


def _read(code: str, today: date) -> Decoded:
    if code[3] != "9":
        raise BoletoError(f"currency code {code[3]} is not 9, the real")
    expected = _general_digit(code[:4] + code[5:])
    if code[4] != str(expected):
        raise BoletoError(f"the general check digit is {code[4]}, it should be {expected}")
    try:
        due_on = due_date(code[5:9], today)
    except DueFactorError as error:
        raise BoletoError(str(error)) from error
    return Decoded(code, linha_digitavel(code), code[:3], int(code[9:19]), due_on, code[19:])


def _general_digit(digits: str) -> int:
    """Module 11 over the 43 other digits; 0, 10 and 11 become 1."""
    digit = module11(digits)
    return 1 if digit in (0, 10) else digit


__all__ = [
    "MAX_AMOUNT",
    "Boleto",
    "BoletoError",
    "Codes",
    "Decoded",
    "barcode",
    "decode",
    "encode",
    "format_linha",
    "linha_digitavel",
]
