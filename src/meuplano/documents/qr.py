"""The QR code of a Pix, as SVG for a page and as rectangles for paper."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Final

import segno

QUIET: Final = 4  # modules of white on every side, as the standard asks
# Any of the eight masks is read; letting the encoder try all of them for the prettiest takes four times as long.
MASK: Final = 3


def svg(payload: str, title: str) -> str:
    """An inline SVG without style attributes; it takes the size of its place. `title` is its text alternative."""
    code = segno.make_qr(payload, error="m", mask=MASK)
    out = BytesIO()
    code.save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        nl=False,
        border=QUIET,
        light="#fff",
        title=title,
        svgclass=None,
        lineclass=None,
    )
    return out.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)


@lru_cache(maxsize=64)
def runs(payload: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """(modules per side, dark runs as (column, row from the top, length)), without the quiet zone."""
    matrix = segno.make_qr(payload, error="m", mask=MASK).matrix
    return len(matrix), tuple(_runs(matrix))


def _runs(matrix: tuple[bytearray, ...]) -> Iterator[tuple[int, int, int]]:
    for row, modules in enumerate(matrix):
        start = -1
        for column, dark in enumerate([*modules, 0]):
            if dark and start < 0:
                start = column
            elif not dark and start >= 0:
                yield start, row, column - start
                start = -1
