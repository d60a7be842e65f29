"""The boleto as a page: what the paper says, codes that scan, nothing inline, a text beside everything."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from reportlab.graphics.barcode.common import I2of5

from meuplano.documents import barcode, qr
from meuplano.documents.slip_page import slip_page
from tests.documents.paper import CROWDED, HYBRID, PIX, SLIP, scanned

CSS = Path(barcode.__file__).parent / "static" / "documents" / "slip.css"


class Page(HTMLParser):
    """The page's tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def drawn(svg: str, per_unit: int) -> Image.Image:
    """The rectangles and strokes of our SVGs on paper; only what they use is understood."""
    root = ElementTree.fromstring(svg)
    left, _, width, height = map(float, root.attrib["viewBox"].split())
    image = Image.new("L", (int(width * per_unit), int(height * per_unit)), 255)
    draw = ImageDraw.Draw(image)
    for shape in root.iter():
        if shape.tag.endswith("rect") and shape.get("fill") != "#fff":
            x, w = float(shape.attrib["x"]) - left, float(shape.attrib["width"])
            draw.rectangle((x * per_unit, 0, (x + w) * per_unit - 1, float(shape.attrib["height"]) * per_unit), 0)
        elif shape.tag.endswith("path") and shape.get("stroke"):
            _strokes(draw, shape.attrib["d"], per_unit)
    return image


def _strokes(draw: ImageDraw.ImageDraw, path: str, per_unit: int) -> None:
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            draw.rectangle(
                (x * per_unit, (y - 0.5) * per_unit, (x + values[0]) * per_unit - 1, (y + 0.5) * per_unit - 1), 0
            )
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])


def test_the_svg_barcode_scans_to_the_44_digits_at_its_measure() -> None:
    svg = barcode.svg(SLIP.barcode, "Código de barras")
    assert scanned(drawn(svg, 3), zxingcpp.BarcodeFormat.ITF, 300).text == SLIP.barcode
    root = ElementTree.fromstring(svg)
    quiet, _, width, _ = map(float, root.attrib["viewBox"].split())
    assert float(root.attrib["width"].removesuffix("mm")) * barcode.MODULES / width == pytest.approx(103, abs=0.01)
    assert -quiet * 103 / barcode.MODULES >= 5  # mm of white
    assert root.attrib["height"] == "13mm"


def test_the_svg_qr_code_scans_to_the_payload() -> None:
    assert scanned(drawn(qr.svg(PIX, "Pix"), 4), zxingcpp.BarcodeFormat.QRCode, 300).text == PIX


def test_our_bars_are_reportlabs() -> None:
    theirs = I2of5(SLIP.barcode, checksum=0, bearers=0, quiet=0, ratio=3)
    for step in ("validate", "encode", "decompose"):
        getattr(theirs, step)()
    x, expected = 0, []
    for letter in theirs.decomposed:  # b and s narrow, B and S wide
        wide = 3 if letter.isupper() else 1
        if letter in "bB":
            expected.append((x, wide))
        x += wide
    assert x == barcode.MODULES
    assert list(barcode.bars(SLIP.barcode)) == expected


def test_the_page_says_what_the_paper_says() -> None:
    text = Page(slip_page(HYBRID)).text
    for said in (
        *("Beneficiário", "Pagador", "Recibo do Pagador", "Ficha de Compensação", "Nosso número"),
        *(SLIP.linha_digitavel, SLIP.bank, SLIP.bank_name, SLIP.nosso_numero, SLIP.agency_code, SLIP.place),
        *(SLIP.beneficiary.name, SLIP.beneficiary.document, *SLIP.beneficiary.address),
        *(SLIP.payer.name, SLIP.payer.document, *SLIP.payer.address, *SLIP.instructions, *SLIP.statement),
        *("05/11/2026", "R$ 1.041,70", PIX),
    ):
        assert said in text


def test_a_button_names_what_it_copies_and_waits_for_a_script() -> None:
    page = Page(slip_page(HYBRID))
    buttons = [attrs for tag, attrs in page.tags if tag == "button"]
    values = {attrs["id"]: attrs["data-value"] for _, attrs in page.tags if "data-value" in attrs}
    assert [values[b["data-copy"]] for b in buttons] == ["00190000090123879800100041178179616210000104170", PIX]
    assert all(b["type"] == "button" and "hidden" in b and b["data-done"] for b in buttons)
    assert "Copiar linha digitável" in page.text
    assert "Copiar código Pix" in page.text
    assert [attrs["id"] for tag, attrs in page.tags if attrs.get("role") == "status"] == ["aviso"]


def test_a_slip_without_pix_says_nothing_of_it() -> None:
    page = Page(slip_page(SLIP))
    assert "Pix" not in page.text
    assert len([1 for tag, _ in page.tags if tag == "button"]) == 1


@pytest.mark.parametrize("slip", [SLIP, HYBRID, CROWDED], ids=["plain", "hybrid", "crowded"])
def test_nothing_is_inline_and_every_drawing_and_part_has_a_name(slip: Any) -> None:
    page = Page(slip_page(slip))
    assert not [attrs for _, attrs in page.tags if any(a == "style" or a.startswith("on") for a in attrs)]
    assert not [tag for tag, _ in page.tags if tag in ("script", "style", "img", "table")]
    assert dict(page.tags)["html"]["lang"] == "pt-BR"
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["aria-labelledby"] for tag, attrs in page.tags if tag == "section"} <= set(ids)
    drawings = [i for i, (tag, attrs) in enumerate(page.tags) if tag == "svg" and attrs.get("role") == "img"]
    assert [page.tags[i + 1][0] for i in drawings] == ["title"] * (2 if slip.pix else 1)
    assert next(tag for tag, _ in page.tags if tag in ("h1", "h2")) == "h1"


def test_a_name_cannot_write_into_the_page() -> None:
    rude = replace(
        SLIP, payer=replace(SLIP.payer, name='<script>x()</script>"onload="y()'), statement=("<b>grátis</b>",)
    )
    page = Page(slip_page(rude))
    assert not [tag for tag, _ in page.tags if tag == "script"]
    assert "<b>grátis</b>" in page.text
    assert '<script>x()</script>"onload="y()' in page.text


def test_a_door_may_put_its_own_script_and_head_into_the_page(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "door.html").write_text(
        '{% extends "documents/slip.html" %}{% block scripts %}<script src="/static/x.js" defer></script>{% endblock %}'
    )
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    page = Page(slip_page(SLIP, "door.html"))
    assert [attrs["src"] for tag, attrs in page.tags if tag == "script"] == ["/static/x.js"]
    assert SLIP.linha_digitavel in page.text


def test_its_style_fetches_nothing() -> None:
    assert "url(" not in CSS.read_text(encoding="utf-8")
