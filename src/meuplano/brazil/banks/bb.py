"""Banco do Brasil (001): four shapes of free field, chosen by the length of the agreement (convênio)."""

from meuplano.brazil.banks.base import (
    Bank,
    Boleto,
    BoletoError,
    FreeField,
    Wallet,
    digits_only,
    first_given,
    number,
)
from meuplano.brazil.check_digits import module11

# Wallets in which an agreement of 6 digits may number its titles freely with 17 digits ("21" is their service code).
_FREE_NUMBERING = {"16", "18", "21"}


def compose(title: Boleto, wallet: str, _: Wallet) -> FreeField:
    """The free field of BB's "Especificações técnicas para confecção de boleto de pagamento", annex on the free field.

    Agreement of 7 digits (above 1,000,000), or 8: 000000, agreement and number (17 digits), wallet. Of 6: agreement,
    number (5), agency, account, wallet; or, numbered freely, agreement, number (17), 21. Of 4: agreement, number (7),
    agency, account, wallet. `extra["codigo_servico"] = "true"` asks for 17 digits when the number is shorter.
    """
    agreement = digits_only(first_given(title.agreement, title.beneficiary_code), "agreement")
    given = digits_only(title.nosso_numero, "nosso_numero")
    free_numbering = len(given) == 17 or wallet == "21" or title.extra.get("codigo_servico", "").lower() == "true"
    match len(agreement):
        case 7 | 8:
            return _in_nosso_numero(agreement, given, wallet)
        case 6 if free_numbering:
            return _seventeen(agreement, given, wallet)
        case 6:
            return _with_account(title, agreement, _sequence(agreement, given, 5), wallet)
        case 4:
            return _with_account(title, agreement, _sequence(agreement, given, 7), wallet)
    raise BoletoError(f"agreement {agreement!r} has {len(agreement)} digits: bank 001 has them of 4, 6, 7 and 8")


def _in_nosso_numero(agreement: str, given: str, wallet: str) -> FreeField:
    whole = agreement + _sequence(agreement, given, 17 - len(agreement))
    return FreeField(f"000000{whole}{wallet}", whole)


def _seventeen(agreement: str, given: str, wallet: str) -> FreeField:
    if wallet not in _FREE_NUMBERING:
        raise BoletoError(f"wallet {wallet} of bank 001 has no nosso número of 17 digits: only 16 and 18 have one")
    whole = number(given, "nosso_numero", 17)
    return FreeField(f"{agreement}{whole}21", whole)


def _with_account(title: Boleto, agreement: str, sequence: str, wallet: str) -> FreeField:
    agency = number(title.agency, "agency", 4)
    account = number(title.account, "account", 8)
    digit = module11(agreement + sequence)
    printed = f"{agreement}{sequence}-{'X' if digit == 10 else digit}"
    return FreeField(f"{agreement}{sequence}{agency}{account}{wallet}", printed)


def _sequence(agreement: str, given: str, width: int) -> str:
    """The number without the agreement in front of it, if it was given with it."""
    if len(given) == len(agreement) + width and given.startswith(agreement):
        return given[len(agreement) :]
    return number(given, "nosso_numero", width)


BANK = Bank(
    code="001",
    digit="9",
    name="Banco do Brasil",
    compose=compose,
    source="BB, Especificações técnicas para confecção de boleto de pagamento (2016)",
    wallet_width=2,
    wallets={
        "11": Wallet("cobrança simples, número do banco"),
        "12": Wallet("cobrança indexada"),
        "15": Wallet("prêmio de seguro"),
        "16": Wallet("cobrança simples sem registro"),
        "17": Wallet("cobrança direta especial"),
        "18": Wallet("cobrança simples, número do cliente"),
        "21": Wallet("código de serviço: nosso número livre de 17 posições, das carteiras 16 e 18"),
        "31": Wallet("cobrança caucionada"),
        "51": Wallet("cobrança descontada"),
    },
)
