"""Every boleto that public projects and manuals publish, bank by bank, digit for digit."""

from typing import Any

import pytest

from meuplano.brazil import boleto, boleto_record
from meuplano.brazil.banks import BANKS
from tests.brazil.vectors import NUMBER_ALONE, boletos, inputs


@pytest.mark.parametrize("record", boletos(), ids=lambda record: f"{record['bank']}-{record['id']}")
def test_the_published_codes_come_out(record: dict[str, Any]) -> None:
    title, _ = boleto_record.read(inputs(record))
    codes = boleto.encode(title)
    assert codes.linha_digitavel == record["linha_digitavel"]
    for name in ("barcode", "campo_livre"):
        assert getattr(codes, name) == record.get(name, getattr(codes, name))
    if "linha_digitavel_formatada" in record:
        assert boleto.format_linha(codes.linha_digitavel) == record["linha_digitavel_formatada"]
    printed = record["nosso_numero_formatado"]
    if record["id"] in NUMBER_ALONE:
        assert printed in codes.nosso_numero_formatado
    elif printed is not None:
        assert codes.nosso_numero_formatado == printed


@pytest.mark.parametrize("record", boletos(), ids=lambda record: f"{record['bank']}-{record['id']}")
def test_they_are_read_back(record: dict[str, Any]) -> None:
    title, _ = boleto_record.read(inputs(record))
    for text in (
        record["linha_digitavel"],
        boleto.format_linha(record["linha_digitavel"]),
        boleto.encode(title).barcode,
    ):
        read = boleto.decode(text, today=title.due_on)
        assert (read.bank, read.amount, read.due_on) == (title.bank, title.amount, title.due_on)
        assert read.linha_digitavel == record["linha_digitavel"]
        assert read.campo_livre == record.get("campo_livre", read.campo_livre)


def test_every_bank_is_proved_by_published_codes() -> None:
    assert {record["bank"] for record in boletos()} == set(BANKS)


def test_every_bank_names_its_manual_and_is_found_by_its_code() -> None:
    for code, bank in BANKS.items():
        assert bank.code == code
        assert bank.source
        assert bank.name


def test_the_digit_printed_after_a_banks_code() -> None:
    printed = "001-9 033-7 041-8 077-9 084-1 085-1 104-0 237-2 341-7 422-7 748-X 756-0"
    assert " ".join(f"{code}-{BANKS[code].digit}" for code in sorted(BANKS)) == printed
