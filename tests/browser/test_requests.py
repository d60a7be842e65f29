"""Asking finance and accepting what it proposes, in two browsers: by mouse and keyboard, light and dark."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_walk import findings, sign_in, tab_to
from tests.browser.walking import PASSWORD

TEAM = "financeiro@prancheta.example"


@pytest.fixture
def team(browser: Browser, demo: str) -> Page:
    """The finance team's own browser."""
    page = browser.new_context(locale="pt-BR", viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    page.goto(f"{demo}/entrar/login/")
    page.get_by_label("E-mail").fill(TEAM)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page).to_have_url(f"{demo}/financeiro/")
    return page


def test_a_question_a_proposal_and_its_order(
    context: BrowserContext, team: Page, demo: str, browser: Browser, tmp_path: Path
) -> None:
    page = context.new_page()
    problems = sign_in(page, demo, "olivia@orla.example")
    ask(page, demo, tmp_path)
    propose(team, demo)
    page.goto(f"{demo}/faturas/")
    expect(page.get_by_role("link", name="Solicitações não lidas: 1")).to_be_visible()
    page.get_by_role("link", name="Solicitações", exact=False).first.click()
    page.get_by_role("link", name="Mais espaço").click()
    expect(page.get_by_role("button", name="Marcar como lida")).to_have_count(0)
    addresses = [page.url, f"{demo}/solicitacoes/", f"{demo}/solicitacoes/nova/"]
    looked_at(browser, context, addresses[:1], "light", 1280)
    looked_at(browser, context, addresses, "dark", 360)
    page.get_by_role("radio", name="Pix").check()
    page.get_by_role("button", name=re.compile("Aceitar proposta · R")).click()
    expect(page).to_have_url(re.compile("/pedidos/"))
    page.goto(f"{demo}/solicitacoes/")
    expect(page.get_by_text("Resolvida", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("não lidas"))).to_have_count(0)
    assert problems == []


def ask(page: Page, demo: str, folder: Path) -> None:
    """By keyboard, with a file; what was typed survives a look at another page."""
    page.goto(f"{demo}/solicitacoes/")
    tab_to(page, re.compile("Nova Solicitação"))
    page.keyboard.press("Enter")
    page.get_by_label("Mensagem").fill("Quanto custam 20 GB a mais?")
    page.goto(f"{demo}/faturas/")
    page.goto(f"{demo}/solicitacoes/nova/")
    expect(page.get_by_label("Mensagem")).to_have_value("Quanto custam 20 GB a mais?")
    page.get_by_label("Assunto").select_option("other")
    page.get_by_label("Em poucas palavras").fill("Mais espaço")
    file = folder / "uso.csv"
    file.write_text("pasta;gb\nclientes;12\n", encoding="utf-8")
    page.get_by_label("Anexos").set_input_files(file)
    tab_to(page, re.compile("^Enviar$"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Solicitação enviada: protocolo").first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="uso.csv").click()
    assert saved.value.suggested_filename == "uso.csv"


def propose(team: Page, demo: str) -> None:
    """The team finds it in its queue and answers with a proposal."""
    team.goto(f"{demo}/financeiro/solicitacoes/")
    assert findings(team) == []
    team.get_by_role("link", name="Mais espaço").click()
    assert findings(team) == []
    team.get_by_role("link", name="Fazer uma proposta").click()
    if "reauthenticate" in team.url:
        team.locator("input[name=password]").fill(PASSWORD)
        team.locator("input[name=password]").press("Enter")
    team.get_by_label("GB a mais").fill("20")
    team.get_by_label("Mensagem ao cliente").fill("Segue o valor de hoje.")
    team.get_by_role("button", name="Calcular").click()
    expect(team.get_by_role("heading", name="O que o cliente vê hoje")).to_be_visible()
    assert findings(team) == []
    team.get_by_role("button", name="Enviar proposta").click()
    expect(team.get_by_text("Há uma proposta aberta")).to_be_visible()


def looked_at(browser: Browser, signed_in: BrowserContext, addresses: list[str], scheme: str, width: int) -> None:
    """Nothing for axe, nothing too wide."""
    context = browser.new_context(
        locale="pt-BR",
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
        storage_state=signed_in.storage_state(),
    )
    page = context.new_page()
    for address in addresses:
        page.goto(address)
        assert findings(page) == [], (address, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
    context.close()
