"""docs/banks.md names what the code knows: every bank, wallet, rule and modality, and how many codes prove a bank."""

import re
from collections import Counter
from pathlib import Path

import pytest

from meuplano.brazil.banks import BANKS
from tests.brazil.vectors import boletos

TEXT = (Path(__file__).parents[3] / "docs/banks.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.split("|")[1:-1]] for line in TEXT.splitlines() if re.match(r"\| \d{3}\b", line)]


def rows(bank: str) -> list[list[str]]:
    return [row for row in ROWS if row[0].split()[0] == bank]


@pytest.mark.parametrize("bank", BANKS)
def test_a_bank_is_described_with_its_proofs(bank: str) -> None:
    described, needed, known = rows(bank)[:3]
    assert described[0] == f"{bank} {BANKS[bank].name}"
    assert int(described[4]) == Counter(record["bank"] for record in boletos())[bank]
    assert needed[1]
    listed = {code.lstrip("0") for code in re.findall(r"\b[A-Z]*[0-9]+\b|\bRG\b|\bSR\b|\bCR\b", known[1])}
    assert {code.lstrip("0") for code in BANKS[bank].wallets} <= listed


def test_every_rule_and_modality_is_named() -> None:
    for bank in BANKS.values():
        for rule in bank.rules - {""}:
            assert rule in TEXT
        for wallet in bank.wallets.values():
            assert all(modality in TEXT for modality in wallet.modalities)
