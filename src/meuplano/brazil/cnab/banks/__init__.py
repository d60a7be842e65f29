"""The banks whose remittance we write: each file is a bank's differences from FEBRABAN, in its manual's numbering."""

from collections.abc import Mapping
from typing import Final

from meuplano.brazil.cnab.banks import banco_do_brasil, bradesco, caixa, itau, santander, sicoob, sicredi
from meuplano.brazil.cnab.layout import CnabError
from meuplano.brazil.cnab.profile import Profile

# (bank, digits of the agreement): 0 where the layout does not depend on it.
PROFILES: Final[Mapping[tuple[str, int], Profile]] = {
    ("001", 4): banco_do_brasil.FOUR,
    ("001", 6): banco_do_brasil.SIX,
    ("001", 7): banco_do_brasil.SEVEN,
    ("033", 0): santander.PROFILE,
    ("104", 6): caixa.SIX,
    ("104", 7): caixa.SEVEN,
    ("237", 0): bradesco.PROFILE,
    ("341", 0): itau.PROFILE,
    ("748", 0): sicredi.PROFILE,
    ("756", 0): sicoob.PROFILE,
}


def profile(bank: str, agreement: str) -> Profile:
    """The bank's profile for an agreement (convênio, código do beneficiário); raises CnabError where there is none."""
    found = PROFILES.get((bank, 0)) or PROFILES.get((bank, len(agreement)))
    if found is None:
        known = any(code == bank for code, _ in PROFILES)
        why = f"convênio de {len(agreement)} posições" if known else "banco"
        raise CnabError(f"{bank}: {why} sem layout de remessa CNAB 240")
    return found
