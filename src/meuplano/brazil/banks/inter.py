"""Banco Inter (077): agency, wallet, operation and the number with its digit."""

from meuplano.brazil.banks.base import Bank, Boleto, BoletoError, FreeField, Wallet, digits_only, first_given, number
from meuplano.brazil.check_digits import module10


def compose(title: Boleto, wallet: str, _: Wallet) -> FreeField:
    """The free field of Inter's "Manual CNAB400, emissão de boletos de cobrança" (V2.2, 26/08/2024), 7.1.3 and 7.3.

    Agency (4, the bank has one: 0001), wallet (3), operation (7, `operation` or `agreement`), number (10), digit:
    module 10 over agency, wallet and number. Only wallet 110 lets the company number; in 112 the bank does, and a
    number that has come back from it is given whole, with its digit (11 digits).
    """
    agency = number(title.agency or "0001", "agency", 4)
    operation = number(first_given(title.operation, title.agreement), "operation", 7)
    given = digits_only(title.nosso_numero, "nosso_numero")
    if wallet == "112" and len(given) != 11:
        raise BoletoError("wallet 112 of bank 077 is numbered by the bank: give the 11 digits of its return file")
    sequence = number(given[:10] if len(given) == 11 else given, "nosso_numero", 10)
    digit = module10(f"{agency}{wallet}{sequence}")
    if len(given) == 11 and given[10] != str(digit):
        raise BoletoError(f"nosso_numero {title.nosso_numero!r} ends in {given[10]}, its check digit is {digit}")
    printed = f"{agency}{title.agency_dv.strip()}/{wallet}/{sequence}-{digit}"
    return FreeField(f"{agency}{wallet}{operation}{sequence}{digit}", printed)


BANK = Bank(
    code="077",
    digit="9",
    name="Banco Inter",
    compose=compose,
    source="Inter, Manual CNAB400, V2.2 (26/08/2024), 7.1.3 and 7.3",
    wallet_width=3,
    wallets={"110": Wallet("numerada pela empresa"), "112": Wallet("numerada pelo banco")},
)
