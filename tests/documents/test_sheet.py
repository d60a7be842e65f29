"""A CSV file comes back as it went in, whatever is in it, and begins no formula."""

import csv
from datetime import date
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from meuplano.documents.sheet import sheet
from meuplano.rules.money import Money

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@given(st.lists(st.lists(texts, min_size=2, max_size=2)))
def test_text_comes_back_and_never_begins_a_formula(rows: list[list[str]]) -> None:
    first, *found = read(sheet(["a", "b"], rows))
    assert first == ["a", "b"]
    assert len(found) == len(rows)
    for written, row in zip(found, rows, strict=True):
        for cell, text in zip(written, row, strict=True):
            assert cell in (text, f"'{text}")
            assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")


def test_money_days_and_numbers_are_a_brazilian_spreadsheets_own() -> None:
    content = sheet(["Valor"], [[Money(123456)], [Money(-5)], [date(2026, 12, 5)], [-7], [None], ["=1+1"]])
    assert content == '\ufeffValor\r\n1234,56\r\n-0,05\r\n05/12/2026\r\n-7\r\n""\r\n\'=1+1\r\n'.encode()
