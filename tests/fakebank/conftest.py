"""A bank inside the test, without a process: books in a folder of their own, opened on the demo's first day."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fakebank import charges
from fakebank.bank import Bank, Config, open_bank
from fakebank.books import Row
from tests.fakebank.running import FIRST_DAY, SECRET, RunningBank

ADDRESS = {"street": "Rua A", "number": "1", "city": "São Paulo", "state": "SP", "postal_code": "01001000"}
PAYER = {"name": "Agência Aurora", "tax_id": "11222333000181", "address": ADDRESS}


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    config = Config(data=tmp_path, secret=SECRET, callback="http://127.0.0.1:9/", first_day=FIRST_DAY, prefix="test")
    opened = open_bank(config, 8001)
    yield opened
    opened.books.close()


@pytest.fixture
def make(bank: Bank) -> Callable[..., Row]:
    """Registers a charge: `make("pix", amount=131312)`."""

    def register(method: str = "boleto", key: str = "k1", **more: Any) -> Row:
        body = {"key": key, "method": method, "amount": 14004, "description": "4 licenças", "payer": PAYER}
        if method == "boleto":
            body |= {"due_on": FIRST_DAY.isoformat()}
        return charges.make(bank, body | more)

    return register


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBank]:
    """The bank as a process, for its pages and addresses."""
    with RunningBank(tmp_path_factory.mktemp("bank")) as process:
        yield process
