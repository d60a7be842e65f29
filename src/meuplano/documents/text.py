"""Text on paper: what the standard fonts can show, shrunk, wrapped or cut so that it never leaves its place."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from reportlab.pdfbase.pdfmetrics import stringWidth

SMALLEST: Final = 5.5  # points; smaller is not read
LEADING: Final = 1.2  # from one base line to the next, in sizes


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """The text in the letters the PDF's standard fonts have (Windows-1252); others lose their accents or become "?"."""
    text = "".join(c for c in " ".join(text.split()) if c.isprintable())
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return "".join(_letter(c) for c in unicodedata.normalize("NFC", text))
    return text


def fit(text: str, font: str, size: float, width: float) -> tuple[str, float]:
    """(text, size) that fit `width` points: smaller down to SMALLEST, then cut with an ellipsis."""
    text = printable(text)
    wide = stringWidth(text, font, size)
    if wide <= width:
        return text, size
    size = max(SMALLEST, size * width / wide)
    if stringWidth(text, font, size) <= width * 1.0001:
        return text, size
    return _cut(text, font, size, width), size


def wrap(texts: Iterable[str], font: str, size: float, width: float, height: float) -> tuple[list[str], float]:
    """Lines no wider than `width` that are no higher than `height` together, and their size: smaller, at last cut."""
    sources = [printable(text) for text in texts]
    while True:
        lines = [line for source in sources for line in _lines(source, font, size, width)]
        room = max(1, int(height / (LEADING * size)))
        if len(lines) <= room:
            return lines, size
        if size <= SMALLEST:
            return [*lines[: room - 1], _cut(lines[room - 1] + " …", font, size, width)], size
        size = max(SMALLEST, size - 0.5)


def _letter(c: str) -> str:
    try:
        c.encode("cp1252")
    except UnicodeEncodeError:
        base = "".join(d for d in unicodedata.normalize("NFKD", c) if not unicodedata.combining(d))
        return base if base.isascii() and base.isprintable() and base else "?"
    return c


def _lines(text: str, font: str, size: float, width: float) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if stringWidth(longer, font, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while stringWidth(word, font, size) > width:  # one word wider than the place: broken where it must be
            fits = _fitting(word, font, size, width)
            lines.append(word[:fits])
            word = word[fits:]
        line = word
    return [*lines, line] if line else lines


def _fitting(text: str, font: str, size: float, width: float) -> int:
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if stringWidth(text[:middle], font, size) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _cut(text: str, font: str, size: float, width: float) -> str:
    if stringWidth(text, font, size) <= width:
        return text
    room = width - stringWidth("…", font, size)
    fits = _fitting(text, font, size, room)
    if stringWidth(text[:fits], font, size) > room:  # not even one letter
        return "…"
    return text[:fits].rstrip(" …") + "…"
