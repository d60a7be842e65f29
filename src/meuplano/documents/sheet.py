"""A table as a CSV file that a Brazilian spreadsheet opens by a double click, and that runs nothing in it.

RFC 4180 (quotes, CRLF), with what Excel and LibreOffice expect in pt-BR: UTF-8 with its mark, semicolons, commas.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO

from meuplano.documents import words
from meuplano.rules.money import Money

MARK = "\ufeff"
_RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

type Cell = str | int | date | Money | None


def sheet(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file; text that a spreadsheet would take for a formula begins with an apostrophe."""
    written = StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow(heads)
    lines.writerows([_cell(cell) for cell in row] for row in rows)
    return (MARK + written.getvalue()).encode()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        sign = "-" if cell.centavos < 0 else ""
        return f"{sign}{abs(cell.centavos) // 100},{abs(cell.centavos) % 100:02d}"
    if isinstance(cell, date):
        return words.day(cell)
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_RUN_AS_FORMULA) else text
