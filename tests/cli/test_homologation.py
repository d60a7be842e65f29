"""What a bank asks for before a company's first real boleto: sample papers and a file that agree with each other."""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from meuplano import clock
from meuplano.brazil.boleto import decode
from meuplano.cli import doctor
from tests.brazil.test_agreement import AGREEMENTS


def options(bank: str) -> list[str]:
    values = {name: str(value) for name, value in asdict(AGREEMENTS[bank]).items() if value and name != "production"}
    return [part for name, value in values.items() for part in (f"--{name.replace('_', '-')}", value)]


@pytest.mark.parametrize("bank", sorted(AGREEMENTS))
def test_papers_and_file_of_an_agreement_given_by_options(bank: str, tmp_path: Path, capsys: Any) -> None:
    assert doctor.run(["--homologation", str(tmp_path), "--count", "3", "--nsa", "7", *options(bank)]) == 0
    said = capsys.readouterr().out
    today = clock.system_now().astimezone(clock.SAO_PAULO).date()
    lines = [line.partition("código de barras ")[2] for line in said.splitlines() if "código de barras" in line]
    assert len(set(lines)) == 3
    for barcode in lines:
        read = decode(barcode, today)
        assert (read.bank, read.amount, read.due_on) == (bank, 12345, today + timedelta(10))
    assert all((tmp_path / f"boleto-TESTE-{n}.pdf").read_bytes().startswith(b"%PDF") for n in (1, 2, 3))
    content = (tmp_path / f"CB{bank}000007.REM").read_bytes()
    assert content[157:163] == b"000007"
    assert content.count(b"TESTE-") == 3
    assert all(len(line) == 240 for line in content.split(b"\r\n")[:-1])


def test_what_is_missing_is_said_and_nothing_is_written(tmp_path: Path, capsys: Any) -> None:
    assert doctor.run(["--homologation", str(tmp_path / "x"), *options("756"), "--modality", ""]) == 1
    assert "Falta modalidade" in capsys.readouterr().err
    assert doctor.run(["--homologation", str(tmp_path / "x"), *options("756"), "--count", "0"]) == 1
    assert doctor.run(["--homologation", str(tmp_path / "x"), *options("756"), "--nsa", "1000000"]) == 1
    assert "meuplano doctor: " in capsys.readouterr().err
    assert not list(tmp_path.glob("x/*.REM"))
