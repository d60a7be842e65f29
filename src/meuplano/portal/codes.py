"""Codes as drawings for a page: a boleto's bars and a Pix's QR, as SVG paths; no script, no image address."""

from dataclasses import dataclass

from meuplano.documents import barcode
from meuplano.documents import qr as matrix

HEIGHT = 60


@dataclass(frozen=True, slots=True)
class Qr:
    """A square of `size` modules, its quiet zone left to the page, and its dark parts as a path."""

    size: int
    path: str


def bars(digits: str) -> str:
    """The 44 digits of a boleto as the path of their bars, 405 modules wide."""
    return "".join(f"M{x} 0h{width}v{HEIGHT}h-{width}z" for x, width in barcode.bars(digits))


def qr(text: str) -> Qr:
    """The QR Code of a Pix "copia e cola"."""
    size, runs = matrix.runs(text)
    return Qr(size, "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in runs))
