"""Banrisul (041): a free field closed by two digits, module 10 and module 11 over it."""

from meuplano.brazil.banks.base import Bank, Boleto, FreeField, Wallet, first_given, number
from meuplano.brazil.check_digits import module10


def compose(title: Boleto, _: str, wallet: Wallet) -> FreeField:
    """The free field of Banrisul's "Cobrança eletrônica: layout", "Campo livre".

    Product (2 printed by the client), 1, agency (4), beneficiary (7), number (8), 40, and two digits (NC). A
    beneficiary's code of 13 digits is agency, code and its two digits.
    """
    code = first_given(title.agreement, title.beneficiary_code).replace("-", "").replace(".", "").strip()
    if len(code) == 13:
        code = code[4:11]
    sequence = number(title.nosso_numero, "nosso_numero", 8)
    free = f"{wallet.rule}1{number(title.agency, 'agency', 4)}{number(code, 'beneficiary_code', 7)}{sequence}40"
    return FreeField(free + double_digit(free), f"{sequence}-{double_digit(sequence)}")


def double_digit(digits: str) -> str:
    """Module 10, then module 11 of weights 2 to 7 over the digits and the first one.

    When the second would be 10, which has no digit, the first is raised by one (9 becomes 0) and the second made anew.
    """
    first = module10(digits)
    while True:
        rest = (
            sum((ord(character) - 48) * (2 + place % 6) for place, character in enumerate(reversed(f"{digits}{first}")))
            % 11
        )
        if rest != 1:
            return f"{first}{-rest % 11}"
        first = (first + 1) % 10


BANK = Bank(
    code="041",
    digit="8",
    name="Banrisul",
    compose=compose,
    source="Banrisul, Cobrança eletrônica: layout do campo livre, NC",
    wallet_width=0,
    rules=frozenset({"1", "2"}),
    wallets={"1": Wallet("simples, impressa pelo cliente", "2"), "2": Wallet("direta, impressa pelo cliente", "2")},
)
