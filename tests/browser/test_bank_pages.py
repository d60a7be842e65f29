"""The bank's pages in a real browser: no accessibility finding, nothing wider than a phone, no error, keyboard only."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.fakebank.running import RunningBank
from tests.fakebank.test_pages import GOOD, charge, status


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBank]:
    with RunningBank(tmp_path_factory.mktemp("bank")) as running:
        yield running


@pytest.fixture(scope="module")
def paths(bank: RunningBank) -> dict[str, str]:
    made = {name: charge(bank, name, name)["path"] for name in ("boleto", "pix", "card")}
    done, secure = charge(bank, "done", "boleto")["path"], charge(bank, "secure", "card")["path"]
    bank.http.post(done)
    bank.http.post(secure, data=GOOD | {"numero": "4000000000003155"})
    return made | {"home": "/", "done": done, "secure": secure, "missing": "/nada"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_an_accessibility_finding_or_is_too_wide(
    browser: Browser, bank: RunningBank, paths: dict[str, str], scheme: str, width: int
) -> None:
    context = browser.new_context(
        bypass_csp=True, color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    for name, path in paths.items():
        page.goto(bank.url + path)
        assert _findings(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.goto(bank.url + paths["card"])
    page.get_by_role("button", name="Pagar").click()
    assert _findings(page) == [], "errors"
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    context.close()


def test_a_card_is_paid_by_keyboard_under_the_strict_policy(browser: Browser, bank: RunningBank) -> None:
    path, problems = charge(bank, "keyboard", "card")["path"], list[str]()
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(bank.url + path)
    page.focus("#numero")
    for field in ("4000000000009995", "1230", "123", "ANA"):
        page.keyboard.type(field)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("não tem limite").first.wait_for()
    page.focus("#numero")
    for field in ("4242424242424242", "1230", "123", "ANA"):
        page.keyboard.type(field)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Pagamento feito").wait_for()
    assert problems == []
    assert status(bank, "keyboard") == "paid"
    context.close()


def _findings(page: Page) -> list[str]:
    return [violation["id"] for violation in Axe().run(page).response["violations"]]
