"""The ITF barcode of a boleto (interleaved 2 of 5, ratio 3): its bars, and the SVG for a page."""

from collections.abc import Iterator
from typing import Final

MODULES: Final = 405  # narrow modules of 44 digits at ratio 3: 103 mm make one 0.254 mm
WIDTH_MM: Final = 103
HEIGHT_MM: Final = 13

_WIDE = ("00110", "10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010")


def bars(code: str) -> Iterator[tuple[int, int]]:
    """(left, width) of each bar in narrow modules, for an even number of digits: start, pairs, stop."""
    x = 4
    yield from ((0, 1), (2, 1))
    for black, white in zip(code[::2], code[1::2], strict=True):
        for bar, gap in zip(_WIDE[int(black)], _WIDE[int(white)], strict=True):
            width = 3 if bar == "1" else 1
            yield x, width
            x += width + (3 if gap == "1" else 1)
    yield from ((x, 3), (x + 4, 1))


def svg(code: str, title: str) -> str:
    """An inline SVG of 103 × 13 mm with its quiet zones, drawn by attributes alone; `title` is its text alternative."""
    quiet = 20  # modules, 5 mm
    width = MODULES + 2 * quiet
    shapes = "".join(f'<rect x="{x}" width="{wide}" height="60"/>' for x, wide in bars(code))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH_MM * width / MODULES:.2f}mm" '
        f'height="{HEIGHT_MM}mm" viewBox="{-quiet} 0 {width} 60" preserveAspectRatio="none" '
        f'shape-rendering="crispEdges"><title>{title}</title>'
        f'<rect x="{-quiet}" width="{width}" height="60" fill="#fff"/>{shapes}</svg>'
    )
