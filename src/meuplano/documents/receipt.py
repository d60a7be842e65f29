"""A receipt or a credit note as a PDF page: who gave, who got, for what, how and when."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from meuplano.documents.slip import Party, day, reais
from meuplano.documents.text import LEADING, fit, wrap

PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
LEFT: Final = 20 * mm
RIGHT: Final = 190 * mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the page calls itself and its figures."""

    title: str
    file_title: str
    customer: str
    vendor: str
    on: str
    how: str
    total: str


PAID = Words(
    title="Recibo de pagamento",
    file_title="Recibo da fatura",
    customer="Recebido de",
    vendor="Por",
    on="Pago em",
    how="Forma",
    total="Total pago",
)
CREDITED = Words(
    title="Nota de crédito",
    file_title="Nota de crédito da fatura",
    customer="A favor de",
    vendor="Por",
    on="Feita em",
    how="Motivo",
    total="Total creditado",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was paid, or given back. Amounts in centavos; `lines` are (text, amount) and need not sum to `amount`."""

    number: str
    received_by: Party
    paid_by: Party
    amount: int
    paid_on: date
    method: str
    reference: str = ""
    lines: tuple[tuple[str, int], ...] = ()
    words: Words = PAID


def receipt_pdf(receipt: Receipt) -> bytes:
    """One A4 page. The same receipt gives the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1, lang="pt-BR")
    canvas.setTitle(f"{receipt.words.file_title} {receipt.number}")
    canvas.setAuthor(receipt.received_by.name)
    _draw(canvas, receipt)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Any, receipt: Receipt) -> None:
    canvas.setFont(BOLD, 16)
    canvas.drawString(LEFT, 270 * mm, receipt.words.title)
    _right(canvas, 270 * mm, f"R$ {reais(receipt.amount)}", 16)
    y = 258 * mm
    for label, party in ((receipt.words.customer, receipt.paid_by), (receipt.words.vendor, receipt.received_by)):
        y = _pair(canvas, y, label, f"{party.name} – {party.document}")
        y = _pair(canvas, y, "", ", ".join(party.address)) if party.address else y
    y = _pair(canvas, y, "Fatura", receipt.number)
    y = _pair(canvas, y, receipt.words.on, day(receipt.paid_on))
    y = _pair(canvas, y, receipt.words.how, receipt.method)
    if receipt.reference:
        y = _pair(canvas, y, "Referência", receipt.reference)
    _lines(canvas, y - 4 * mm, receipt)


def _pair(canvas: Any, y: float, label: str, value: str) -> float:
    canvas.setFont(PLAIN, 8)
    canvas.drawString(LEFT, y, label)
    lines, size = wrap([value], PLAIN, 10, RIGHT - LEFT - 28 * mm, 25 * mm)
    canvas.setFont(PLAIN, size)
    for i, line in enumerate(lines):
        canvas.drawString(LEFT + 28 * mm, y - i * LEADING * size, line)
    return y - float(max(1, len(lines)) * LEADING * size + 1.5 * mm)


def _lines(canvas: Any, y: float, receipt: Receipt) -> None:
    """As many lines as the page takes, then how many more the invoice has."""
    canvas.line(LEFT, y, RIGHT, y)
    for i, (text, amount) in enumerate(receipt.lines):
        y -= 6 * mm
        if y < 40 * mm:
            canvas.setFont(PLAIN, 9)
            canvas.drawString(LEFT, y, f"e mais {len(receipt.lines) - i} linhas na fatura {receipt.number}"[:90])
            break
        written, size = fit(text, PLAIN, 10, RIGHT - LEFT - 40 * mm)
        canvas.setFont(PLAIN, size)
        canvas.drawString(LEFT, y, written)
        _right(canvas, y, ("-" if amount < 0 else "") + reais(abs(amount)), 10, PLAIN)
    y -= 3 * mm
    canvas.line(LEFT, y, RIGHT, y)
    canvas.setFont(BOLD, 10)
    canvas.drawString(LEFT, y - 6 * mm, receipt.words.total)
    _right(canvas, y - 6 * mm, f"R$ {reais(receipt.amount)}", 10)


def _right(canvas: Any, y: float, text: str, size: float, font: str = BOLD) -> None:
    canvas.setFont(font, size)
    canvas.drawRightString(RIGHT, y, text)
