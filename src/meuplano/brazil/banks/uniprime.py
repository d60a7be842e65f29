"""Uniprime (084): Bradesco's free field under another bank's code."""

from meuplano.brazil.banks.base import Bank, Boleto, FreeField, Wallet
from meuplano.brazil.banks.bradesco import fields


def compose(title: Boleto, wallet: str, _: Wallet) -> FreeField:
    """Agency (4), wallet (2), number (11), account (7), 0; the number's digit is Bradesco's, P included."""
    agency, account, sequence, digit = fields(title, wallet)
    return FreeField(f"{agency}{wallet}{sequence}{account}0", f"{wallet}/{sequence}-{digit}")


BANK = Bank(
    code="084",
    digit="1",
    name="Uniprime",
    compose=compose,
    source="no manual of its own is public; twelve slips of wallet 09 published as test data by BoletoNetCore",
    wallet_width=2,
    wallets={"09": Wallet("com registro")},
)
