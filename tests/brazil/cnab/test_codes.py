"""The words of a return's codes, and the banks that mean something else by them."""

import pytest

from meuplano.brazil.cnab.codes import FEES, MOVEMENTS, SETTLEMENTS, movement, reasons
from meuplano.brazil.cnab.rejections import REJECTIONS
from tests.brazil.cnab.returns import FILES


@pytest.mark.parametrize(
    ("code", "bank", "words"),
    [
        ("02", "001", "Entrada confirmada"),
        ("06", "756", "Liquidação"),
        ("14", "104", "Alteração de vencimento confirmada"),
        ("44", "001", "Título pago com cheque devolvido"),
        ("44", "104", "Estorno de baixa ou liquidação"),
        ("46", "104", "Liquidação on-line"),
        ("61", "033", "Alteração do valor nominal confirmada"),
        ("Z9", "001", "Movimento Z9 sem descrição"),
    ],
)
def test_a_movement_in_words(code: str, bank: str, words: str) -> None:
    assert movement(code, bank) == words


@pytest.mark.parametrize(
    ("code", "text", "bank", "words"),
    [
        ("03", "08", "001", ["Nosso número inválido"]),
        ("03", "4548000000", "237", ["Nome do pagador não informado", "CEP inválido"]),
        ("26", "A7", "001", ["Título já está na situação pedida"]),
        ("30", "AF", "104", ["Título não está em aberto"]),
        ("30", "AF", "001", ["Motivo AF"]),
        ("02", "A4", "748", ["Pagador DDA"]),
        ("28", "05", "748", ["Tarifa de outras instruções"]),
        ("06", "0000000004", "104", ["Compensação eletrônica"]),
        ("06", "02", "104", ["Casa lotérica"]),
        ("06", "02", "001", ["Por conta"]),
        ("09", "12", "001", ["Decurso de prazo: cliente"]),
        ("17", "", "001", []),
        ("06", "0000000000", "001", []),
    ],
)
def test_reasons_depend_on_the_movement_and_the_bank(code: str, text: str, bank: str, words: list[str]) -> None:
    assert reasons(code, text, bank) == words


def test_every_code_of_the_real_files_has_words() -> None:
    said = {
        word
        for file in FILES.values()
        for record in file["records"]
        for word in (movement(record["mov"], file["bank"]), *reasons(record["mov"], record["motivos"], file["bank"]))
    }
    assert not [word for word in said if word.startswith("Motivo ") or word.endswith("sem descrição")]


def test_the_tables_are_as_long_as_febrabans() -> None:
    assert len(MOVEMENTS) == 54
    assert len(REJECTIONS) == 99 + 9 + 5  # 01–99, A1–A9, B1–B5
    assert (len(FEES), len(SETTLEMENTS)) == (20, 23)
