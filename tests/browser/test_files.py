"""A boleto by file in a demo of its own: made, its file sent, the bank's return taken, the licences there."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dev.running import running_demo
from tests.browser import walking
from tests.browser.test_walk import licences, order

OWNER, FINANCE = "marina@mirante.example", "financeiro@prancheta.example"


@pytest.fixture(scope="module")
def by_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("files"), "--boleto", "files") as address:
        yield address


def test_a_boleto_its_file_its_return_and_the_licences(browser: Browser, by_file: str) -> None:
    context = browser.new_context(locale="pt-BR", bypass_csp=True, viewport={"width": 390, "height": 844})
    page, problems = context.new_page(), list[str]()
    page.on("pageerror", lambda error: problems.append(str(error)))
    walking.sign_in(page, by_file, OWNER)
    before = licences(page, by_file)
    order(page, by_file, method="boleto")
    waits = page.get_by_text("Boleto ainda não registrado").first
    expect(waits).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Gerar Pix"))).to_be_visible()
    problems += looked_at(page)
    ordered = page.url

    walking.sign_in(page, by_file, FINANCE)
    page.goto(f"{by_file}/financeiro/banco/")
    problems += looked_at(page)
    walking.click(page, "Fazer a remessa")
    expect(page.get_by_text(re.compile("Remessa nº")).first).to_be_visible()
    problems += looked_at(page)
    with page.expect_download() as downloaded:
        walking.click(page, "Baixar o arquivo")
    assert downloaded.value.suggested_filename == "CB756000001.REM"

    next_day(page, by_file)
    page.goto(ordered)
    expect(page.get_by_role("button", name="Copiar linha digitável")).to_be_visible()
    problems += looked_at(page)
    bank = page.get_by_role("link", name="Banco de mentira").get_attribute("href") or ""
    page.goto(bank)
    page.get_by_role("link", name="Boletos que vieram por arquivo").click()
    problems += looked_at(page)
    page.get_by_role("link", name="Ver boleto").first.click()
    problems += looked_at(page)
    page.get_by_label("Onde é pago").select_option("Itaú, agência 8765")
    page.get_by_role("button", name=re.compile("^Pagar")).click()
    expect(page.get_by_text("Pago em outro banco: Itaú, agência 8765.")).to_be_visible()

    next_day(page, by_file)
    assert licences(page, by_file) == before + 3
    walking.sign_in(page, by_file, FINANCE)
    page.goto(f"{by_file}/financeiro/banco/")
    page.get_by_role("link", name=re.compile(r"cob-756-0*2\.ret")).first.click()
    expect(page.get_by_text("pagos em Itaú (341), agência 8765").first).to_be_visible()
    problems += looked_at(page)
    assert problems == []
    context.close()


def next_day(page: Page, demo: str) -> None:
    """The evening's file goes to the bank, the morning's return comes home; back as the owner."""
    walking.sign_in(page, demo, OWNER)
    page.goto(f"{demo}/plano/")
    page.get_by_role("button", name="+1 dia").click()
    expect(page.get_by_role("button", name="+1 dia")).to_be_visible(timeout=30_000)


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page as it is."""
    found = [f"{violation['id']} at {page.url}" for violation in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *([f"too wide at {page.url}"] if wide else [])]
