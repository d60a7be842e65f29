"""`meuplano import` in processes of its own, on a data folder that was empty before."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from meuplano import clock
from meuplano.rules.periods import add_months
from tests.actions.import_files import Files

COMMAND = [sys.executable, "-m", "meuplano.cli", "import"]
NAMES = ["--catalogue", "catalogo.toml", "contas.csv", "usuarios.csv"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an installation that has nothing yet."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    folder = tmp_path_factory.mktemp("dados")
    return environment | {"MEUPLANO_DATA": str(folder), "MEUPLANO_PRODUCTION": "0", "PYTHONUTF8": "1"}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Two accounts in the middle of a paid month, whatever the day is, and one of last month."""
    today = clock.system_now().astimezone(clock.SAO_PAULO).date()
    begun = add_months(today, -1).replace(day=min(today.day, 28))
    files = Files(tmp_path).keep("C1001", "C1012", "C1019")
    for line in (2, 3):
        files.set(line, "inicio", f"{begun:%d/%m/%Y}").set(line, "pago_ate", f"{add_months(begun, 2):%d/%m/%Y}")
    return files.set(4, "inicio", "01/01/2020").set(4, "pago_ate", "01/02/2020").write()


def run(folder: Path, environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *NAMES, *options]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def test_an_import_from_the_first_try_to_the_last(files: Files, data: dict[str, str]) -> None:
    """Refused whole; then without what is wrong; then mended; then once more."""
    refused = run(files.folder, data)
    assert refused.returncode == 1
    assert refused.stdout == ""
    first, last = refused.stderr.splitlines()
    assert first.startswith(
        "contas.csv, linha 4, coluna pago_ate (conta C1019): 01/02/2020 passou há mais de um período"
    )
    assert last.startswith("Nada foi gravado: 1 correção a fazer")

    tried = run(files.folder, data, "--skip-invalid", "--dry-run", "--json")
    assert tried.returncode == 1
    assert tried.stderr == ""
    answer = json.loads(tried.stdout)
    (fault,) = answer["refused"]
    assert (answer["accepted"], answer["unchanged"]) == (["C1001", "C1012"], [])
    assert fault.pop("reason").startswith("01/02/2020 passou")
    assert fault == {"conta": "C1019", "file": "contas.csv", "line": 4, "column": "pago_ate"}
    assert not list(files.folder.glob("*.recusadas.csv"))

    taken = run(files.folder, data, "--skip-invalid")
    assert taken.returncode == 1
    assert taken.stdout.splitlines() == [
        "2 contas importadas; 0 já existiam e não mudaram.",
        "As linhas recusadas de contas.csv estão em contas.recusadas.csv.",
        "As linhas recusadas de usuarios.csv estão em usuarios.recusadas.csv.",
    ]

    files.set(4, "inicio", files.accounts[1].split(";")[20]).set(
        4, "pago_ate", files.accounts[1].split(";")[21]
    ).write()
    mended = run(files.folder, data)
    assert (mended.returncode, mended.stderr) == (0, "")
    assert mended.stdout == "1 conta importada; 2 já existiam e não mudaram.\n"

    again = run(files.folder, data, "--json")
    assert (again.returncode, again.stderr) == (0, "")
    assert json.loads(again.stdout) == {"accepted": [], "refused": [], "unchanged": ["C1001", "C1012", "C1019"]}


def test_progress_is_for_a_terminal(files: Files, data: dict[str, str]) -> None:
    main, terminal = pty.openpty()
    command = [*COMMAND, *NAMES, "--dry-run", "--json"]
    ran = subprocess.run(command, cwd=files.folder, env=data, stdout=subprocess.PIPE, stderr=terminal, timeout=120)
    os.close(terminal)
    shown = os.read(main, 10_000).decode()
    os.close(main)
    assert "Lendo contas.csv: 1" in shown
    assert set(json.loads(ran.stdout)) == {"accepted", "refused", "unchanged"}


def test_files_that_are_not_there(tmp_path: Path, data: dict[str, str]) -> None:
    ran = run(tmp_path, data, "--json")
    assert ran.returncode == 1
    assert [(fault["file"], fault["line"]) for fault in json.loads(ran.stdout)["refused"]] == [("catalogo.toml", 0)]


def test_the_files_must_be_named(data: dict[str, str]) -> None:
    ran = subprocess.run([*COMMAND, "contas.csv"], env=data, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 2
    assert "usuarios.csv" in ran.stderr
