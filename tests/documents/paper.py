"""A slip to print, and a scanner: pages rendered by pypdfium2, their codes read back by zxing-cpp."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pypdfium2
import zxingcpp
from PIL.Image import Image

from meuplano.documents.slip import Party, Slip

A4_MM = (210.0, 297.0)
PIX = (
    "00020101021226800014br.gov.bcb.pix2558pix.prancheta.example/cob/5a0f62b9c1d84d7fae6b3c2d1e0f9a8b"
    "52040000530398654071041.705802BR5923PRANCHETA SOFTWARE LTDA6009SAO PAULO62070503***63041FA3"
)
SLIP = Slip(
    bank="001-9",
    bank_name="Banco do Brasil",
    barcode="00196162100001041700000001238798000004117817",
    linha_digitavel="00190.00009 01238.798001 00041.178179 6 16210000104170",
    beneficiary=Party(
        name="Prancheta Software Ltda",
        document="26.841.057/0001-07",
        address=("Rua Direita, 100 – Sé", "01002-000 São Paulo – SP"),
    ),
    agency_code="4042-8 / 61900-1",
    payer=Party(
        name="Agência Aurora Comunicação Ltda",
        document="12.ABC.345/01DE-35",
        address=("Av. Ipê Roxo, 1.234, sala 56", "88010-400 Florianópolis – SC"),
    ),
    nosso_numero="12387980000041178",
    document_number="FAT-41178",
    due=date(2026, 11, 5),
    amount=104170,
    issued_on=date(2026, 10, 26),
    processed_on=date(2026, 10, 26),
    wallet="17",
    instructions=(
        "Após o vencimento, cobrar multa de 2% (R$ 20,83) e juros de 1% ao mês (R$ 0,35 por dia).",
        "Não receber após 60 dias do vencimento.",
    ),
    statement=("Mensalidade de 05/11 a 04/12/2026", "10 licenças do plano Profissional × R$ 89,90: R$ 899,00"),
)
HYBRID = replace(SLIP, pix=PIX)
# Longer than any place on the paper, in letters and in words.
LONG = Party(
    name="Associação Beneficente, Cultural e Recreativa dos Colaboradores e ex-Colaboradores da Indústria " * 3,
    document="26.841.057/0001-07",
    address=(
        "Estrada Municipal Vereador Antônio Wanderley de Albuquerque Cavalcanti, km 1.234,5 " * 3,
        "W" * 200,
        "Sé",
    ),
)
CROWDED = replace(
    HYBRID,
    beneficiary=LONG,
    payer=LONG,
    guarantor=LONG,
    bank_name="Cooperativa Central de Crédito e Economia Solidária do Vale do Itajaí",
    place="Pagável preferencialmente nas cooperativas, lotéricas e correspondentes " * 4,
    agency_code="4042-8 / 000000000000061900-1 / 99999",
    nosso_numero="123456789012345678901234567890-X",
    document_number="FATURA/2026/000000000041178/PARCELA-12",
    amount=99_999_999_99,
    wallet="RG-COM-NOME-LONGO",
    kind="DUPLICATA",
    instructions=("Após o vencimento, cobrar multa de 2% e juros de 1% ao mês. " * 6,) * 12,
    statement=("10 licenças do plano Profissional × R$ 89,90: R$ 899,00 " * 4,) * 30,
)


class Code(NamedTuple):
    """A code found on a page: its text, and its box in millimetres from the sheet's lower left corner."""

    text: str
    left: float
    bottom: float
    width: float
    height: float


class Word(NamedTuple):
    """A run of text on a page, with its box in millimetres; `height` is that of its ink."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def page_of(pdf: bytes) -> Any:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return document[0]


def rendered(pdf: bytes, dpi: int) -> Image:
    image: Image = page_of(pdf).render(scale=dpi / 72, grayscale=True).to_pil()
    return image


def scanned(image: Image, kind: Any, dpi: int) -> Code:
    """The one code of a kind on the image; fails if there is none or more than one."""
    found = zxingcpp.read_barcodes(image, formats=kind)
    assert len(found) == 1, [f.text for f in found]
    box = found[0].position
    corners = (box.top_left, box.top_right, box.bottom_left, box.bottom_right)
    mm = 25.4 / dpi
    left, right = min(c.x for c in corners) * mm, max(c.x for c in corners) * mm
    top, bottom = min(c.y for c in corners) * mm, max(c.y for c in corners) * mm
    return Code(found[0].text, left, image.height * mm - bottom, right - left, bottom - top)


def itf(image: Image, dpi: int) -> Code:
    return scanned(image, zxingcpp.BarcodeFormat.ITF, dpi)


def qr(image: Image, dpi: int) -> Code:
    return scanned(image, zxingcpp.BarcodeFormat.QRCode, dpi)


def words(pdf: bytes) -> list[Word]:
    """Every run of text on the page, where it stands."""
    text = page_of(pdf).get_textpage()
    mm = 25.4 / 72
    found = []
    for index in range(text.count_rects()):
        left, bottom, right, top = (v * mm for v in text.get_rect(index))
        inside = text.get_text_bounded(left / mm, bottom / mm, right / mm, top / mm)
        found.append(Word(inside.strip(), left, bottom, right, top))
    return found


def placed(pdf: bytes, text: str) -> list[Word]:
    """Every occurrence of a text on the page, where its ink stands, however its letters were set."""
    page = page_of(pdf).get_textpage()
    search, found, mm = page.search(text, match_case=True), [], 25.4 / 72
    while (hit := search.get_next()) is not None:
        boxes = [page.get_charbox(hit[0] + i) for i in range(hit[1]) if page.get_text_range(hit[0] + i, 1).strip()]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        found.append(Word(text, min(lefts) * mm, min(bottoms) * mm, max(rights) * mm, max(tops) * mm))
    return found


def ink(image: Image, dpi: int, left: float, bottom: float, right: float, top: float) -> tuple[float, ...] | None:
    """The box (left, bottom, right, top, mm) of what is dark inside a box of the sheet; None if nothing is."""
    per = dpi / 25.4
    upper, lower = image.height - round(top * per), image.height - round(bottom * per)
    area = (round(left * per), max(0, upper), min(image.width, round(right * per)), min(image.height, lower))
    box = image.crop(area).point(lambda v: 255 if v < 128 else 0).getbbox()
    if box is None:
        return None
    a, b, c, d = box
    return left + a / per, top - d / per, left + c / per, top - b / per


def said_on(pdf: bytes) -> str:
    """All that a PDF of one page or more says, its spaces and lines as single spaces."""
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
