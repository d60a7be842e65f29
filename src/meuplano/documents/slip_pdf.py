"""The boleto as a PDF page: Recibo do Pagador above, Ficha de Compensação below, to FEBRABAN's measures.

The Ficha is the whole width of an A4 sheet (210 mm) and its lowest 108 mm. The barcode is 103 × 13 mm, 10 mm from the
left edge, its centre 14 mm above the lower edge, so that a home printer's margin leaves it whole.
"""

from io import BytesIO
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from meuplano.documents import qr
from meuplano.documents.barcode import HEIGHT_MM, MODULES, WIDTH_MM, bars
from meuplano.documents.slip import Party, Slip, day, reais
from meuplano.documents.text import LEADING, fit, wrap

rl_config.useA85 = 0  # plain binary streams: a fifth smaller, and a fifth of the time

PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
LABEL: Final = 6.0  # points
VALUE: Final = 9.0
LEFT: Final = 10.0  # mm, as all that follows
RIGHT: Final = 200.0
COLUMN: Final = 150.0  # where the narrow right column begins
SLIP_HEIGHT: Final = 108.0
BARCODE_CENTRE: Final = 14.0

# Digits of Helvetica are 0.71 of the size: 20 points print 5 mm, 14.4 points 3.6 mm.
BANK_SIZE: Final = 20.0
LINE_SIZE: Final = 14.4
LINE_SCALE: Final = 87  # percent; 54 characters of 3.6 mm beside the bank


def slip_pdf(slip: Slip) -> bytes:
    """One A4 page. The same slip gives the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1, lang="pt-BR")
    canvas.setTitle(f"Boleto {slip.document_number}")
    canvas.setAuthor(slip.beneficiary.name)
    canvas.setSubject(f"{slip.linha_digitavel} · {day(slip.due)} · R$ {reais(slip.amount)}")
    draw(canvas, slip)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw(canvas: Any, slip: Slip) -> None:
    """Both parts on the canvas's current page."""
    canvas.setLineWidth(0.5)
    _receipt(canvas, slip)
    _cut_line(canvas)
    _ficha(canvas, slip)


def _receipt(canvas: Any, slip: Slip) -> None:
    top = 285.0
    _head(canvas, slip, top - 9, "Recibo do Pagador")
    y = _fields(
        canvas,
        top - 9,
        ((LEFT, COLUMN, "Beneficiário", slip.beneficiary.name), (COLUMN, RIGHT, "Vencimento", day(slip.due))),
        (
            (LEFT, COLUMN, "CNPJ/CPF e endereço do beneficiário", _where(slip.beneficiary)),
            (COLUMN, RIGHT, *_agency(slip)),
        ),
        ((LEFT, COLUMN, "Pagador", f"{slip.payer.name} – {slip.payer.document}"), (COLUMN, RIGHT, *_number(slip))),
        (
            (LEFT, 80.0, "Número do documento", slip.document_number),
            (80.0, COLUMN, "Data do documento", day(slip.issued_on)),
            (COLUMN, RIGHT, "Valor do documento", f"R$ {reais(slip.amount)}"),
        ),
    )
    bottom = SLIP_HEIGHT + 14
    _statement(canvas, slip, y, bottom)
    _text(canvas, RIGHT, bottom - 4, "Autenticação mecânica – Recibo do Pagador", LABEL, right=True)


def _statement(canvas: Any, slip: Slip, top: float, bottom: float) -> None:
    """What is charged, the instructions, and the Pix beside them if the bank gave one."""
    edge = RIGHT if not slip.pix else RIGHT - 62
    _label(canvas, LEFT, top, "Demonstrativo e instruções")
    lines = [*slip.statement, *slip.instructions]
    _block(canvas, LEFT, edge, top - 3, top - bottom - 5, lines, VALUE)
    if slip.pix:
        _pix(canvas, slip.pix, edge + 2, top - 1.5)
    canvas.line(LEFT * mm, bottom * mm, RIGHT * mm, bottom * mm)


def _pix(canvas: Any, payload: str, left: float, top: float) -> None:
    _text(canvas, left, top - 4, "Pague com Pix", VALUE, BOLD)
    _text(canvas, left, top - 7.5, "Aponte a câmera ou copie o código abaixo.", LABEL + 1)
    side = 46.0
    modules, runs = qr.runs(payload)
    module = side / (modules + 2 * qr.QUIET)
    rectangles = [f"{x + qr.QUIET} {modules + qr.QUIET - 1 - y} {length} 1 re" for x, y, length in runs]
    _modules(canvas, left - 0.5, top - 8 - side, module, module, rectangles)
    _block(canvas, left - 1, RIGHT, top - 8 - side, 26, [payload], LABEL)


def _ficha(canvas: Any, slip: Slip) -> None:
    top = SLIP_HEIGHT - 2
    _head(canvas, slip, top - 9, "")
    y = _fields(
        canvas,
        top - 9,
        ((LEFT, COLUMN, "Local de pagamento", slip.place), (COLUMN, RIGHT, "Vencimento", day(slip.due))),
    )
    y = _beneficiary(canvas, slip, y)
    y = _fields(
        canvas,
        y,
        (
            (LEFT, 40.0, "Data do documento", day(slip.issued_on)),
            (40.0, 82.0, "Número do documento", slip.document_number),
            (82.0, 100.0, "Espécie doc.", slip.kind),
            (100.0, 114.0, "Aceite", "S" if slip.accepted else "N"),
            (114.0, COLUMN, "Data do processamento", day(slip.processed_on)),
            (COLUMN, RIGHT, *_number(slip)),
        ),
        (
            (LEFT, 40.0, "Uso do banco", ""),
            (40.0, 61.0, "Carteira", slip.wallet),
            (61.0, 82.0, "Espécie", "R$"),
            (82.0, 114.0, "Quantidade", ""),
            (114.0, COLUMN, "Valor", ""),
            (COLUMN, RIGHT, "(=) Valor do documento", reais(slip.amount)),
        ),
    )
    y = _instructions(canvas, slip, y)
    y = _payer(canvas, slip, y)
    _text(canvas, RIGHT, y - 3, "Autenticação Mecânica – Ficha de Compensação", LABEL, right=True)
    _modules(canvas, LEFT, BARCODE_CENTRE - HEIGHT_MM / 2, WIDTH_MM / MODULES, HEIGHT_MM, _barcode(slip.barcode))


def _barcode(code: str) -> list[str]:
    return [f"{x} 0 {width} 1 re" for x, width in bars(code)]


def _modules(canvas: Any, left: float, bottom: float, width: float, height: float, rectangles: list[str]) -> None:
    """Filled rectangles in units of `width` × `height` mm: one path, many times faster than a call for each."""
    canvas.saveState()
    canvas.translate(left * mm, bottom * mm)
    canvas.scale(width * mm, height * mm)
    canvas.drawPath(PDFPathObject(code=rectangles), stroke=0, fill=1)
    canvas.restoreState()


def _head(canvas: Any, slip: Slip, base: float, title: str) -> None:
    """Bank, its number in 5 mm digits, and the linha digitável, or the title of the receipt above it."""
    number_left, line_left = 48.0, 70.0
    text, size = fit(slip.bank_name, BOLD, 12, (number_left - LEFT - 2) * mm)
    _text(canvas, LEFT, base + 2, text, size, BOLD)
    canvas.setLineWidth(1.2)
    for x in (number_left, line_left):
        canvas.line(x * mm, base * mm, x * mm, (base + 8) * mm)
    canvas.line(LEFT * mm, base * mm, RIGHT * mm, base * mm)
    canvas.setLineWidth(0.5)
    canvas.setFont(BOLD, BANK_SIZE)
    canvas.drawCentredString((number_left + line_left) / 2 * mm, (base + 1.6) * mm, slip.bank)
    if title:
        _text(canvas, RIGHT, base + 9.2, title, VALUE, BOLD, right=True)
    line = canvas.beginText()
    line.setHorizScale(LINE_SCALE)
    line.setFont(BOLD, LINE_SIZE)
    width = canvas.stringWidth(slip.linha_digitavel, BOLD, LINE_SIZE) * LINE_SCALE / 100
    line.setTextOrigin(RIGHT * mm - width, (base + 2) * mm)
    line.textOut(slip.linha_digitavel)
    line.setHorizScale(100)
    canvas.drawText(line)


Cell = tuple[float, float, str, str]  # left, right, label, value


def _fields(canvas: Any, top: float, *rows: tuple[Cell, ...]) -> float:
    """Rows of 7 mm; cells that end at the right edge are set flush right, as the banks do. Returns the lower edge."""
    for row in rows:
        for left, right, label, value in row:
            _label(canvas, left, top, label)
            text, size = fit(value, BOLD if right == RIGHT else PLAIN, VALUE, (right - left - 2) * mm)
            font = BOLD if right == RIGHT else PLAIN
            _text(canvas, right - 1 if right == RIGHT else left + 1, top - 6, text, size, font, right=right == RIGHT)
            if left > LEFT:
                canvas.line(left * mm, top * mm, left * mm, (top - 7) * mm)
        top -= 7
        canvas.line(LEFT * mm, top * mm, RIGHT * mm, top * mm)
    return top


def _beneficiary(canvas: Any, slip: Slip, top: float) -> float:
    _label(canvas, LEFT, top, "Beneficiário")
    _text(
        canvas,
        LEFT + 1,
        top - 5.4,
        *fit(f"{slip.beneficiary.name} – {slip.beneficiary.document}", PLAIN, VALUE, 138 * mm),
    )
    _text(canvas, LEFT + 1, top - 8.6, *fit(", ".join(slip.beneficiary.address), PLAIN, 7, 138 * mm))
    label, value = _agency(slip)
    _label(canvas, COLUMN, top, label)
    text, size = fit(value, BOLD, VALUE, 48 * mm)
    _text(canvas, RIGHT - 1, top - 7, text, size, BOLD, right=True)
    canvas.line(COLUMN * mm, top * mm, COLUMN * mm, (top - 9.5) * mm)
    canvas.line(LEFT * mm, (top - 9.5) * mm, RIGHT * mm, (top - 9.5) * mm)
    return top - 9.5


def _instructions(canvas: Any, slip: Slip, top: float) -> float:
    """The beneficiary's text at the left; at the right the five amounts the teller fills in."""
    labels = (
        "(-) Desconto/abatimento",
        "(-) Outras deduções",
        "(+) Mora/multa",
        "(+) Outros acréscimos",
        "(=) Valor cobrado",
    )
    each = 5.6
    for i, label in enumerate(labels):
        _label(canvas, COLUMN, top - i * each, label)
        if i:
            canvas.line(COLUMN * mm, (top - i * each) * mm, RIGHT * mm, (top - i * each) * mm)
    bottom = top - each * len(labels)
    _label(canvas, LEFT, top, "Instruções (texto de responsabilidade do beneficiário)")
    _block(canvas, LEFT, COLUMN, top - 3, each * len(labels) - 4, slip.instructions, VALUE - 0.5)
    canvas.line(COLUMN * mm, top * mm, COLUMN * mm, bottom * mm)
    canvas.line(LEFT * mm, bottom * mm, RIGHT * mm, bottom * mm)
    return bottom


def _payer(canvas: Any, slip: Slip, top: float) -> float:
    height = 15.0
    _label(canvas, LEFT, top, "Pagador")
    width = (RIGHT - LEFT - 24) * mm
    _text(canvas, LEFT + 12, top - 3.2, *fit(f"{slip.payer.name} – {slip.payer.document}", PLAIN, VALUE, width))
    for i, line in enumerate(slip.payer.address[:2]):
        _text(canvas, LEFT + 12, top - 6.8 - i * 3.4, *fit(line, PLAIN, 8, width))
    guarantor = f"{slip.guarantor.name} – {slip.guarantor.document}" if slip.guarantor else ""
    _text(canvas, LEFT + 1, top - height + 1, *fit(f"Sacador/avalista: {guarantor}", PLAIN, 7, width))
    canvas.line(LEFT * mm, (top - height) * mm, RIGHT * mm, (top - height) * mm)
    return top - height


def _cut_line(canvas: Any) -> None:
    canvas.saveState()
    canvas.setDash(2, 2)
    canvas.line(LEFT * mm, SLIP_HEIGHT * mm + 6, RIGHT * mm, SLIP_HEIGHT * mm + 6)
    canvas.restoreState()
    _text(canvas, LEFT, SLIP_HEIGHT + 3, "Corte na linha pontilhada", LABEL)


def _block(canvas: Any, left: float, right: float, top: float, height: float, texts: Any, size: float) -> None:
    lines, size = wrap(texts, PLAIN, size, (right - left - 2) * mm, height * mm)
    text = canvas.beginText((left + 1) * mm, top * mm - size)
    text.setFont(PLAIN, size, leading=LEADING * size)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def _label(canvas: Any, left: float, top: float, label: str) -> None:
    canvas.setFont(PLAIN, LABEL)
    canvas.drawString((left + 1) * mm, (top - 2.4) * mm, label)


def _text(
    canvas: Any, x: float, y: float, text: str, size: float = VALUE, font: str = PLAIN, *, right: bool = False
) -> None:
    canvas.setFont(font, size)
    (canvas.drawRightString if right else canvas.drawString)(x * mm, y * mm, text)


def _where(party: Party) -> str:
    return ", ".join((party.document, *party.address))


def _agency(slip: Slip) -> tuple[str, str]:
    return "Agência/Código do beneficiário", slip.agency_code


def _number(slip: Slip) -> tuple[str, str]:
    return "Nosso número", slip.nosso_numero
