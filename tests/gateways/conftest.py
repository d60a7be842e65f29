"""One real bank process for all tests of this folder, the gateway that speaks with it, and an order to vary."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from meuplano.gateways.base import Address, ChargeRequest, Payer
from meuplano.gateways.fake import FakeBank
from tests.fakebank.running import SECRET, Receiver, RunningBank

PAYER = Payer(
    name="Agência Aurora Ltda",
    tax_id="11222333000181",
    email="financeiro@aurora.example",
    address=Address("Rua das Laranjeiras", "100", "Centro", "São Paulo", "SP", "01001000"),
)
_numbers = count(1)


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    with Receiver() as taking:
        yield taking


@pytest.fixture(scope="session")
def bank(receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBank]:
    with RunningBank(tmp_path_factory.mktemp("bank"), callback=receiver.url) as running:
        yield running


@pytest.fixture(scope="session")
def fake(bank: RunningBank) -> Iterator[FakeBank]:
    gateway = FakeBank(url=bank.url, secret=SECRET, timeout=10)
    yield gateway
    gateway.close()


@pytest.fixture
def order(bank: RunningBank) -> Callable[..., ChargeRequest]:
    """Makes a request with a key of its own: `order("pix", amount=5000)`."""

    def make(method: Any, **changes: Any) -> ChargeRequest:
        values = {
            "key": f"order-{next(_numbers)}",
            "amount": 5000,
            "description": "4 licenças adicionais",
            "payer": PAYER,
            "due_on": bank.today if method == "boleto" else None,
            "pay_until": bank.today,
            "return_url": "http://localhost:8000/faturas/1/",
        }
        return ChargeRequest(method=method, **(values | changes))

    return make
