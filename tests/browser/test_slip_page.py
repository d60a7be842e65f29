"""The boleto's page in a real browser: printed to FEBRABAN's measures, copied from, read on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

import meuplano
from meuplano.documents.slip import Slip
from meuplano.documents.slip_page import slip_page
from tests.documents.paper import CROWDED, HYBRID, PIX, SLIP, ink, itf, page_of, placed, qr, rendered

PACKAGE = Path(meuplano.__file__).parent
STATIC = {"documents/slip.css": "documents/static", "portal/portal.js": "portal/static"}
POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
ADDRESS = "https://boleto.example/"
SLIPS = {"plain": SLIP, "hybrid": HYBRID, "crowded": CROWDED}
# As a door extends it.
SCRIPT = '<script src="/static/portal/portal.js" defer></script></body>'


def answer(route: Route) -> None:
    """The page under a strict policy and its two static files; nothing else exists."""
    name = route.request.url.removeprefix(ADDRESS)
    if name in SLIPS:
        body = slip_page(SLIPS[name]).replace("</body>", SCRIPT)
        route.fulfill(body=body, content_type="text/html", headers={"Content-Security-Policy": POLICY})
        return
    path = re.sub(r"\.[0-9a-f]{12}\.", ".", name.removeprefix("static/"))  # a demo's files carry their hash
    kind = "text/css" if path.endswith("css") else "text/javascript"
    route.fulfill(path=PACKAGE / STATIC[path] / path, content_type=kind)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.route(f"{ADDRESS}**", answer)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    problems: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


@pytest.mark.parametrize(("name", "slip"), SLIPS.items())
def test_printed_its_codes_are_read_and_measured(page: Page, name: str, slip: Slip) -> None:
    page.goto(ADDRESS + name)
    paper = page.pdf(prefer_css_page_size=True)
    assert tuple(side * 25.4 / 72 for side in page_of(paper).get_size()) == pytest.approx((210, 297), abs=0.5)
    for dpi in (300, 200):
        image = rendered(paper, dpi)
        code = itf(image, dpi)
        assert code.text == slip.barcode
        assert code.width == pytest.approx(103, abs=0.5)
        dot = 25.4 / dpi
        middle = code.bottom + code.height / 2
        box = ink(image, dpi, code.left - 5, middle - 10, code.left + 108, middle + 8) or pytest.fail("no bars")
        assert box[3] - box[1] == pytest.approx(13, abs=2.5 * dot)
        assert middle >= 12
        assert code.left >= 5
        if slip.pix:
            assert qr(image, dpi).text == slip.pix


def test_printed_the_ficha_is_the_lowest_108_mm_with_digits_of_the_asked_height(page: Page) -> None:
    page.goto(f"{ADDRESS}hybrid")
    paper = page.pdf(prefer_css_page_size=True)
    image = rendered(paper, 300)
    left, bottom, right, top = ink(image, 300, 0, 106.8, 210, 115) or pytest.fail("no line to cut along")
    assert 95 <= bottom <= top <= 108.2
    assert 170 <= right - left <= 216
    [line] = placed(paper, SLIP.linha_digitavel)
    assert 3.5 <= line.height <= 4.5
    number = ink(image, 300, 44, line.bottom, 65, 106) or pytest.fail("no number of the bank")
    assert number[3] - number[1] == pytest.approx(5, abs=0.3)
    assert placed(paper, "Autenticação Mecânica – Ficha de Compensação")[-1].top < 108
    assert placed(paper, "Recibo do Pagador")[0].bottom > 108
    assert not placed(paper, "Copiar")


def test_printed_a_long_name_never_pushes_the_document_or_the_codes_away(page: Page) -> None:
    page.goto(f"{ADDRESS}crowded")
    paper = page.pdf(prefer_css_page_size=True)
    documents = placed(paper, f" – {CROWDED.payer.document}")
    assert len([w for w in documents if w.top < 108]) == 3  # beneficiary, payer, guarantor
    assert len(documents) == 5
    assert all(w.right <= 200 for w in documents)


def test_the_buttons_copy_the_codes_and_say_so(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=ADDRESS)
    page.goto(f"{ADDRESS}hybrid")
    page.get_by_role("button", name="Copiar linha digitável").click()
    page.get_by_role("status").filter(has_text="Linha digitável copiada").wait_for()
    digits = "".join(c for c in SLIP.linha_digitavel if c.isdigit())
    assert page.evaluate("navigator.clipboard.readText()") == digits
    page.get_by_role("button", name="Copiar código Pix").click()
    page.get_by_role("status").filter(has_text="Código Pix copiado").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == PIX


@pytest.mark.parametrize("width", [320, 1280])
def test_it_has_no_accessibility_finding_and_fits_a_phone(browser: Browser, width: int) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
    context.route(f"{ADDRESS}**", answer)
    page = context.new_page()
    for name in SLIPS:
        page.goto(ADDRESS + name)
        assert [v["id"] for v in Axe().run(page).response["violations"]] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()
