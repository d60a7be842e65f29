"""Santander (033): 9, the beneficiary's code, the number with its digit, IOF, wallet."""

from meuplano.brazil.banks.base import Bank, Boleto, BoletoError, FreeField, Wallet, digits_only, first_given, number
from meuplano.brazil.check_digits import module11, ten_is_zero


def compose(title: Boleto, wallet: str, _: Wallet) -> FreeField:
    """The free field of Santander's "Código de barras: cobrança" (v2.8, Nov 2014), p. 5.

    9, beneficiary's code (7), nosso número (12), its digit (module 11, 10 and 11 are 0), IOF (0 except for insurers,
    `extra["ios"]`), wallet (3). A number of 13 digits is taken with its digit, which must be right.
    """
    beneficiary = number(first_given(title.beneficiary_code, title.agreement, title.account), "beneficiary_code", 7)
    ios = number(title.extra.get("ios", "") or "0", "extra.ios", 1)
    given = digits_only(title.nosso_numero, "nosso_numero")
    sequence = number(given[:12] if len(given) == 13 else given, "nosso_numero", 12)
    digit = ten_is_zero(module11(sequence))
    if len(given) == 13 and given[12] != str(digit):
        raise BoletoError(f"nosso_numero {title.nosso_numero!r} ends in {given[12]}, its check digit is {digit}")
    return FreeField(f"9{beneficiary}{sequence}{digit}{ios}{wallet}", f"{sequence}-{digit}")


BANK = Bank(
    code="033",
    digit="7",
    name="Santander",
    compose=compose,
    source="Santander, Código de barras: cobrança, v2.8 (Nov 2014)",
    wallet_width=3,
    wallets={
        "101": Wallet("cobrança simples rápida com registro"),
        "102": Wallet("cobrança simples sem registro"),
        "104": Wallet("cobrança simples eletrônica com registro"),
        "121": Wallet("penhor rápida com registro"),
        "201": Wallet("penhor"),
    },
)
