"""Cycle, renewal and cancelling in the running demo: confirmed, undone, by keyboard, clean for axe (F09–F15, F24)."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.walking import pay_at_the_bank, sign_in


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def clean(page: Page) -> None:
    """Nothing that axe would mend."""
    found = Axe().run(page).response["violations"]
    assert [rule["id"] for rule in found] == []


def undo(page: Page, demo: str, title: str) -> None:
    """The strip on the plan page has its own way back."""
    expect(page).to_have_url(f"{demo}/plano/")
    strip = page.get_by_role("region", name=re.compile(title))
    expect(strip).to_be_visible()
    strip.get_by_role("button", name="Desfazer").click()
    expect(page.get_by_text("Desfeito: tudo continua como antes")).to_be_visible()
    expect(strip).to_have_count(0)


def test_F10_F12_from_monthly_to_annual_and_paid(page: Page, demo: str) -> None:
    sign_in(page, demo, "marina@mirante.example")
    page.goto(f"{demo}/plano/alteracao/")
    page.locator("input[name=periodicidade][value='12']").check()
    page.locator("input[name=pagamento][value=boleto]").check()
    expect(page.locator("#parcelas")).to_be_visible()
    page.locator("#parcelas").select_option("3")
    expect(page.get_by_role("button", name=re.compile("Confirmar alterações · .* em 3 boletos"))).to_be_visible()
    clean(page)
    page.locator("input[name=pagamento][value=pix]").check()
    expect(page.locator("#parcelas")).to_have_count(0)
    button = page.get_by_role("button", name=re.compile("Confirmar alterações · R"))
    expect(button).not_to_have_text(re.compile("boletos"))
    button.click()
    expect(page.get_by_text("Periodicidade anual, contada desde")).to_be_visible()
    where = page.url
    pay_at_the_bank(page)
    page.goto(where)
    expect(page.get_by_role("heading", name=re.compile("confirmado"))).to_be_visible(timeout=20_000)
    page.goto(f"{demo}/plano/")
    expect(page.get_by_text("Essencial, anual")).to_be_visible()


def test_F11_from_annual_to_monthly_scheduled_and_undone(page: Page, demo: str) -> None:
    sign_in(page, demo, "elisa@esquina.example")
    page.goto(f"{demo}/plano/alteracao/")
    page.locator("input[name=periodicidade][value='1']").check()
    expect(page.get_by_text("Vale uma palavra com o financeiro antes")).to_be_visible()
    clean(page)
    page.get_by_role("button", name=re.compile("Agendar para")).click()
    undo(page, demo, "a periodicidade passa a mensal")


def test_F09_F15_the_renewal_is_simulated_changed_and_undone_by_keyboard(page: Page, demo: str) -> None:
    sign_in(page, demo, "quesia@quintal.example")
    page.goto(f"{demo}/plano/renovacao/")
    clean(page)
    page.locator("input[name=politica]:checked").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=politica][value=active]")).to_be_checked()
    tab_to(page, "Confirmar alterações")
    page.keyboard.press("Enter")
    undo(page, demo, "renovam só as licenças ativas")


def test_F24_cancelled_and_undone(page: Page, demo: str) -> None:
    sign_in(page, demo, "karina@kombi.example")
    page.goto(f"{demo}/plano/")
    page.get_by_role("link", name="Cancelar assinatura").click()
    clean(page)
    page.get_by_role("button", name="Confirmar cancelamento").click()
    expect(page.get_by_text("Em 05/11/2027, a assinatura termina").first).to_be_visible()
    clean(page)
    undo(page, demo, "a assinatura termina")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.innerText || ''"):
            return
    pytest.fail(f"no Tab leads to {name}")
