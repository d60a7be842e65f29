"""The bank's codes are read by somebody else's decoder, and its calendar equals the published one."""

import json
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fakebank import calendar, codes
from meuplano.brazil import boleto

VECTORS = Path(__file__).parent.parent / "vectors"
TODAY = date(2026, 11, 24)


@given(
    amount=st.integers(1, codes.MAX_AMOUNT),
    due=st.dates(TODAY, date(2027, 12, 31)),
    number=st.integers(1, 10**17 - 1),
    beneficiary=st.integers(0, 9_999_999),
)
def test_our_decoder_reads_what_the_bank_prints(amount: int, due: date, number: int, beneficiary: int) -> None:
    code = codes.barcode(amount=amount, due=due, number=number, beneficiary=beneficiary)
    linha = codes.linha_digitavel(code)
    read = boleto.decode(linha, TODAY)
    assert (read.barcode, read.amount, read.due_on, read.bank) == (code, amount, due, "999")
    assert codes.barcode_of(codes.spaced(linha)) == codes.barcode_of(code) == code


@given(st.integers(0, 46), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed(place: int, more: int) -> None:
    linha = codes.linha_digitavel(codes.barcode(amount=14004, due=TODAY, number=17, beneficiary=1234567))
    wrong = linha[:place] + str((int(linha[place]) + more) % 10) + linha[place + 1 :]
    assert codes.barcode_of(wrong) is None


def test_the_factor_restarted_on_22_02_2025() -> None:
    assert codes.due_factor(date(2025, 2, 22)) == 1000
    assert codes.due_factor(date(2025, 2, 23)) == 1001
    assert codes.due_factor(date(2049, 10, 13)) == 9999


def test_the_crc_is_the_br_codes() -> None:
    assert codes.crc16("123456789") == 0x29B1


def test_a_pix_says_who_and_how_much() -> None:
    text = codes.brcode(
        amount=100005, address="pix.bancodemo.example/qr/v2/abc", name="Prancheta São João", city="Avaré"
    )
    assert text.startswith("00020101021226")
    assert "0014br.gov.bcb.pix2531pix.bancodemo.example/qr/v2/abc" in text
    assert "5303986" + "54071000.05" + "5802BR" in text
    assert "5918PRANCHETA SAO JOAO" + "6005AVARE" + "62070503***" + "6304" in text
    assert text[-4:] == f"{codes.crc16(text[:-4]):04X}"


def test_the_national_bank_holidays() -> None:
    listed = {
        date.fromisoformat(day) for day in json.loads((VECTORS / "bank_holidays_br.json").read_text())["holidays"]
    }
    for year in {day.year for day in listed}:
        assert {day for day in calendar.holidays(year) if day.weekday() < 5} == {
            day for day in listed if day.year == year and day.weekday() < 5
        }


def test_the_next_business_day() -> None:
    assert calendar.business_day_after(date(2026, 11, 19)) == date(2026, 11, 23)  # Friday the 20th is a holiday
    assert calendar.business_day_from(date(2026, 11, 24)) == date(2026, 11, 24)
    assert calendar.business_day_from(date(2026, 12, 25)) == date(2026, 12, 28)
