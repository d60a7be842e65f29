"""What a person does in the demo: sign in, click what is called so, pay at the bank, wait until it is said."""

import re

from playwright.sync_api import Page, expect

PASSWORD = "prancheta-2026"


def sign_in(page: Page, demo: str, email: str) -> None:
    """As this person, whoever was there before."""
    page.context.clear_cookies()
    page.goto(f"{demo}/entrar/login/")
    page.get_by_label("E-mail").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page).not_to_have_url(re.compile("/entrar/login/"))


def password_if_asked(page: Page) -> None:
    """Where the password is asked again, type it again."""
    if "/reauthenticate/" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        expect(page).not_to_have_url(re.compile("/reauthenticate/"))


def click(page: Page, name: str) -> None:
    """The first link, button or heading to unfold of that name that can be seen."""
    link, button = page.get_by_role("link", name=name), page.get_by_role("button", name=name)
    link.or_(button).or_(page.locator("summary", has_text=name)).filter(visible=True).first.click()


def choose(page: Page, value: str, field: str) -> None:
    """The entry of a list of that name, or the radio of that value or name."""
    if (listed := page.locator(f"select[name='{field}']").filter(visible=True)).count():
        listed.first.select_option(label=value)
        return
    exact = page.locator(f"input[name='{field}'][value='{value}']")
    found = exact if exact.count() else page.locator("label", has_text=value).locator(f"input[name='{field}']")
    found.check()
    expect(found).to_be_checked()


def pay_at_the_bank(page: Page) -> None:
    """Copy the code as the payer does, and pay it at the bank's own page."""
    shown = page.locator("#pix-valor, #linha").first
    code = shown.get_attribute("data-value") or shown.inner_text()
    bank = page.get_by_role("link", name="Banco de mentira").get_attribute("href") or ""
    page.goto(bank)
    page.get_by_label("Linha digitável ou código Pix").fill(code)
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("button", name=re.compile("^Pagar")).click()
    page.wait_for_load_state()
