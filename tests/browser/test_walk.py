"""A first visit to the running demo: licences bought each way under the strict CSP, by mouse and by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.walking import PASSWORD, pay_at_the_bank


def sign_in(page: Page, demo: str, email: str) -> list[str]:
    """Sign in; the list collects what the console complains of from now on."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{demo}/plano/")
    page.get_by_label("E-mail").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page).to_have_url(f"{demo}/plano/")
    return problems


def licences(page: Page, demo: str) -> int:
    """How many the plan page says are contracted."""
    page.goto(f"{demo}/plano/")
    found = re.search(r"em uso de (\d+)", page.inner_text("main"))
    assert found
    return int(found[1])


def order(page: Page, demo: str, *, method: str) -> None:
    """Three licences on the change page, the summary as it is typed, and the confirmation that carries the amount."""
    page.goto(f"{demo}/plano/alteracao/")
    page.locator("#licencas").fill("3")
    page.locator(f"input[name=pagamento][value={method}]").check()
    expect(page.get_by_text("3 licenças adicionais")).to_be_visible()
    expect(page.locator(f"input[name=pagamento][value={method}]")).to_be_checked()
    button = page.get_by_role("button", name=re.compile("Confirmar alterações · R"))
    expect(button).to_be_visible()
    button.click()


def test_by_pix(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    problems = sign_in(page, demo, "carla@cais.example")
    before = licences(page, demo)
    order(page, demo, method="pix")
    expect(page.get_by_role("button", name="Copiar código Pix")).to_be_visible()
    where = page.url
    pay_at_the_bank(page)
    page.goto(where)
    expect(page.get_by_text("Tudo já pode ser usado").or_(page.get_by_text("confirmado")).first).to_be_visible(
        timeout=20_000
    )
    assert licences(page, demo) == before + 3
    assert problems == []


def test_by_boleto_the_licences_come_with_the_banks_next_day(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    problems = sign_in(page, demo, "marina@mirante.example")
    before = licences(page, demo)
    order(page, demo, method="boleto")
    expect(page.get_by_role("button", name="Copiar linha digitável")).to_be_visible()
    pay_at_the_bank(page)
    page.goto(f"{demo}/plano/")
    page.get_by_role("button", name="+1 dia").click()
    for _ in range(120):
        if licences(page, demo) == before + 3:
            break
        page.wait_for_timeout(500)
    assert licences(page, demo) == before + 3
    assert problems == []


def test_by_card_typed_at_the_bank_by_keyboard_only(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    problems = sign_in(page, demo, "luis@limao.example")
    before = licences(page, demo)
    page.goto(f"{demo}/plano/alteracao/")
    page.locator("#licencas").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_text("3 licenças adicionais")).to_be_visible()
    page.locator("input[name=pagamento]:checked").focus()
    for _ in range(3):
        if page.locator("input[name=pagamento][value=card]").is_checked():
            break
        page.keyboard.press("ArrowRight")
    expect(page.locator("input[name=pagamento][value=card]")).to_be_checked()
    tab_to(page, re.compile("Confirmar alterações"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pagar com cartão")).to_be_visible()
    tab_to(page, re.compile("Continuar na página do banco"))
    page.keyboard.press("Enter")
    page.locator("input[name=numero]").wait_for()
    for name, value in (("numero", "4242424242424242"), ("nome", "LUIS M"), ("validade", "12/30"), ("cvc", "123")):
        page.locator(f"input[name={name}]").fill(value)
    page.locator("input[name=numero]").press("Enter")
    page.locator("input[name=numero]").wait_for(state="detached")
    page.wait_for_load_state()
    for _ in range(120):
        if licences(page, demo) == before + 3:
            break
        page.wait_for_timeout(500)
    assert licences(page, demo) == before + 3
    assert problems == []


def test_no_page_has_an_accessibility_finding_or_is_too_wide(browser: Browser, demo: str) -> None:
    for scheme, width in (("light", 1280), ("dark", 360)):
        context = browser.new_context(
            locale="pt-BR",
            bypass_csp=True,
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 800},
        )
        page = context.new_page()
        page.goto(f"{demo}/entrar/login/")
        assert findings(page) == [], "login"
        sign_in(page, demo, "joao@jangada.example")
        for path in (
            *("/plano/", "/plano/alteracao/?licencas=2", "/plano/contatos/", "/faturas/", "/faturas/1/"),
            *("/faturas/historico/", "/credito/", "/usuarios/", "/usuarios/convidar/"),
        ):
            page.goto(demo + path)
            assert findings(page) == [], (path, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        context.close()


def test_who_may_not_see_it_is_told_whom_to_ask(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    page.goto(f"{demo}/entrar/login/")
    page.get_by_label("E-mail").fill("bruno.cardoso1@aurora.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    for path in ("/plano/", "/plano/alteracao/", "/faturas/", "/faturas/1/"):
        answer = page.goto(demo + path)
        assert answer
        assert answer.status == 403
        expect(page.get_by_text("Ana Almeida").first).to_be_visible()
    assert findings(page) == []


def tab_to(page: Page, name: re.Pattern[str]) -> None:
    """Press Tab until the control of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name.search(page.evaluate("document.activeElement.innerText || ''")):
            return
    pytest.fail(f"no Tab leads to {name.pattern}")


def findings(page: Page) -> list[str]:
    answer = Axe().run(page)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in answer.response["violations"]]
