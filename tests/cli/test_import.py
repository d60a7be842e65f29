"""`meuplano import` as it is typed: what it prints, where, and its exit status."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from meuplano import clock
from meuplano.cli import import_
from meuplano.rules.periods import add_months
from tests.actions.import_files import Files
from tests.cli.running import Outcome

NAMES = ["--catalogue", "catalogo.toml", "contas.csv", "usuarios.csv"]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Two accounts in the middle of a paid month, whatever the day is, and one of last month."""
    today = clock.system_now().astimezone(clock.SAO_PAULO).date()
    begun = add_months(today, -1).replace(day=min(today.day, 28))
    files = Files(tmp_path).keep("C1001", "C1012", "C1019")
    for line in (2, 3):
        files.set(line, "inicio", f"{begun:%d/%m/%Y}").set(line, "pago_ate", f"{add_months(begun, 2):%d/%m/%Y}")
    return files.set(4, "inicio", "01/01/2020").set(4, "pago_ate", "01/02/2020").write()


@pytest.fixture
def call(files: Files, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """The command in this process and this test's transaction."""
    monkeypatch.chdir(files.folder)
    monkeypatch.setattr("meuplano.cli.ground.begin", lambda **_: None)

    def run(*options: str) -> Outcome:
        status = import_.run([*NAMES, *options])
        shown = capsys.readouterr()
        return Outcome(status, shown.out, shown.err)

    return run


@pytest.mark.django_db
def test_from_the_first_try_to_the_last(files: Files, call: Callable[..., Outcome]) -> None:
    """Refused whole; then without what is wrong; then mended; then once more."""
    refused = call()
    assert (refused.status, refused.out) == (1, "")
    first, last = refused.errors.splitlines()
    assert first.startswith("contas.csv, linha 4, coluna pago_ate (conta C1019): 01/02/2020 passou há mais de um")
    assert last.startswith("Nada foi gravado: 1 correção a fazer")

    tried = call("--skip-invalid", "--dry-run", "--json")
    assert (tried.status, tried.errors) == (1, "")
    answer = json.loads(tried.out)
    (fault,) = answer["refused"]
    assert (answer["accepted"], answer["unchanged"]) == (["C1001", "C1012"], [])
    assert fault.pop("reason").startswith("01/02/2020 passou")
    assert fault == {"conta": "C1019", "file": "contas.csv", "line": 4, "column": "pago_ate"}
    assert call("--dry-run", "--skip-invalid").out.splitlines() == [
        "1 conta fica de fora por inteiro: C1019.",
        "2 contas podem ser importadas; 0 já existiam e não mudaram. Nada foi gravado.",
    ]
    assert not list(files.folder.glob("*.recusadas.csv"))

    taken = call("--skip-invalid")
    assert taken.status == 1
    assert taken.out.splitlines() == [
        "1 conta fica de fora por inteiro: C1019.",
        "2 contas importadas; 0 já existiam e não mudaram.",
        "As linhas recusadas de contas.csv estão em contas.recusadas.csv.",
        "As linhas recusadas de usuarios.csv estão em usuarios.recusadas.csv.",
    ]

    for column in ("inicio", "pago_ate"):
        files.set(4, column, files.accounts[1].split(";")[files.accounts[0].split(";").index(column)])
    files.write()
    assert call() == Outcome(0, "1 conta importada; 2 já existiam e não mudaram.\n", "")
    again = call("--json")
    assert (again.status, again.errors) == (0, "")
    assert json.loads(again.out) == {"accepted": [], "refused": [], "unchanged": ["C1001", "C1012", "C1019"]}


@pytest.mark.django_db
def test_files_that_are_not_there(files: Files, call: Callable[..., Outcome]) -> None:
    (files.folder / "catalogo.toml").unlink()
    missing = call("--json")
    assert missing.status == 1
    assert [(fault["file"], fault["line"]) for fault in json.loads(missing.out)["refused"]] == [("catalogo.toml", 0)]


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written(
    files: Files, call: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was imported is, and the reason is told."""
    (files.folder / "contas.recusadas.csv").mkdir()
    taken = call("--skip-invalid")
    assert taken.out.splitlines()[1] == "2 contas importadas; 0 já existiam e não mudaram."
    assert "As linhas recusadas não puderam ser gravadas: contas.recusadas.csv: Is a directory" in taken.errors


def test_an_empty_data_folder_is_enough_and_a_terminal_sees_progress(files: Files, tmp_path: Path) -> None:
    """A process of its own that starts the database, makes the tables and imports."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"MEUPLANO_DATA": str(tmp_path / "dados"), "MEUPLANO_PRODUCTION": "0"}
    command = [sys.executable, "-m", "meuplano.cli", "import", *NAMES, "--skip-invalid", "--json"]
    main, terminal = pty.openpty()
    ran = subprocess.run(
        command, cwd=files.folder, env=environment, stdout=subprocess.PIPE, stderr=terminal, timeout=120
    )
    os.close(terminal)
    shown = os.read(main, 10_000).decode()
    os.close(main)
    assert ran.returncode == 1, shown
    assert "\rLendo contas.csv: 1" in shown
    assert json.loads(ran.stdout)["accepted"] == ["C1001", "C1012"]


def test_both_files_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        import_.run(["contas.csv"])
    assert ended.value.code == 2
    assert "usuarios.csv" in capsys.readouterr().err
