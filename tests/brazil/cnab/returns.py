"""The real return files with their neutral reading, and a return made for a test."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from meuplano.brazil.cnab.returned import ReturnedTitle, ReturnFile

FOLDER = Path(__file__).parents[2] / "vectors" / "retorno"
FILES: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["files"]


def content(name: str) -> bytes:
    """The bytes of a real file."""
    return (FOLDER / name).read_bytes()


def titles(source: bytes) -> tuple[list[ReturnedTitle], ReturnFile]:
    """All titles of a return, and the file with its warnings."""
    file = ReturnFile(source)
    return list(file), file


def header(bank: str = "001", nsa: str = "000042", kind: str = "2") -> str:
    """A file header of a return."""
    names = f"{'PRANCHETA':<30}{'BANCO':<30}"
    return f"{bank}00000{'':9}226841057000107{'':40}{names}{'':10}{kind}05112026101500{nsa}083"


def t(movement: str = "06", **fields: str) -> str:
    """A segment T of FEBRABAN's, with some fields given by name."""
    values = {"nosso": "12387980000041178", "due": "05112026", "amount": "000000000104170", "use": "T-41178"} | fields
    line = f"0010001300001T {movement}0404280000000619001 {values['nosso']:<20}7{'FAT-41178':<15}{values['due']}"
    line += f"{values['amount']}341003210{values['use']:<25}092011222333000181{values.get('name', 'PAGADOR'):<40}"
    return f"{line}{'':10}000000000000103{values.get('reasons', '04'):<10}"


def u(movement: str = "06", paid: str = "000000000106531", on: str = "05112026", credited: str = "06112026") -> str:
    """A segment U."""
    zeros = "0" * 15
    return f"0010001300002U {movement}000000000002361{zeros * 3}{paid}{paid}{zeros * 2}{on}{credited}"


def batch(*details: str) -> list[str]:
    """A batch round its details, rightly counted."""
    return ["00100011T01  042 2026841057000107", *details, f"00100015{'':9}{len(details) + 2:06d}"]


def made(*details: str, end: str = "\r\n", **header_fields: str) -> bytes:
    """A whole return with one batch, rightly counted."""
    lines = [header(**header_fields), *batch(*details)]
    lines.append(f"00199999{'':9}000001{len(lines) + 1:06d}")
    return "".join(f"{line:<240}{end}" for line in lines).encode("latin-1")


PAID_ON, CREDITED_ON = date(2026, 11, 5), date(2026, 11, 6)
