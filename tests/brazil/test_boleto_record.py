"""A boleto told by name and value: what is read, what is assumed and said, and what is refused."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil import boleto, boleto_record
from meuplano.brazil.banks import BoletoError
from tests.brazil.vectors import boletos, inputs, load

RECORD = {
    "bank": "341",
    "amount": "127.50",
    "due_date": "2026-08-15",
    "nosso_numero": "12345678",
    "wallet": "109",
    "agency": "0057",
    "account": "12345",
}


def test_a_record_is_a_boleto() -> None:
    title, warnings = boleto_record.read(RECORD | {"id": "ignored", "extra": {"flag": True, "seu_numero": "7"}})
    assert (title.amount, title.due_on, title.bank) == (12_750, date(2026, 8, 15), "341")
    assert title.extra == {"flag": "true", "seu_numero": "7"}
    assert warnings == ()


@pytest.mark.parametrize(
    ("text", "centavos"), [("0.01", 1), ("135", 13_500), ("135.5", 13_550), ("99999999.99", 9_999_999_999)]
)
def test_amounts_are_centavos(text: str, centavos: int) -> None:
    assert boleto_record.read(RECORD | {"amount": text})[0].amount == centavos


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"amount": None}, "amount is missing"),
        ({"amount": "1,50"}, "amount '1,50' is not"),
        ({"amount": "1.234,50"}, "is not an amount"),
        ({"amount": "-1.00"}, "is not an amount"),
        ({"amount": "1.005"}, "is not an amount"),
        ({"amount": "1e3"}, "is not an amount"),
        ({"amount": "100000000.00"}, "is not an amount"),
        ({"amount": "１"}, "is not an amount"),
        ({"due_date": None}, "due_date is missing"),
        ({"due_date": "15/08/2026"}, "is not a date like"),
        ({"due_date": "2026-02-30"}, "is not in the calendar"),
        ({"due_date": "20260815"}, "is not a date like"),
        ({"issued_on": "x"}, "issued_on 'x' is not a date"),
        ({"agency": ["1"]}, "agency must be text"),
        ({"wallet": {}}, "wallet must be text"),
        ({"extra": "x"}, "extra must be an object"),
        ({"extra": {"posto": []}}, "posto must be text"),
        ({"account": "1" * 81}, "account is longer than 80"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], why: str) -> None:
    with pytest.raises(BoletoError, match=why):
        boleto_record.read(RECORD | change)


def test_what_a_bank_leaves_unsaid_is_assumed_and_said() -> None:
    records = {record["id"]: record for record in load("boletos")}
    for number, words in (("B225", "Santander's 102"), ("B208", "Sicoob's 01"), ("B151", "60 days before")):
        assert words in boleto_record.read(inputs(records[number]))[1][0]


def test_sicredis_year_is_taken_from_a_printed_number_before_it_is_assumed() -> None:
    record = next(record for record in boletos("748") if record["id"] == "B151")
    told, warnings = boleto_record.read(record)  # with nosso_numero_formatado "19/200008-0"
    assert (told.nosso_numero, warnings) == ("19200008", ())
    other, warnings = boleto_record.read(record | {"nosso_numero_formatado": "19/200009-9"})
    assert other.nosso_numero == "19200008"
    assert warnings != ()


@given(
    st.dictionaries(
        st.sampled_from([*RECORD, "extra", "agreement", "beneficiary_code", "account_dv", "issued_on"]),
        st.one_of(
            st.none(),
            st.text(max_size=30),
            st.text("0123456789.-", max_size=20),
            st.integers(),
            st.dictionaries(st.text(max_size=5), st.one_of(st.text(max_size=5), st.booleans(), st.integers())),
        ),
    )
)
def test_only_declared_errors_come_out(change: dict[str, Any]) -> None:
    try:
        title, _ = boleto_record.read(RECORD | change)
        codes = boleto.encode(title)
    except BoletoError:
        return
    assert boleto.decode(codes.linha_digitavel, title.due_on).barcode == codes.barcode
