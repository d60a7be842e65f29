"""Ailos, formerly Cecred (085): agreement, account with its digit, number and wallet."""

from meuplano.brazil.banks.base import Bank, Boleto, FreeField, Wallet, check_digit, digits_only, first_given, number
from meuplano.brazil.check_digits import module11, ten_is_zero


def compose(title: Boleto, wallet: str, _: Wallet) -> FreeField:
    """The free field of Ailos' boleto: agreement (6), account with its digit (8), number (9), wallet (2).

    The nosso número is the account (8) and the sequence (9), "Informações importantes para homologação, CNAB 240". The
    account's digit is module 11 when it is not given, 10 as 0.
    """
    agreement = number(first_given(title.agreement, title.beneficiary_code), "agreement", 6)
    account = number(title.account, "account", 7)
    computed = str(ten_is_zero(module11(account)))
    given_digit = check_digit(title.account_dv, title.account, "account_dv")
    digit = number(given_digit, "account_dv", 1) if given_digit else computed
    note = f"account_dv {digit} is not the module 11 of the account, {computed}: taken as given"
    given = digits_only(title.nosso_numero, "nosso_numero")
    if len(given) == 17 and given.startswith(account + digit):
        given = given[8:]
    sequence = number(given, "nosso_numero", 9)
    warnings = (note,) if digit != computed else ()
    return FreeField(f"{agreement}{account}{digit}{sequence}{wallet}", f"{account}{digit}{sequence}", warnings)


BANK = Bank(
    code="085",
    digit="1",
    name="Ailos",
    compose=compose,
    source="Ailos, Informações importantes para homologação, CNAB 240",
    wallet_width=2,
    wallets={"01": Wallet("cobrança simples")},
)
