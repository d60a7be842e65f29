"""`meuplano cnab read`: the contract at the terminal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.brazil.cnab.returns import FILES, FOLDER, content, made, t, u
from tests.cli.running import run


@pytest.mark.parametrize("name", FILES)
def test_read_gives_a_line_a_title_and_a_summary(name: str) -> None:
    outcome = run("cnab", "read", str(FOLDER / name))
    *titles, last = outcome.answers
    assert (outcome.status, outcome.errors) == (0, "")
    assert titles == FILES[name]["records"]
    summary = last["summary"]
    assert list(summary) == ["bank", "nsa", "titles", "warnings"]
    assert (summary["bank"], summary["nsa"], summary["titles"]) == (
        FILES[name]["bank"],
        FILES[name]["nsa"],
        len(FILES[name]["records"]),
    )


def test_a_hyphen_reads_standard_input() -> None:
    outcome = run("cnab", "read", "-", given=content("santander_kivanio_CNAB240SANTANDER.RET"))
    assert outcome.status == 0
    assert [answer["mov"] for answer in outcome.answers[:-1]] == ["02", "06"]


def test_accents_and_unreadable_amounts_come_out_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "r.ret"
    path.write_bytes(made(t(name="JOSÉ", amount=f"{'ABC':<15}"), u()))
    outcome = run("cnab", "read", str(path))
    assert (outcome.answers[0]["nome"], outcome.answers[0]["valor"]) == ("JOSÉ", None)
    assert "JOSÉ" in outcome.out
    assert "valor ilegível" in outcome.answers[1]["summary"]["warnings"][0]


@pytest.mark.parametrize(
    ("given", "words"),
    [(b"", "vazio"), (b"\x89PNG\r\n\x1a\n\0\0", "não é CNAB 240"), (b"02RETORNO01COBRANCA" + b" " * 381, "CNAB 400")],
)
def test_what_is_no_cnab_240_is_an_error_object(given: bytes, words: str) -> None:
    outcome = run("cnab", "read", "-", given=given)
    assert (outcome.status, outcome.errors) == (1, "")
    assert [list(answer) for answer in outcome.answers] == [["error"]]
    assert words in outcome.answers[0]["error"]


def test_a_file_that_cannot_be_opened_is_an_error_object(tmp_path: Path) -> None:
    for name in (str(tmp_path / "none.ret"), str(tmp_path), "nul\0byte"[:3] + "x" * 300):
        outcome = run("cnab", "read", name)
        assert (outcome.status, outcome.errors) == (1, "")
        assert name in outcome.answers[0]["error"]


def test_wrong_arguments_print_the_usage() -> None:
    for arguments in ((), ("read",), ("write", "x"), ("read", "a", "b")):
        outcome = run("cnab", *arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.errors.startswith("usage: meuplano cnab read FILE")
    assert run("cnab", "--help").status == 0


def test_who_stops_reading_gets_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "many.ret"  # a file: a pipe would wait for us while we wait for it
    path.write_bytes(made(*[line for _ in range(3000) for line in (t(), u())]))
    command = [sys.executable, "-m", "meuplano.cli", "cnab", "read", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        first = json.loads(process.stdout.readline())
        process.stdout.close()
        errors = process.stderr.read()
    assert first["mov"] == "06"
    assert errors == b""
