"""Two imports at the same moment: one brings the accounts, the other finds them there."""

from pathlib import Path

import pytest

from meuplano.actions.import_accounts import import_files
from meuplano.records.models import Account, PriceVersion
from tests import world
from tests.actions.import_files import DAY, Files
from tests.actions.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_files_at_once_are_imported_once(tmp_path: Path) -> None:
    files = Files(tmp_path).keep("C1001", "C1003").write()
    names = [files.folder / name for name in ("contas.csv", "usuarios.csv", "catalogo.toml")]

    def run(_: int) -> tuple[list[str], list[str], int]:
        report = import_files(names[0], names[1], world.act(DAY), catalogue=names[2])
        return list(report.accepted()), list(report.unchanged()), report.refusals

    both = ["C1001", "C1003"]
    assert sorted(at_once(3, run), reverse=True) == [(both, [], 0), ([], both, 0), ([], both, 0)]
    assert (Account.objects.count(), PriceVersion.objects.count()) == (2, 1)
