"""Notas fiscais (D43): whether one is for its invoice, and which invoice a text or a file name means."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from meuplano.rules.figures import service_value
from meuplano.rules.lines import Line
from meuplano.rules.money import ZERO, Money

AMOUNT: Final = "amount"
TAKER: Final = "taker"  # the customer whose tax id is on it
ISSUER: Final = "issuer"  # the vendor, or another establishment of it
ROOT = 8  # characters of a CNPJ that all establishments of a company share
LONGEST = 4000  # characters of a text that are looked at
MOST_PARTS = 8  # of a word with hyphens
WORD = re.compile(r"[A-Za-z0-9._-]+")
DIGITS = re.compile(r"([0-9]{1,9})(?:[._].*)?")
NUMBERED = re.compile(r"(?<![A-Za-z])NFS?-?e?[ _-]*n?[ºo.]*[ _-]*([0-9]{1,15})(?![0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a note says, as far as it is known: tax ids are digits and letters, "" and None where nobody can tell."""

    amount: Money | None = None
    taker: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the note of an invoice should say."""

    amount: Money
    taker: str
    issuer: str


def value_of(lines: Iterable[Line], noted: Money) -> Money:
    """What the note is for: the service (D43), less what credit notes have given back of it."""
    return max(service_value(lines) - noted, ZERO)


def differences(said: Said, expected: Expected) -> tuple[str, ...]:
    """What of it is not the invoice's: AMOUNT, TAKER, ISSUER. What is not known differs in nothing."""
    found = []
    if said.amount is not None and said.amount != expected.amount:
        found.append(AMOUNT)
    if said.taker and expected.taker and plain(said.taker) != plain(expected.taker):
        found.append(TAKER)
    if said.issuer and expected.issuer and _company(said.issuer) != _company(expected.issuer):
        found.append(ISSUER)
    return tuple(found)


def invoices_in(text: str) -> Sequence[tuple[str, int]]:
    """The invoices that a text may name, as they are printed: C1001-3 is (C1001, 3). Each once, in their order.

    An account's code may have hyphens of its own, so NF-C1001-3 may be the third of NF-C1001 or of C1001.
    """
    found: list[tuple[str, int]] = []
    for word in WORD.findall(text[:LONGEST]):
        parts = word.strip("._-").split("-")[:MOST_PARTS]
        for at, part in enumerate(parts):
            number = DIGITS.fullmatch(part)
            if number:
                found += [("-".join(parts[start:at]).upper(), int(number[1])) for start in range(at)]
    return tuple(dict.fromkeys((code, number) for code, number in found if code))


def number_in(name: str) -> str:
    """The note's number in a file name, as in "C1001-3 NF 4711.pdf"; "" if it has none."""
    found = NUMBERED.search(name)
    return found[1].lstrip("0") if found else ""


def plain(tax_id: str) -> str:
    """Its letters and digits."""
    return "".join(letter for letter in tax_id.upper() if letter.isalnum())


def _company(tax_id: str) -> str:
    """What all establishments of a company share; a CPF is one person's."""
    known = plain(tax_id)
    return known[:ROOT] if len(known) > 11 else known
