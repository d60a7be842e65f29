"""Three hundred lines with every awkward case, read by processes that are killed: no line is lost or read twice.

`python -m tests.lives.long_return` does it with ten thousand.
"""

from functools import partial
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from tests.lives.ground import Ground
from tests.lives.long_return import FIRST_DAY, LongReturn
from tests.portal.conftest import set_today

LINES, KILLS = 300, 4


@pytest.mark.django_db(transaction=True)
def test_a_return_whose_readers_are_killed_is_read_once(settings: Any, tmp_path: Path) -> None:
    settings.METHOD_GATEWAYS = {"boleto": "bank_cnab", "pix": "", "card": ""}
    settings.GATEWAYS = {"bank_cnab": {}, "manual": {}}
    set_today(FIRST_DAY)
    ground: Any = SimpleNamespace(move=lambda _days: None, fork=partial(Ground.fork, SimpleNamespace(folder=tmp_path)))
    life = LongReturn(ground, Random(1))
    file_id = life.make(LINES)
    life.read(file_id, LINES, KILLS)
    assert sum(life.killed.values()) >= 2
    assert life.half_way >= 2
    assert life.findings(file_id, LINES) == {}
