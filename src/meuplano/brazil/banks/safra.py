"""Safra (422): 7, agency and account with their digits, the number with its digit, 2."""

from meuplano.brazil.banks.base import Bank, Boleto, FreeField, Wallet, check_digit, number
from meuplano.brazil.check_digits import module11, ten_is_zero


def compose(title: Boleto, _: str, __: Wallet) -> FreeField:
    """The free field of Safra's "Layout de cobrança CNAB 400", "Código de barras".

    7 (the bank's system), agency (4) and digit, account (8) and digit, number (8) and digit, 2 (registered). The
    number's digit is module 11, where rest 0 is printed 1 and 10 is printed 0.
    """
    agency = number(title.agency, "agency", 4)
    account = number(title.account, "account", 8)
    agency_digit = number(check_digit(title.agency_dv, title.agency, "agency_dv"), "agency_dv", 1)
    account_digit = number(check_digit(title.account_dv, title.account, "account_dv"), "account_dv", 1)
    sequence = number(title.nosso_numero, "nosso_numero", 8)
    digit = ten_is_zero(module11(sequence) or 1)
    free = f"7{agency}{agency_digit}{account}{account_digit}{sequence}{digit}2"
    return FreeField(free, f"{sequence}-{digit}")


BANK = Bank(
    code="422",
    digit="7",
    name="Safra",
    compose=compose,
    source="Safra, Layout de cobrança CNAB 400: código de barras, nosso número",
    wallet_width=0,
    wallets={"1": Wallet("cobrança simples"), "2": Wallet("cobrança vinculada")},
)
