"""The browser of these tests: the machine's own Chromium, started as `dev chromium` would."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from dev import chromium
from dev.running import running_demo


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": chromium.ensure(), "args": chromium.flags()}


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    """The whole suite runs beside these pages: what takes a moment alone may take many."""
    expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo as `make demo` starts it: one for all of these tests, each with accounts of its own in it."""
    with running_demo(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="pt-BR", viewport={"width": 1280, "height": 900})
    yield made
    made.close()
