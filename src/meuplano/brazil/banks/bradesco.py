"""Bradesco (237): agency, wallet, number, account and a zero."""

from meuplano.brazil.banks.base import Bank, Boleto, FreeField, Wallet, number
from meuplano.brazil.check_digits import module11


def compose(title: Boleto, wallet: str, _: Wallet) -> FreeField:
    """The free field of Bradesco's manual 4008.524.0121 (v08, 2013), "Emissão do boleto pelo cliente".

    Agency (4, without digit), wallet (2), number (11), account (7, without digit), 0. The number's digit: module 11 of
    base 7 over wallet and number, rest 1 is P and rest 0 is 0.
    """
    agency, account, sequence, digit = fields(title, wallet)
    return FreeField(f"{agency}{wallet}{sequence}{account}0", f"{wallet.zfill(3)}/{sequence}-{digit}")


def fields(title: Boleto, wallet: str) -> tuple[str, str, str, str]:
    """Agency, account, number and its digit: Uniprime's are Bradesco's."""
    agency = number(title.agency, "agency", 4)
    account = number(title.account, "account", 7)
    sequence = number(title.nosso_numero, "nosso_numero", 11)
    digit = module11(wallet + sequence, highest=7)
    return agency, account, sequence, "P" if digit == 10 else str(digit)


BANK = Bank(
    code="237",
    digit="2",
    name="Bradesco",
    compose=compose,
    source="Bradesco, 4008.524.0121, v08 (2013)",
    wallet_width=2,
    wallets={
        "02": Wallet("com registro"),
        "03": Wallet("sem registro"),
        "04": Wallet("com registro"),
        "05": Wallet("com registro"),
        "06": Wallet("sem registro"),
        "09": Wallet("com registro"),
        "16": Wallet("sem registro"),
        "19": Wallet("com registro"),
        "21": Wallet("com registro, emissão do beneficiário"),
        "22": Wallet("sem registro, emissão do beneficiário"),
        "25": Wallet("sem registro, emissão na base"),
        "26": Wallet("com registro, emissão na base"),
    },
)
