"""The boleto as a PDF page: Recibo do Pagador above, Ficha de Compensação below, to FEBRABAN's measures.

The Ficha is the whole width of an A4 sheet (210 mm) and its lowest 108 mm. The barcode is 103 × 13 mm, 10 mm from the
left edge, its centre 14 mm above the lower edge, so that a home printer's margin leaves it whole.
"""

from io import BytesIO
from typing import Final

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from meuplano.documents import qr
from meuplano.documents.barcode import HEIGHT_MM, MODULES, WIDTH_MM, bars
from meuplano.documents.pencil import BOLD, LABEL, PLAIN, VALUE, Pencil
from meuplano.documents.slip import Slip, day, reais

rl_config.useA85 = 0  # plain binary streams: a fifth smaller, and a fifth of the time

LEFT: Final = 10.0  # mm, as all that follows
RIGHT: Final = 200.0
COLUMN: Final = 150.0  # where the narrow right column begins
SLIP_HEIGHT: Final = 108.0
BARCODE_CENTRE: Final = 14.0
QR_SIDE: Final = 46.0  # with its quiet zone
ROW: Final = 7.0

# Digits of Helvetica are 0.71 of the size: 20 points print 5 mm, 14.4 points 3.6 mm.
BANK_SIZE: Final = 20.0
LINE_SIZE: Final = 14.4
LINE_PERCENT: Final = 87  # 54 characters of 3.6 mm beside the bank's number

Cell = tuple[float, float, str, str]  # left, right, label, value


def slip_pdf(slip: Slip) -> bytes:
    """One A4 page. The same slip gives the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1, lang="pt-BR")
    canvas.setTitle(f"Boleto {slip.document_number}")
    canvas.setAuthor(slip.beneficiary.name)
    canvas.setSubject(f"{slip.linha_digitavel} · {day(slip.due)} · R$ {reais(slip.amount)}")
    pen = Pencil(canvas)
    _receipt(pen, slip)
    pen.dashes(LEFT, RIGHT, SLIP_HEIGHT)
    pen.text(LEFT, SLIP_HEIGHT + 0.8, "Corte na linha pontilhada", 60, LABEL)
    _ficha(pen, slip)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _receipt(pen: Pencil, slip: Slip) -> None:
    top = 276.0
    pen.flush_right(RIGHT, top + 9.2, "Recibo do Pagador", 60)
    _head(pen, slip, top)
    where = ", ".join((slip.beneficiary.document, *slip.beneficiary.address))
    y = _row(pen, top, (LEFT, COLUMN, "Beneficiário", slip.beneficiary.name), _due(slip))
    y = _row(pen, y, (LEFT, COLUMN, "CNPJ/CPF e endereço do beneficiário", where), _agency(slip))
    pen.named(LEFT + 1, y - 6, slip.payer.name, slip.payer.document, COLUMN - LEFT - 2)
    y = _row(pen, y, (LEFT, COLUMN, "Pagador", ""), _number(slip))
    y = _row(
        pen,
        y,
        (LEFT, 80.0, "Número do documento", slip.document_number),
        (80.0, COLUMN, "Data do documento", day(slip.issued_on)),
        (COLUMN, RIGHT, "Valor do documento", f"R$ {reais(slip.amount)}"),
    )
    bottom = SLIP_HEIGHT + 14
    edge = RIGHT - 62 if slip.pix else RIGHT
    pen.label(LEFT, y, "Demonstrativo e instruções")
    pen.block(LEFT, edge, y - 3, y - bottom - 5, [*slip.statement, *slip.instructions], VALUE)
    if slip.pix:
        _pix(pen, slip.pix, edge + 2, y - 1.5)
    pen.line(LEFT, bottom, RIGHT, bottom)
    pen.flush_right(RIGHT, bottom - 4, "Autenticação mecânica – Recibo do Pagador", 90, LABEL, PLAIN)


def _pix(pen: Pencil, payload: str, left: float, top: float) -> None:
    width = RIGHT - left
    pen.text(left, top - 4, "Pague com Pix", width, VALUE, BOLD)
    pen.text(left, top - 7.5, "Aponte a câmera ou copie o código abaixo.", width, LABEL + 1)
    modules, runs = qr.runs(payload)
    side = QR_SIDE / (modules + 2 * qr.QUIET)
    rectangles = [f"{x + qr.QUIET} {modules + qr.QUIET - 1 - y} {length} 1 re" for x, y, length in runs]
    bottom = top - 8 - QR_SIDE
    pen.modules(left - 0.5, bottom, side, side, rectangles)
    pen.block(left - 1, RIGHT, bottom, 26, [payload], LABEL)


def _ficha(pen: Pencil, slip: Slip) -> None:
    top = SLIP_HEIGHT - 11
    _head(pen, slip, top)
    y = _row(pen, top, (LEFT, COLUMN, "Local de pagamento", slip.place), _due(slip))
    y = _beneficiary(pen, slip, y)
    y = _row(
        pen,
        y,
        (LEFT, 40.0, "Data do documento", day(slip.issued_on)),
        (40.0, 82.0, "Número do documento", slip.document_number),
        (82.0, 100.0, "Espécie doc.", slip.kind),
        (100.0, 114.0, "Aceite", "S" if slip.accepted else "N"),
        (114.0, COLUMN, "Data do processamento", day(slip.processed_on)),
        _number(slip),
    )
    y = _row(
        pen,
        y,
        (LEFT, 40.0, "Uso do banco", ""),
        (40.0, 61.0, "Carteira", slip.wallet),
        (61.0, 82.0, "Espécie", "R$"),
        (82.0, 114.0, "Quantidade", ""),
        (114.0, COLUMN, "Valor", ""),
        (COLUMN, RIGHT, "(=) Valor do documento", reais(slip.amount)),
    )
    y = _instructions(pen, slip, y)
    y = _payer(pen, slip, y)
    pen.flush_right(RIGHT, y - 3, "Autenticação Mecânica – Ficha de Compensação", 80, LABEL, PLAIN)
    rectangles = [f"{x} 0 {width} 1 re" for x, width in bars(slip.barcode)]
    pen.modules(LEFT, BARCODE_CENTRE - HEIGHT_MM / 2, WIDTH_MM / MODULES, HEIGHT_MM, rectangles)


def _head(pen: Pencil, slip: Slip, base: float) -> None:
    """Bank, its number in 5 mm digits, and the linha digitável."""
    number_left, line_left = 48.0, 70.0
    pen.text(LEFT, base + 2, slip.bank_name, number_left - LEFT - 2, 12, BOLD)
    for x in (number_left, line_left):
        pen.line(x, base, x, base + 8, 1.2)
    pen.line(LEFT, base, RIGHT, base, 1.2)
    pen.canvas.setFont(BOLD, BANK_SIZE)
    pen.canvas.drawCentredString((number_left + line_left) / 2 * mm, (base + 1.6) * mm, slip.bank)
    pen.condensed(RIGHT, base + 2, slip.linha_digitavel, LINE_SIZE, LINE_PERCENT)


def _row(pen: Pencil, top: float, *cells: Cell) -> float:
    """Cells of 7 mm; the one at the right edge is set flush right and bold, as banks do. Returns the lower edge."""
    for left, right, label, value in cells:
        pen.label(left, top, label)
        if right == RIGHT:
            pen.flush_right(right - 1, top - 6, value, right - left - 2)
        elif value:
            pen.text(left + 1, top - 6, value, right - left - 2)
        if left > LEFT:
            pen.line(left, top, left, top - ROW)
    pen.line(LEFT, top - ROW, RIGHT, top - ROW)
    return top - ROW


def _beneficiary(pen: Pencil, slip: Slip, top: float) -> float:
    width = COLUMN - LEFT - 2
    pen.named(LEFT + 1, top - 5.6, slip.beneficiary.name, slip.beneficiary.document, width)
    pen.text(LEFT + 1, top - 8.7, ", ".join(slip.beneficiary.address), width, 7)
    _row(pen, top - 2.5, (LEFT, COLUMN, "", ""), (COLUMN, RIGHT, "", slip.agency_code))
    pen.label(LEFT, top, "Beneficiário")
    pen.label(COLUMN, top, _agency(slip)[2])
    pen.line(COLUMN, top, COLUMN, top - 2.5)
    return top - 2.5 - ROW


def _instructions(pen: Pencil, slip: Slip, top: float) -> float:
    """The beneficiary's text at the left; at the right the five amounts the teller fills in."""
    signs = (
        "(-) Desconto/abatimento",
        "(-) Outras deduções",
        "(+) Mora/multa",
        "(+) Outros acréscimos",
        "(=) Valor cobrado",
    )
    each = 5.6
    for i, label in enumerate(signs):
        pen.label(COLUMN, top - i * each, label)
        if i:
            pen.line(COLUMN, top - i * each, RIGHT, top - i * each)
    bottom = top - each * len(signs)
    pen.label(LEFT, top, "Instruções (texto de responsabilidade do beneficiário)")
    pen.block(LEFT, COLUMN, top - 3, each * len(signs) - 4, slip.instructions, VALUE - 0.5)
    pen.line(COLUMN, top, COLUMN, bottom)
    pen.line(LEFT, bottom, RIGHT, bottom)
    return bottom


def _payer(pen: Pencil, slip: Slip, top: float) -> float:
    bottom = top - 15
    width = RIGHT - LEFT - 14
    pen.label(LEFT, top, "Pagador")
    pen.named(LEFT + 12, top - 3.4, slip.payer.name, slip.payer.document, width)
    first, *rest = (*slip.payer.address, "")
    pen.text(LEFT + 12, top - 6.9, first, width, 8)
    pen.text(LEFT + 12, top - 10.3, ", ".join(filter(None, rest)), width, 8)
    pen.label(LEFT, bottom + 3.4, "Sacador/avalista")
    if slip.guarantor:
        pen.named(LEFT + 20, bottom + 1, slip.guarantor.name, slip.guarantor.document, width - 8, 7)
    pen.line(LEFT, bottom, RIGHT, bottom)
    return bottom


def _due(slip: Slip) -> Cell:
    return COLUMN, RIGHT, "Vencimento", day(slip.due)


def _agency(slip: Slip) -> Cell:
    return COLUMN, RIGHT, "Agência/Código do beneficiário", slip.agency_code


def _number(slip: Slip) -> Cell:
    return COLUMN, RIGHT, "Nosso número", slip.nosso_numero
