"""docs/tour.md is walked as it stands, and touches every feature of the product."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import tour, walking
from tests.browser.tour import Step

FEATURES = {f"F{number:02}" for number in range(1, 25)}


def test_the_walk_of_the_page(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    for step in tour.steps():
        try:
            take(page, demo, step)
        except Exception as failed:
            raise AssertionError(f"docs/tour.md, line {step.line}: {step.does} {step.words} at {page.url}") from failed


def test_it_touches_every_feature() -> None:
    assert tour.features() == FEATURES


def test_a_step_that_says_nothing_known_is_refused() -> None:
    with pytest.raises(ValueError, match="line 7: no such step"):
        tour.step(7, "", "look at `this`")


def take(page: Page, demo: str, step: Step) -> None:
    """Do what the step says."""
    match step.does, step.words:
        case "sign in", (email,):
            walking.sign_in(page, demo, email)
        case "open", (address,):
            page.goto(demo + address)
            walking.password_if_asked(page)
        case "see", (text,):
            found = page.get_by_text(text).or_(page.get_by_role("button", name=text))
            expect(found.filter(visible=True).first).to_be_visible()
        case "not see", (text,):
            expect(page.get_by_text(text)).to_have_count(0)
        case "click", (name,):
            walking.click(page, name)
        case "type", (text, field):
            page.locator(f"[name='{field}']").fill(text)
        case "choose", (value, field):
            walking.choose(page, value, field)
        case _:
            where = page.url
            walking.pay_at_the_bank(page)
            page.goto(where)
    assert not re.search(r"/50\d/", page.url)
