"""The BR Code: Bacen's official examples both ways, and what must not pass."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil import pix
from meuplano.brazil.pix import BrCode, PixError
from tests.brazil.vectors import load

VECTORS = load("pix_brcodes")
VALID = VECTORS["valid"] + load("pix_more")
STATIC = BrCode(merchant_name="Fulano de Tal", merchant_city="BRASILIA", key="123e4567-e12b-12d1-a456-426655440000")
URL = "pix.example.com/8b3da2f39a4140d1a91abd93113bd441"


def told(code: BrCode) -> dict[str, Any]:
    amount = None if code.amount is None else pix.reais(code.amount)
    return {name: value for name, value in asdict(code).items() if name != "other_arrangements"} | {"amount": amount}


@pytest.mark.parametrize("vector", VALID, ids=lambda vector: vector["brcode"][-4:])
def test_an_official_code_is_read(vector: dict[str, Any]) -> None:
    code = pix.decode(vector["brcode"])
    assert told(code) == vector["decoded"]
    assert code.kind == vector["kind"]


@pytest.mark.parametrize(
    "vector", [v for v in VALID if v["kind"] != "multi-arrangement"], ids=lambda vector: vector["brcode"][-4:]
)
def test_an_official_code_is_built(vector: dict[str, Any]) -> None:
    assert pix.encode(pix.decode(vector["brcode"])) == vector["brcode"]


@pytest.mark.parametrize("vector", VECTORS["invalid"], ids=lambda vector: vector["expected_crc"])
def test_a_wrong_crc_is_told_with_the_right_one(vector: dict[str, Any]) -> None:
    with pytest.raises(PixError, match=f"should be {vector['expected_crc']}"):
        pix.decode(vector["brcode"])


def test_right_crc_does_not_save_a_torn_code() -> None:
    torn = next(vector for vector in VECTORS["invalid"] if not vector["tlv_ok"])
    with pytest.raises(PixError, match=r"characters|position"):
        pix.decode(torn["brcode"][:-4] + torn["expected_crc"])


def sealed(body: str) -> str:
    return f"{body}6304{pix.crc(body + '6304')}"


HEAD = "000201"
ACCOUNT = "26250014br.gov.bcb.pix0103abc"
TAIL = "520400005303986{}5802BR5901X6001Y62070503***"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (ACCOUNT + TAIL.format(""), "field 00"),
        ("000202" + ACCOUNT + TAIL.format(""), "field 00 .* '02'"),
        (HEAD + ACCOUNT + TAIL.format("").replace("986", "840"), "field 53"),
        (HEAD + ACCOUNT + TAIL.format("").replace("BR", "US"), "field 58"),
        (HEAD + ACCOUNT + TAIL.format("").replace("5901X", ""), "field 59"),
        (HEAD + ACCOUNT + TAIL.format("").replace("6001Y", ""), "field 60"),
        (HEAD + TAIL.format(""), "no account of Pix"),
        (HEAD + "26160012BR.COM.OUTRO" + TAIL.format(""), "no account of Pix"),
        (HEAD + ACCOUNT + ACCOUNT.replace("2625", "2725") + TAIL.format(""), "two accounts of Pix"),
        (HEAD + "26180014br.gov.bcb.pix" + TAIL.format(""), "pays nobody"),
        (HEAD + "26320014br.gov.bcb.pix0103abc2503a/b" + TAIL.format(""), "both a key and a URL"),
        (HEAD + ACCOUNT + TAIL.format("5403abc"), "amount 'abc'"),
        (HEAD + ACCOUNT + TAIL.format("54051.234"), "amount '1.234'"),
        (HEAD + ACCOUNT + TAIL.format("54041,50"), "amount '1,50'"),
        (HEAD + ACCOUNT + TAIL.format("54021²"), "amount"),
        (HEAD + ACCOUNT + ACCOUNT + TAIL.format(""), "field 26 appears twice"),
    ],
)
def test_a_sealed_code_that_is_wrong_inside_is_refused(body: str, why: str) -> None:
    with pytest.raises(PixError, match=why):
        pix.decode(sealed(body))


@pytest.mark.parametrize("text", ["", "000201", "6304", "x" * 600, "https://pix.example.com/qr", "00020163041D3D "])
def test_what_is_no_br_code_is_refused(text: str) -> None:
    with pytest.raises(PixError):
        pix.decode(text)


def test_a_lower_case_crc_and_blanks_around_are_read() -> None:
    whole = pix.encode(STATIC)
    assert pix.decode(f" {whole[:-4]}{whole[-4:].lower()}\n") == pix.decode(whole)


def test_a_static_code_with_an_amount() -> None:
    text = pix.encode(replace(STATIC, amount=123_450, txid="FATURA42", description="Mensalidade"))
    assert "54071234.50" in text
    assert "0211Mensalidade" in text
    assert pix.decode(text).txid == "FATURA42"


def test_an_open_amount_is_left_out_and_zero_is_refused() -> None:
    assert "53039865802BR" in pix.encode(STATIC)
    with pytest.raises(PixError, match="left out, it is not zero"):
        pix.encode(replace(STATIC, amount=0))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"key": None}, "key, url or recurrence_url is missing"),
        ({"url": URL}, "not both"),
        ({"key": None, "url": f"https://{URL}"}, "without https://"),
        ({"key": None, "url": "pix.example.com"}, "url"),
        ({"key": None, "url": "pix.example.com/" + "x" * 70}, "at most 77"),
        ({"key": None, "url": URL, "description": "x"}, "only a static code has a description"),
        ({"key": "a b"}, "key"),
        ({"key": "x" * 78}, "key"),
        ({"merchant_name": "  "}, "merchant_name"),
        ({"merchant_name": ""}, "merchant_name is missing"),
        ({"merchant_name": "São Paulo"}, "plain characters"),
        ({"merchant_name": "x" * 26}, "at most 25"),
        ({"merchant_city": "x" * 16}, "at most 15"),
        ({"merchant_city": "a\nb"}, "merchant_city"),
        ({"txid": "a-b"}, "txid"),
        ({"txid": "x" * 26}, "txid"),
        ({"amount": -1}, "not zero"),
        ({"amount": 10**12}, "does not fit 13"),
        ({"description": "x" * 72}, "field 26 has"),
        ({"point_of_initiation": "13"}, "11 or 12"),
        ({"other_arrangements": True}, "read, not built"),
    ],
)
def test_what_does_not_fit_is_not_built(change: dict[str, Any], why: str) -> None:
    with pytest.raises(PixError, match=why):
        pix.encode(replace(STATIC, **change))


plain = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz0123456789.-/&", min_size=1)
paths = st.text("abcdefghijklmnopqrstuvwxyz0123456789/-", min_size=1, max_size=40)


@given(
    name=plain.map(lambda text: text[:25]).filter(str.strip),
    city=plain.map(lambda text: text[:15]).filter(str.strip),
    amount=st.none() | st.integers(1, 10**11),
    txid=st.from_regex(r"[A-Za-z0-9]{1,25}", fullmatch=True) | st.just("***"),
    key=st.none() | st.emails().filter(lambda mail: mail.isascii() and len(mail) <= 77),
    path=paths,
    recurrence=st.none() | paths,
)
def test_what_is_built_is_read_back(
    name: str, city: str, amount: int | None, txid: str, key: str | None, path: str, recurrence: str | None
) -> None:
    code = BrCode(
        merchant_name=name,
        merchant_city=city,
        amount=amount,
        txid=txid,
        key=key,
        url=None if key else f"pix.example.com/{path}",
        recurrence_url=recurrence and f"pix.example.com/rec/{recurrence}",
        point_of_initiation=None if key else "12",
    )
    text = pix.encode(code)
    assert pix.decode(text) == code
    assert len(text) <= pix.MAX_LENGTH
    assert code.kind == ("composite" if recurrence else "static" if key else "dynamic")


@given(st.sampled_from(VALID), st.data())
def test_one_changed_character_is_noticed(vector: dict[str, Any], data: st.DataObject) -> None:
    text = vector["brcode"]
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(
        st.characters(min_codepoint=33, max_codepoint=126).filter(lambda c: c.upper() != text[place].upper())
    )
    with pytest.raises(PixError):
        pix.decode(text[:place] + other + text[place + 1 :])
