"""The browser of these tests: the machine's own Chromium, started as `dev chromium` would."""

import pytest

from dev import chromium


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": chromium.ensure(), "args": chromium.flags()}
