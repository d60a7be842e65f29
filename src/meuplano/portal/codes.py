"""Codes as drawings for a page: a boleto's bars and a Pix's QR, as SVG paths; no script, no image address."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import segno

# Interleaved 2 of 5: which of a digit's five elements are wide (payments.md 1.1, ratio 3).
WIDE = {
    "0": "00110",
    "1": "10001",
    "2": "01001",
    "3": "11000",
    "4": "00101",
    "5": "10100",
    "6": "01100",
    "7": "00011",
    "8": "10010",
    "9": "01010",
}
HEIGHT = 60
RATIO = 3


@dataclass(frozen=True, slots=True)
class Qr:
    """A square of `size` modules, quiet zone left to the page, and its dark parts as a path."""

    size: int
    path: str


def bars(digits: str) -> str:
    """An even number of digits as the path of their bars, in modules; 44 digits are 405 modules wide."""
    if not digits.isascii() or not digits.isdigit() or len(digits) % 2:
        raise ValueError("interleaved 2 of 5 takes an even number of digits")
    widths = [1, 1, 1, 1]  # start: bar, space, bar, space
    for first, second in zip(digits[::2], digits[1::2], strict=True):
        for bar, space in zip(WIDE[first], WIDE[second], strict=True):
            widths += [RATIO if bar == "1" else 1, RATIO if space == "1" else 1]
    widths += [RATIO, 1, 1]
    parts, at = [], 0
    for place, width in enumerate(widths):
        if place % 2 == 0:
            parts.append(_box(at, 0, width, HEIGHT))
        at += width
    return "".join(parts)


def qr(text: str) -> Qr:
    """The QR Code of a Pix "copia e cola", error correction M as the BR Code manual asks."""
    rows: Sequence[Sequence[int]] = segno.make(text, error="m", micro=False, boost_error=False).matrix
    parts = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                parts.append(_box(x, y, width, 1))
            x += width
    return Qr(size=len(rows), path="".join(parts))


def _box(x: int, y: int, width: int, height: int) -> str:
    return f"M{x} {y}h{width}v{height}h-{width}z"
