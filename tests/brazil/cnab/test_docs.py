"""docs/banks.md says of each bank's files what the profiles do."""

import re
from pathlib import Path

import pytest

from meuplano.brazil.cnab.banks import PROFILES
from meuplano.brazil.cnab.profile import MOVEMENTS
from tests.brazil.cnab.returns import FILES

TEXT = (Path(__file__).parents[3] / "docs/banks.md").read_text(encoding="utf-8").split("## Bank files")[1]
FILE_OF = dict(re.findall(r"^\| (\d{3}) [^|]+\| `([a-z_]+\.py)` \|", TEXT, re.M))
MOVEMENT_ROWS = re.findall(r"^\| [a-z][^|]*\| ((?:\d\d(?:, )?)+) \| ([^|]+) \| ([^|]+) \|$", TEXT, re.M)


def test_the_table_has_the_banks_we_write_to_and_their_files() -> None:
    assert set(FILE_OF) == {bank for bank, _ in PROFILES}
    folder = Path(__file__).parents[3] / "src/meuplano/brazil/cnab/banks"
    assert {path.name for path in folder.glob("[!_]*.py")} == set(FILE_OF.values())


def test_every_movement_has_its_row_with_the_banks_that_lack_it() -> None:
    assert {code for codes, _, _ in MOVEMENT_ROWS for code in codes.split(", ")} == set(MOVEMENTS.values())
    for codes, _, lacking in MOVEMENT_ROWS:
        for verb in (verb for verb, code in MOVEMENTS.items() if code in codes.split(", ")):
            without = {bank for (bank, _), known in PROFILES.items() if verb not in known.movements}
            assert without == set(re.findall(r"\b\d{3}\b", lacking)), verb


def test_every_movement_has_its_segments() -> None:
    usual = next(iter(PROFILES.values()))
    for codes, segments, _ in MOVEMENT_ROWS:
        for verb in (verb for verb, code in MOVEMENTS.items() if code in codes.split(", ")):
            assert re.findall(r"\b[PQR]\b", segments) == ["P", *usual.segments.get(verb, "")], verb


@pytest.mark.parametrize("record", ["Y-03", "Y-04", "Y-53"])
def test_the_optional_records_are_said_by_bank(record: str) -> None:
    [said] = re.findall(record + r" (?:is taken )?at ([\d, and]+)", TEXT)
    assert set(re.findall(r"\d{3}", said)) == {
        bank for (bank, _), known in PROFILES.items() if record in known.optional
    }


def test_the_real_files_are_counted() -> None:
    words = {6: "six", 7: "Seven"}
    banks = {file["bank"] for file in FILES.values()}
    assert f"{words[len(FILES)]} real files of {words[len(banks)]} banks" in TEXT
