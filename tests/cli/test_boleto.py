"""`meuplano boleto`: the contract at the terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.brazil.vectors import boletos, inputs
from tests.cli.running import START, run

LINHA = "34191.09123 34567.800056 71234.570001 5 15390000012750"


def test_encode_answers_every_published_boleto() -> None:
    records = boletos()
    outcome = run("boleto", "encode", given="".join(json.dumps(inputs(record)) + "\n" for record in records))
    assert (outcome.status, outcome.errors) == (0, "")
    assert len(outcome.answers) == len(records)
    for record, answer in zip(records, outcome.answers, strict=True):
        assert answer["linha_digitavel"] == record["linha_digitavel"]
        assert set(answer) - {"warnings"} == {"barcode", "linha_digitavel", "campo_livre", "nosso_numero_formatado"}


def test_decode_answers_every_published_linha() -> None:
    records = boletos()
    lines = "".join(record.get("linha_digitavel_formatada", record["linha_digitavel"]) + "\n" for record in records)
    outcome = run("boleto", "decode", "--today", "2016-01-01", given=lines)
    assert (outcome.status, outcome.errors) == (0, "")
    for record, answer in zip(records, outcome.answers, strict=True):
        assert list(answer) == ["barcode", "linha_digitavel", "bank", "amount", "due_date", "campo_livre"]
        assert (answer["bank"], answer["amount"]) == (record["bank"], record["amount"])
        if "2005-01-01" < record["due_date"] < "2025-01-01":
            assert answer["due_date"] == record["due_date"]


def test_bad_lines_are_answered_in_their_place_and_the_rest_goes_on() -> None:
    given = b"\xef\xbb\xbf" + LINHA.encode() + b"\r\n\n  \n1\n\xff\xfe\n" + b"1" * 70_000 + b"\n" + LINHA.encode()
    outcome = run("boleto", "decode", given=given)
    first, short, bytes_, long, last = outcome.answers
    assert outcome.status == 1
    assert outcome.errors == ""
    assert first == last
    assert first["due_date"] == "2026-08-15"
    assert short == {"line": 4, "error": "1 digits: a barcode has 44, a linha digitável 47"}
    assert bytes_ == {"line": 5, "error": "not UTF-8 text"}
    assert long == {"line": 6, "error": "longer than 65536 bytes"}


def test_what_is_no_json_object_is_refused_with_the_reason() -> None:
    good = json.dumps(inputs(boletos("237")[0]))
    bad = ["{", "[1]", '"x"', "[" * 60_000, '{"bank": NaN}', "null", '{"bank": "\\ud800"}', "{}", "9" * 6_000]
    outcome = run("boleto", "encode", given="\n".join([*bad, good]))
    assert (outcome.status, outcome.errors) == (1, "")
    assert [set(answer) for answer in outcome.answers[:-1]] == [{"line", "error"}] * len(bad)
    assert "barcode" in outcome.answers[-1]


def test_an_unknown_wallet_is_named() -> None:
    record = inputs(boletos("341")[0]) | {"wallet": "999"}
    outcome = run("boleto", "encode", given=json.dumps(record))
    assert outcome.status == 1
    assert "wallet '999' of bank 341 is unknown" in outcome.answers[0]["error"]


def test_numbers_may_be_numbers() -> None:
    record = inputs(boletos("341")[0]) | {"amount": 800.08, "nosso_numero": 223352, "bank": 341}
    outcome = run("boleto", "encode", given=json.dumps(record))
    assert outcome.answers[0]["linha_digitavel"] == boletos("341")[0]["linha_digitavel"]


def test_the_vendors_wallets(tmp_path: Path) -> None:
    wallets: dict[str, Any] = {"341": {"999": {"name": "nova", "rule": "carteira e número"}}}
    (tmp_path / "wallets.json").write_text(json.dumps(wallets), encoding="utf-8")
    record = inputs(boletos("341")[0]) | {"wallet": "999"}
    known = run("boleto", "encode", "--wallets", str(tmp_path / "wallets.json"), given=json.dumps(record))
    assert known.status == 0
    assert known.answers[0]["nosso_numero_formatado"].startswith("999/")
    for spoiled in ("missing.json", "."):
        refused = run("boleto", "encode", "--wallets", str(tmp_path / spoiled))
        assert refused.status == 2
        assert "--wallets" in refused.errors
        assert "Traceback" not in refused.errors


def test_lines_are_answered_as_they_come_and_nothing_is_kept() -> None:
    """A hundred thousand lines in the memory of a few: the process may not grow with its input."""
    program = START.format(
        "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )

    def peak(lines: int) -> int:
        command = [sys.executable, "-c", program, "boleto", "decode"]
        ran = subprocess.run(command, input=f"{LINHA}\n".encode() * lines, capture_output=True, timeout=60)
        assert ran.returncode == 0
        assert ran.stdout.count(b"\n") == lines
        return int(ran.stderr)

    assert peak(30_000) - peak(100) < 4 * 1024  # KiB


def test_a_reader_that_goes_away_gets_no_traceback() -> None:
    command = [sys.executable, "-c", START.format("pass"), "boleto", "decode"]
    reading, writing = os.pipe()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        os.close(reading)
        _, errors = process.communicate(f"{LINHA}\n".encode() * 5_000, timeout=60)
    assert process.returncode == 1
    assert errors == b""


def test_help_and_wrong_usage() -> None:
    for arguments in (("--help",), ("encode", "--help"), ("decode", "--help")):
        outcome = run_plain("boleto", *arguments)
        assert outcome.returncode == 0
        assert "boleto" in outcome.stdout
    for arguments in ((), ("x",), ("decode", "--today", "x")):
        outcome = run_plain("boleto", *arguments)
        assert outcome.returncode == 2
        assert "usage: meuplano boleto" in outcome.stderr


def run_plain(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", START.format("pass"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
