"""One agreement at each bank: the number in the codes and the number in the file are the same title's."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil.agreement import (
    SUPPORTED,
    Agreement,
    largest_sequence,
    number_on_file,
    numbered,
    plain,
    problems,
    remit,
    sample,
)
from meuplano.brazil.banks.base import BoletoError
from meuplano.brazil.boleto import decode
from tests.brazil.cnab.positions import parse

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
HOLDER = Agreement(
    bank="001", name="Prancheta Software Ltda", document="26841057000107", agency="4042", account="61900"
)
AGREEMENTS = {
    "001": replace(HOLDER, agreement="1238798", wallet="17", variation="019", agency_dv="8", account_dv="0"),
    "033": replace(HOLDER, bank="033", agreement="1238798", wallet="101", transmission="404200001238798"),
    "104": replace(HOLDER, bank="104", agreement="123879", wallet="14", modality="14"),
    "237": replace(HOLDER, bank="237", agreement="4567890", wallet="09", agency_dv="8", account_dv="0"),
    "341": replace(HOLDER, bank="341", account_dv="7", wallet="109"),
    "748": replace(HOLDER, bank="748", agreement="12345", wallet="1", post="02", agency_dv="8", account_dv="0"),
    "756": replace(HOLDER, bank="756", agreement="1234567", wallet="1", modality="01", agency_dv="8", account_dv="0"),
}


def test_every_bank_that_writes_a_remittance_has_an_agreement_here() -> None:
    assert set(AGREEMENTS) == set(SUPPORTED)


@pytest.mark.parametrize("bank", SUPPORTED)
def test_a_complete_agreement_has_no_problem(bank: str) -> None:
    assert problems(AGREEMENTS[bank], TODAY) == []


@pytest.mark.parametrize("bank", SUPPORTED)
@pytest.mark.parametrize("missing", ["agency", "wallet"])
def test_what_is_missing_is_named(bank: str, missing: str) -> None:
    found = problems(replace(AGREEMENTS[bank], **{missing: ""}), TODAY)
    assert len(found) == 1
    assert found[0][0] == missing
    assert {"agency": "agência", "wallet": "carteira"}[missing] in found[0][1]


def test_a_mask_and_an_unknown_bank_are_said() -> None:
    assert "sem máscara" in problems(replace(AGREEMENTS["001"], agency="40-42"), TODAY)[0][1]
    assert "não tem arquivo" in problems(replace(AGREEMENTS["001"], bank="999"), TODAY)[0][1]
    assert "4, 6 ou 7" in problems(replace(AGREEMENTS["001"], agreement="12345"), TODAY)[0][1]


@pytest.mark.parametrize("bank", SUPPORTED)
def test_the_file_and_the_codes_carry_one_number(bank: str) -> None:
    agreement, asked = AGREEMENTS[bank], sample(TODAY, sequence=41178)
    found = numbered(agreement, asked)
    read = decode(found.codes.barcode, TODAY)
    assert (read.bank, read.amount, read.due_on) == (bank, 12345, date(2026, 12, 4))
    assert found.nosso_numero.endswith("41178")
    assert found.nosso_numero[-7:] in read.campo_livre
    _, _, p, q, *_ = parse(remit(agreement, [("entry", asked)], nsa=3, made_at=NOW))
    assert found.nosso_numero.lstrip("0") in p["number"]
    assert (p["due"], int(p["amount"]), p["company"].strip()) == ("04122026", 12345, "TESTE1")
    assert plain(p["number"]) in number_on_file(agreement, asked, NOW)
    assert q["state"] == "SP"


@pytest.mark.parametrize("bank", SUPPORTED)
@given(one=st.integers(1, 790_000), other=st.integers(1, 790_000))
def test_two_numbers_are_never_one(bank: str, one: int, other: int) -> None:
    agreement = AGREEMENTS[bank]
    if one == other:
        return
    numbers = {number_on_file(agreement, replace(sample(TODAY), sequence=sequence), NOW) for sequence in (one, other)}
    assert len(numbers) == 2


@pytest.mark.parametrize("bank", SUPPORTED)
def test_a_numbering_that_is_used_up_is_refused(bank: str) -> None:
    agreement = AGREEMENTS[bank]
    last = largest_sequence(agreement)
    assert numbered(agreement, replace(sample(TODAY), sequence=last)).nosso_numero
    for sequence in (0, last + 1):
        with pytest.raises(BoletoError, match="acabou"):
            numbered(agreement, replace(sample(TODAY), sequence=sequence))


def test_late_charges_are_left_out_of_a_paper_that_takes_none() -> None:
    agreement = replace(AGREEMENTS["756"], fine=200, interest=100)
    with_charges = parse(remit(agreement, [("entry", sample(TODAY))], nsa=1, made_at=NOW))
    without = parse(remit(agreement, [("entry", replace(sample(TODAY), late_charges=False))], nsa=1, made_at=NOW))
    assert (with_charges[4]["segment"], with_charges[4]["fine"]) == ("R", "000000000000200")
    assert [record.get("segment") for record in without[2:-2]] == ["P", "Q"]
