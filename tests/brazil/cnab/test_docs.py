"""docs/banks.md says of each bank's files what the profiles do."""

import re
from pathlib import Path

import pytest

from meuplano.brazil.cnab.banks import PROFILES
from meuplano.brazil.cnab.profile import MOVEMENTS
from meuplano.brazil.cnab.segments import T_BY_BANK
from tests.brazil.cnab.returns import FILES

TEXT = (Path(__file__).parents[3] / "docs/banks.md").read_text(encoding="utf-8").split("## Bank files")[1]
ROWS = {
    line[2:5]: [cell.strip() for cell in line.split("|")[1:-1]] for line in re.findall(r"^\| \d{3} .*$", TEXT, re.M)
}


def test_the_table_has_the_banks_we_write_to() -> None:
    assert set(ROWS) == {bank for bank, _ in PROFILES}


@pytest.mark.parametrize(("bank", "agreement"), PROFILES)
def test_a_row_says_what_the_bank_lacks_and_takes(bank: str, agreement: int) -> None:
    known = PROFILES[bank, agreement]
    _, _, lacking, optional, _ = ROWS[bank]
    assert {verb for verb in MOVEMENTS if verb in lacking} == MOVEMENTS.keys() - known.movements.keys()
    assert set(re.findall(r"Y-\d\d", optional)) == known.optional.keys()


def test_every_movement_is_named_with_its_code() -> None:
    assert all(f"{verb} {code}" in TEXT for verb, code in MOVEMENTS.items())


def test_the_return_says_whose_t_differs_and_whose_files_prove_it() -> None:
    returned = TEXT.split("### Return")[1]
    assert all(f"{bank} " in returned for bank in T_BY_BANK)
    assert all(file["bank"] in returned for file in FILES.values())
