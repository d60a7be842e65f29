"""A remittance read as a bank reads it, by a table of positions that was written down for this bank alone.

Positions are FEBRABAN's (CNAB 240, collection), as slices counted from 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fakebank.bank import Refused

LARGEST = 20_000_000  # bytes
SANTANDER, ITAU = "033", "341"  # Itaú's interest is always an amount a day, and its code is zero


@dataclass(frozen=True, slots=True)
class Asked:
    """One title of a remittance with the movement asked for; `place` is the nosso número as the file has it."""

    movement: str
    place: str
    own: str
    document: str
    payer: str
    postcode: str
    amount: int
    due_on: date | None
    fine: int
    interest: int
    daily: int
    days: int | None


def lines_of(content: bytes) -> list[str]:
    """The lines of a file that is a remittance; raises Refused for what no bank would take."""
    if len(content) > LARGEST:
        raise Refused("too_large", "Arquivo grande demais.", 413)
    lines = content.decode("latin-1").split("\r\n")
    if lines and lines[-1] == "":
        lines.pop()
    if len(lines) < 5 or any(len(line) != 240 for line in lines):
        raise Refused("not_cnab", "O arquivo não tem linhas de 240 posições.", 400)
    if lines[0][142] != "1" or lines[0][7] != "0" or lines[-1][7] != "9":
        raise Refused("not_remittance", "O arquivo não é uma remessa.", 400)
    if number(lines[-1], 23, 29) != len(lines):
        raise Refused("bad_count", f"O trailer diz {number(lines[-1], 23, 29)} registros, são {len(lines)}.", 400)
    return lines


def titles_of(lines: list[str]) -> Iterator[Asked]:
    """Segment P with what its Q and R add."""
    held: dict[str, Any] | None = None
    for line in lines:
        if line[7] != "3":
            continue
        if line[13] == "P":
            if held:
                yield Asked(**held)
            held = _of_p(line)
        elif held and line[13] == "Q":
            held |= {"payer": line[33:73].strip(), "postcode": line[128:136]}
        elif held and line[13] == "R" and line[65] == "2":
            held["fine"] = number(line, 74, 89)
    if held:
        yield Asked(**held)


def _of_p(line: str) -> dict[str, Any]:
    return {
        "movement": line[15:17],
        "place": line[44:57] if line[:3] == SANTANDER else line[37:57],
        "own": line[195:220],
        "document": line[62:77].strip(),
        "payer": "",
        "postcode": "",
        "amount": number(line, 85, 100),
        "due_on": _day(line[77:85]),
        "fine": 0,
        "interest": number(line, 126, 141) if line[117] == "2" else 0,
        "daily": number(line, 126, 141) if line[117] == "1" or line[:3] == ITAU else 0,
        "days": number(line, 224, 227) if line[223] == "1" else None,
    }


def number(line: str, start: int, end: int) -> int:
    """A number at these places, 0 when there is none."""
    text = line[start:end].strip()
    return int(text) if text.isdigit() else 0


def _day(text: str) -> date | None:
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
