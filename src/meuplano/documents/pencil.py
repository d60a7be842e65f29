"""A pencil for paper measured in millimetres from the sheet's lower left corner, over reportlab's canvas."""

from collections.abc import Iterable
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.pathobject import PDFPathObject

from meuplano.documents.text import LEADING, fit, wrap

PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
LABEL: Final = 6.0  # points
VALUE: Final = 9.0


class Pencil:
    """Lines, labels and texts that stay in their place whatever they say. Lengths in mm, sizes of letters in points."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        canvas.setLineWidth(0.5)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5) -> None:
        if width != 0.5:
            self.canvas.setLineWidth(width)
        self.canvas.line(x1 * mm, y1 * mm, x2 * mm, y2 * mm)
        if width != 0.5:
            self.canvas.setLineWidth(0.5)

    def dashes(self, x1: float, x2: float, y: float) -> None:
        self.canvas.saveState()
        self.canvas.setDash(2, 2)
        self.line(x1, y, x2, y)
        self.canvas.restoreState()

    def label(self, left: float, top: float, text: str) -> None:
        """A small label under the upper edge of a cell."""
        self.canvas.setFont(PLAIN, LABEL)
        self.canvas.drawString((left + 1) * mm, (top - 2.4) * mm, text)

    def text(self, x: float, y: float, text: str, width: float, size: float = VALUE, font: str = PLAIN) -> None:
        """From `x` to the right, smaller or cut to stay within `width`."""
        written, size = fit(text, font, size, width * mm)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x * mm, y * mm, written)

    def flush_right(self, x: float, y: float, text: str, width: float, size: float = VALUE, font: str = BOLD) -> None:
        """Ending at `x`."""
        written, size = fit(text, font, size, width * mm)
        self.canvas.setFont(font, size)
        self.canvas.drawRightString(x * mm, y * mm, written)

    def named(self, x: float, y: float, name: str, document: str, width: float, size: float = VALUE) -> None:
        """Name – CPF or CNPJ: what is cut of a long name is never the document."""
        end = f" – {document}" if document else ""
        written, size = fit(name, PLAIN, size, width * mm - stringWidth(end, PLAIN, size))
        self.canvas.setFont(PLAIN, size)
        self.canvas.drawString(x * mm, y * mm, written + end)

    def block(self, left: float, right: float, top: float, height: float, texts: Iterable[str], size: float) -> None:
        """Wrapped lines in a cell."""
        lines, size = wrap(texts, PLAIN, size, (right - left - 2) * mm, height * mm)
        text = self.canvas.beginText((left + 1) * mm, top * mm - size)
        text.setFont(PLAIN, size, leading=LEADING * size)
        for line in lines:
            text.textLine(line)
        self.canvas.drawText(text)

    def condensed(self, right: float, y: float, text: str, size: float, percent: int) -> None:
        """Bold, narrower but not lower, ending at `right`."""
        line = self.canvas.beginText()
        line.setHorizScale(percent)
        line.setFont(BOLD, size)
        line.setTextOrigin(right * mm - stringWidth(text, BOLD, size) * percent / 100, y * mm)
        line.textOut(text)
        line.setHorizScale(100)
        self.canvas.drawText(line)

    def modules(self, left: float, bottom: float, width: float, height: float, rectangles: list[str]) -> None:
        """Filled PDF rectangles ("x y w h re") in units of `width` × `height`: one path, not a call each."""
        self.canvas.saveState()
        self.canvas.translate(left * mm, bottom * mm)
        self.canvas.scale(width * mm, height * mm)
        self.canvas.drawPath(PDFPathObject(code=rectangles), stroke=0, fill=1)
        self.canvas.restoreState()
