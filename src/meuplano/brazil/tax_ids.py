"""CPF and CNPJ as one small value: canonical text, mask, and refusal of look-alikes."""

import re
from dataclasses import dataclass
from typing import Literal

from validate_docbr import CNPJ, CPF

Kind = Literal["cpf", "cnpj"]

_CPF = re.compile(r"([0-9]{3})\.?([0-9]{3})\.?([0-9]{3})-?([0-9]{2})")
_CNPJ = re.compile(r"([0-9A-Z]{2})\.?([0-9A-Z]{3})\.?([0-9A-Z]{3})/?([0-9A-Z]{4})-?([0-9A-Z]{2})")
_cpf, _cnpj = CPF(), CNPJ()


class TaxIdError(ValueError):
    """This text is no CPF and no CNPJ; it says why, without repeating the number (it is personal data)."""


@dataclass(frozen=True, slots=True)
class TaxId:
    """A valid CPF or CNPJ; `canonical` is upper-case, without mask, 11 or 14 characters. A CNPJ may hold letters."""

    canonical: str
    kind: Kind

    def mask(self) -> str:
        """As people write it: 529.982.247-25 or 12.ABC.345/01DE-35."""
        c = self.canonical
        if self.kind == "cpf":
            return f"{c[:3]}.{c[3:6]}.{c[6:9]}-{c[9:]}"
        return f"{c[:2]}.{c[2:5]}.{c[5:8]}/{c[8:12]}-{c[12:]}"

    def __str__(self) -> str:
        return self.canonical


def shape(text: str) -> tuple[Kind | None, str | None]:
    """What a text looks like, and its canonical form, valid or not; (None, None) when it looks like neither.

    ASCII only, and case is folded after that: full-width and superscript digits pass `str.isdigit`, and some letters
    become two when upper-cased. A mask's signs are taken only where the mask has them.
    """
    text = text.strip()
    if not text.isascii():
        return None, None
    text = text.upper()
    if match := _CPF.fullmatch(text):
        return "cpf", "".join(match.groups())
    if match := _CNPJ.fullmatch(text):
        return "cnpj", "".join(match.groups())
    return None, None


def parse(text: str) -> TaxId:
    """The CPF or CNPJ in a text, masked or not, any case.

    CPF: 11 digits, repeated ones refused. CNPJ: 12 of 0-9 A-Z and two digits; value is ASCII minus 48, weights 2 to 9
    from the right, rest below 2 gives 0 (RFB, IN 2.229/2024 and Nota Técnica 49/2024). Raises TaxIdError.
    """
    kind, canonical = shape(text)
    if kind is None or canonical is None:
        raise TaxIdError("a CPF has 11 digits, a CNPJ 14 characters of 0-9 and A-Z")
    if not (_cpf if kind == "cpf" else _cnpj).validate(canonical):
        raise TaxIdError(f"the check digits of this {kind.upper()} are wrong")
    return TaxId(canonical, kind)


def is_valid(text: str) -> bool:
    """Whether `parse` would accept it."""
    try:
        parse(text)
    except TaxIdError:
        return False
    return True
