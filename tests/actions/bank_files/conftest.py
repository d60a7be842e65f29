"""A vendor whose boletos go by file to Sicoob."""

from dataclasses import asdict
from typing import Any

import pytest

from meuplano.actions.bank_files import set_up
from tests import world
from tests.brazil.test_agreement import AGREEMENTS


@pytest.fixture
def sicoob(settings: Any) -> None:
    """Its agreement is entered. The test's own mark opens the database."""
    settings.METHOD_GATEWAYS = {"boleto": "bank_cnab", "pix": "", "card": ""}
    settings.GATEWAYS = {"bank_cnab": {}, "manual": {}}
    entered = {k: v for k, v in asdict(AGREEMENTS["756"]).items() if k not in ("fine", "interest")}
    set_up.set_up(entered, world.act())
