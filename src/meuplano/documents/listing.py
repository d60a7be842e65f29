"""A list on paper: a title, what it says in sentences, and a table over as many A4 pages as it takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from meuplano.documents.pencil import BOLD, PLAIN, Pencil
from meuplano.documents.text import LEADING, wrap

LEFT: Final = 20.0  # mm
RIGHT: Final = 190.0
TOP: Final = 275.0
BOTTOM: Final = 24.0
ROW: Final = 6.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its width in mm; all of a listing's together are 170."""

    title: str
    width: float
    is_figure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What is printed. `foot` is the last row of the table, `closing` what is said below it."""

    title: str
    author: str
    sentences: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    mark: str = ""  # at the foot of every page


def listing_pdf(listing: Listing) -> bytes:
    """The pages. The same listing gives the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1, lang="pt-BR")
    canvas.setTitle(listing.title)
    canvas.setAuthor(listing.author)
    pencil = Pencil(canvas)
    opening = _opening_height(listing)
    sheets = list(_sheets(listing, opening))
    for number, rows in enumerate(sheets, 1):
        y = _opening(pencil, listing) if number == 1 else TOP
        last = number == len(sheets)
        y = _table(pencil, listing, rows, y, last=last)
        if last:
            _sentences(pencil, listing.closing, y - 8)
        pencil.text(LEFT, 14, listing.mark, 120, 8)
        pencil.flush_right(RIGHT, 14, f"Página {number} de {len(sheets)}", 45, 8, PLAIN)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _sheets(listing: Listing, opening: float) -> Iterator[Sequence[tuple[str, ...]]]:
    """The rows of each page; the last one leaves room for what is said below the table."""
    closing = _height(listing.closing) + 8 + 2 * ROW
    rows, top = listing.rows, opening
    while True:
        room = int((top - ROW - BOTTOM) / ROW)
        if len(rows) * ROW <= top - ROW - BOTTOM - closing:
            yield rows
            return
        yield rows[: min(room, len(rows))]
        rows, top = rows[room:], TOP


def _opening_height(listing: Listing) -> float:
    return TOP - 10 - _height(listing.sentences) - 4


def _opening(pencil: Pencil, listing: Listing) -> float:
    pencil.text(LEFT, TOP - 5, listing.title, RIGHT - LEFT, 16, BOLD)
    return _sentences(pencil, listing.sentences, TOP - 14) - 2


def _wrapped(sentence: str) -> list[str]:
    return wrap([sentence], PLAIN, 10, (RIGHT - LEFT) * mm, 60 * mm)[0]


def _height(sentences: tuple[str, ...]) -> float:
    lines = sum(len(_wrapped(sentence)) for sentence in sentences)
    return float(lines * 10 * LEADING / mm + 2.0 * len(sentences))


def _sentences(pencil: Pencil, sentences: tuple[str, ...], y: float) -> float:
    """Paragraphs from `y` down; returns where they end."""
    for sentence in sentences:
        for line in _wrapped(sentence):
            pencil.text(LEFT, y, line, RIGHT - LEFT, 10)
            y -= 10 * LEADING / mm
        y -= 2.0
    return y


def _table(pencil: Pencil, listing: Listing, rows: Sequence[tuple[str, ...]], y: float, *, last: bool) -> float:
    y = _row(pencil, listing.columns, tuple(column.title for column in listing.columns), y, BOLD)
    pencil.line(LEFT, y + 4, RIGHT, y + 4)
    for row in rows:
        y = _row(pencil, listing.columns, row, y, PLAIN)
    pencil.line(LEFT, y + 4, RIGHT, y + 4)
    return _row(pencil, listing.columns, listing.foot, y, BOLD) if last and listing.foot else y


def _row(pencil: Pencil, columns: tuple[Column, ...], cells: tuple[str, ...], y: float, font: str) -> float:
    x = LEFT
    for column, cell in zip(columns, cells, strict=True):
        if column.is_figure:
            pencil.flush_right(x + column.width, y, cell, column.width - 2, 9, font)
        else:
            pencil.text(x, y, cell, column.width - 2, 9, font)
        x += column.width
    return y - ROW
