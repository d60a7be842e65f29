"""Itaú (341): two shapes of free field, and a digit that depends on the wallet."""

from meuplano.brazil.banks.base import (
    Bank,
    Boleto,
    FreeField,
    Wallet,
    check_digit,
    first_given,
    number,
)
from meuplano.brazil.check_digits import module10

# The three rules of Itaú's "Cobrança CNAB 400" (Jan 2017 and Jul 2021), notes 3, 5 and 23.
ACCOUNT = "agência, conta, carteira e número"  # the digit is over all four
NUMBER = "carteira e número"  # escriturais, and the diretas 126, 131, 145, 150, 168
CLIENT = "15 posições"  # wallet, number, the title's own number and the client's code
_NOTES_DIFFER = "note 23 of the manual says one thing of this wallet's digit and note 3 another"


def compose(title: Boleto, wallet: str, modality: Wallet) -> FreeField:
    """The free field of Itaú's "Especificação de boleto de cobrança" (Mar 2015).

    Wallet (3), number (8), digit, agency (4), account (5), account's digit, 000. For the wallets of 15 positions:
    wallet, number, the title's own number (7, `extra["seu_numero"]` or the document's), client's code (5), digit, 0.
    The account's digit is taken as given; one that is not module 10 is warned of.
    """
    sequence = number(title.nosso_numero, "nosso_numero", 8)
    if modality.rule == CLIENT:
        return _client(title, wallet, sequence)
    agency = number(title.agency, "agency", 4)
    account = number(title.account, "account", 5)
    account_digit, warnings = _account_digit(title, agency, account)
    digit = module10(f"{wallet}{sequence}" if modality.rule == NUMBER else f"{agency}{account}{wallet}{sequence}")
    free = f"{wallet}{sequence}{digit}{agency}{account}{account_digit}000"
    return FreeField(free, f"{wallet}/{sequence}-{digit}", warnings)


def _client(title: Boleto, wallet: str, sequence: str) -> FreeField:
    own = number(first_given(title.extra.get("seu_numero", ""), title.document_number), "document_number", 7)
    client = number(first_given(title.agreement, title.beneficiary_code), "agreement", 5)
    head = f"{wallet}{sequence}{own}{client}"
    printed = f"{wallet}/{sequence}"
    if title.agency and title.account:  # the printed digit follows the general rule; the bars have none
        agency, account = number(title.agency, "agency", 4), number(title.account, "account", 5)
        printed += f"-{module10(f'{agency}{account}{wallet}{sequence}')}"
    return FreeField(f"{head}{module10(head)}0", printed)


def _account_digit(title: Boleto, agency: str, account: str) -> tuple[str, tuple[str, ...]]:
    computed = str(module10(agency + account))
    given = check_digit(title.account_dv, title.account, "account_dv")
    if not given:
        return computed, ()
    given = number(given, "account_dv", 1)
    note = f"account_dv {given} is not the module 10 of agency and account, {computed}: taken as given"
    return given, (note,) if given != computed else ()


# Note 5 of the manual, and the older tables of the same note: the code, and what kind of collection it is.
_KINDS = {
    ("direta", ACCOUNT): "108 109 110 111 121 148 149 153 180 210 221 280",
    ("direta: seguros, valor aberto, moeda", NUMBER): "126 131 145 146 150 168",
    ("escritural", NUMBER): "104 105 112 113 116 117 119 134 135 136 147 166 188 212",
    ("sem registro", ACCOUNT): "102 103 106 129 139 157 167 169 172 173 174 175 177 179 191 195",
    ("sem registro, 15 posições", CLIENT): "107 122 142 143 196 198",
}
WALLETS = {code: Wallet(name, rule) for (name, rule), codes in _KINDS.items() for code in codes.split()}
# Escriturais too, but numbered by the beneficiary "by the rules of the diretas" (note 3), which note 23 does not say.
WALLETS["115"] = Wallet("escritural, faixa livre", NUMBER, doubt=_NOTES_DIFFER)
WALLETS["138"] = Wallet("escritural, faixa livre", ACCOUNT, doubt=_NOTES_DIFFER)

BANK = Bank(
    code="341",
    digit="7",
    name="Itaú",
    compose=compose,
    source="Itaú, Especificação de boleto de cobrança (Mar 2015); Cobrança CNAB 400 (Jan 2017), notes 3, 5, 23",
    wallet_width=3,
    rules=frozenset({ACCOUNT, NUMBER, CLIENT}),
    wallets=WALLETS,
)
