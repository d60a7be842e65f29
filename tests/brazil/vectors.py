"""The published codes that the tests compare with: read from tests/vectors, each record with its source."""

import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parent.parent / "vectors"
# What a record tells of the answer; everything else in it is input.
ANSWERS = (
    "barcode",
    "linha_digitavel",
    "linha_digitavel_formatada",
    "campo_livre",
    "fator_vencimento",
    "nosso_numero_formatado",
)
# The source prints wallet and check digit apart from the number, in other fields of its slip.
NUMBER_ALONE = {"B156"}


def load(name: str) -> Any:
    """The content of tests/vectors/`name`.json."""
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def boletos(bank: str | None = None) -> list[dict[str, Any]]:
    """Every boleto published for a bank, or for all."""
    records: list[dict[str, Any]] = load("boletos") + load("boletos_more")
    return [record for record in records if bank in (None, record["bank"])]


def inputs(record: dict[str, Any]) -> dict[str, Any]:
    """The record without its answers."""
    return {name: value for name, value in record.items() if name not in ANSWERS}
