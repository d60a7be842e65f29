"""`meuplano cnab read`: the contract at the terminal."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.brazil.vectors import VECTORS
from tests.cli.running import run

RETURNS = VECTORS / "retorno"
EXPECTED: dict[str, Any] = json.loads((RETURNS / "expected.json").read_text(encoding="utf-8"))["files"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_published_return_is_read_to_the_last_key(name: str) -> None:
    outcome = run("cnab", "read", str(RETURNS / name))
    assert (outcome.status, outcome.errors) == (0, "")
    *titles, last = outcome.answers
    assert titles == EXPECTED[name]["records"]
    assert list(last) == ["summary"]
    summary = last["summary"]
    assert list(summary) == ["bank", "nsa", "titles", "warnings"]
    assert (summary["bank"], summary["nsa"]) == (EXPECTED[name]["bank"], EXPECTED[name]["nsa"])
    assert summary["titles"] == len(titles)
    assert all(isinstance(warning, str) for warning in summary["warnings"])


def test_a_wrong_count_is_said() -> None:
    summary = run("cnab", "read", str(RETURNS / "caixa_brunomm_caixa.ret")).answers[-1]["summary"]
    assert any("o trailer diz" in warning for warning in summary["warnings"])


def test_standard_input_gives_what_the_file_gives() -> None:
    path = RETURNS / "banco_do_brasil_kivanio_CNAB240.RET"
    assert run("cnab", "read", "-", given=path.read_bytes()) == run("cnab", "read", str(path))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "vazio"),
        (b"\r\n\r\n", "vazio"),
        (b"%PDF-1.7\n\xff\xfe", "CNAB 240"),
        (b"PK\x03\x04" + bytes(range(256)) * 20, "CNAB 240"),
        (b"02RETORNO01COBRANCA       00000000000001238798".ljust(400), "CNAB 400"),
        (b"00100000", "CNAB 240"),
    ],
)
def test_what_is_no_cnab_240_is_one_error_and_status_1(content: bytes, why: str) -> None:
    outcome = run("cnab", "read", "-", given=content)
    assert (outcome.status, outcome.errors, len(outcome.answers)) == (1, "", 1)
    assert list(outcome.answers[0]) == ["error"]
    assert why in outcome.answers[0]["error"]


def test_what_cannot_be_opened_is_one_error_and_status_1(tmp_path: Path) -> None:
    for name in (str(tmp_path / "nowhere.ret"), str(tmp_path)):
        outcome = run("cnab", "read", name)
        assert (outcome.status, outcome.errors, len(outcome.answers)) == (1, "", 1)
        assert name in outcome.answers[0]["error"]


def test_wrong_arguments_get_the_usage() -> None:
    for arguments in ((), ("write", "x"), ("read",), ("read", "a", "b")):
        outcome = run("cnab", *arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.errors.startswith("usage: meuplano cnab read FILE")
    assert run("cnab", "--help").out.startswith("usage:")
