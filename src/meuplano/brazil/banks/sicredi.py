"""Sicredi (748): a number that carries the year and who issued it."""

from datetime import date

from meuplano.brazil.banks.base import Bank, Boleto, BoletoError, FreeField, Wallet, digits_only, first_given, number
from meuplano.brazil.check_digits import module11, ten_is_zero

BENEFICIARY = "2"  # the "byte": 1 is the cooperative, 2 to 9 the beneficiary


def compose(title: Boleto, wallet: str, _: Wallet) -> FreeField:
    """The free field of Sicredi's "Manual CNAB 240, cobrança", sections on nosso número and boleto.

    Kind (the wallet, 1 with and 3 without registration), 1 (simple), year (2), byte, sequence (5), digit, agency (4),
    post (2, `operation` or `extra["posto"]`), beneficiary (5), 10, digit. Both digits are module 11, 10 and 11 are 0.
    """
    place = (
        number(title.agency, "agency", 4)
        + number(first_given(title.operation, title.extra.get("posto", "")), "operation (posto)", 2)
        + number(first_given(title.agreement, title.beneficiary_code, title.account), "beneficiary_code", 5)
    )
    whole, given_digit = _nosso_numero(title)
    digit = str(ten_is_zero(module11(place + whole)))
    if given_digit not in ("", digit):
        raise BoletoError(f"nosso_numero {title.nosso_numero!r} ends in {given_digit}, its check digit is {digit}")
    free = f"{wallet}1{whole}{digit}{place}10"
    return FreeField(f"{free}{ten_is_zero(module11(free))}", f"{whole[:2]}/{whole[2:]}-{digit}")


def _nosso_numero(title: Boleto) -> tuple[str, str]:
    """Year, byte and sequence (8 digits), and the check digit if it was given.

    Eight or nine digits are the whole number; up to five are the sequence, whose year is that of `issued_on` and whose
    byte `extra["byte_idt"]`, the beneficiary's 2 if there is none.
    """
    given = digits_only(title.nosso_numero, "nosso_numero")
    if len(given) in (8, 9):
        return given[:8], given[8:]
    if title.issued_on is None:
        raise BoletoError("bank 748 numbers by the year of issue: give issued_on, or a nosso_numero of 8 digits")
    byte = number(title.extra.get("byte_idt", "") or BENEFICIARY, "extra.byte_idt", 1)
    if byte == "0":
        raise BoletoError("extra.byte_idt is 1 (cooperative) or 2 to 9 (beneficiary), not 0")
    return year(title.issued_on) + byte + number(given, "nosso_numero", 5), ""


def year(issued_on: date) -> str:
    """The two digits of the year in a nosso número."""
    return f"{issued_on.year % 100:02d}"


BANK = Bank(
    code="748",
    digit="X",
    name="Sicredi",
    compose=compose,
    source="Sicredi, Manual CNAB 240, cobrança: nosso número and composição do campo livre",
    wallet_width=1,
    wallets={"1": Wallet("com registro"), "3": Wallet("sem registro")},
)
