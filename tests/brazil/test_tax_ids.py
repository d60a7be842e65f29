"""CPF and CNPJ: official examples, letters included, and the look-alikes that other libraries let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil.tax_ids import TaxIdError, is_valid, parse, shape
from tests.brazil.vectors import load

VECTORS = load("cpf_cnpj")
VALID = [(kind, vector) for kind in ("cpf", "cnpj") for vector in VECTORS[kind]["valid"]]
INVALID = [vector["value"] for kind in ("cpf", "cnpj") for vector in VECTORS[kind]["invalid"]]


@pytest.mark.parametrize(("kind", "vector"), VALID, ids=lambda value: value["value"] if isinstance(value, dict) else "")
def test_a_published_number_is_read(kind: str, vector: dict[str, str]) -> None:
    read = parse(vector["value"])
    assert (read.kind, read.canonical, str(read)) == (kind, vector["canonical"], vector["canonical"])
    assert parse(read.mask()) == read
    assert parse(f"  {read.mask().lower()}\n") == read


@pytest.mark.parametrize("value", INVALID)
def test_a_published_mistake_is_refused(value: str) -> None:
    with pytest.raises(TaxIdError):
        parse(value)
    assert not is_valid(value)


@pytest.mark.parametrize(
    "value",
    [
        "１１２２２３３３０００１８１",  # full-width digits: str.isdigit() is True
        "111.111.111-11",  # repeated
        "11111111111111",
        "5299822472",  # ten digits, which some libraries fill with a zero
        "529.98224725.",  # a mask where it does not belong
        "529-982-247.25",
        "12.ABC.345/01DE-3٥",  # Arabic five
        "12.ABC.345/01DE-35 12.ABC.345/01DE-35",
        "12ABC34501DE35\x00",
        "ß2ABC34501DE35",  # becomes SS in upper case
        "ı2ABC34501DE35",  # becomes I in upper case
        "None",
        "-",
    ],
)
def test_a_look_alike_is_refused(value: str) -> None:
    assert not is_valid(value)


def test_masks() -> None:
    assert parse("52998224725").mask() == "529.982.247-25"
    assert parse("12abc34501de35").mask() == "12.ABC.345/01DE-35"


def test_the_error_does_not_repeat_the_number() -> None:
    with pytest.raises(TaxIdError) as refusal:
        parse("529.982.247-24")
    assert "529" not in str(refusal.value)


def test_the_shape_of_a_wrong_number_is_told_all_the_same() -> None:
    assert shape("529.982.247-24") == ("cpf", "52998224724")
    assert shape("12.abc.345/01de-36") == ("cnpj", "12ABC34501DE36")
    assert shape("12ABC34501DE355") == (None, None)


def cnpj_of(base: str) -> str:
    """The check digits by the rule as the Receita Federal words it, written apart from the library."""
    for _ in range(2):
        total = sum((ord(c) - 48) * (2 + place % 8) for place, c in enumerate(reversed(base)))
        base += "0" if total % 11 < 2 else str(11 - total % 11)
    return base


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=12, max_size=12))
def test_every_alphanumeric_cnpj_with_right_digits_is_accepted(base: str) -> None:
    whole = cnpj_of(base)
    assert is_valid(whole) == (len(set(whole)) > 1)
    wrong = whole[:-1] + str((int(whole[-1]) + 1) % 10)
    assert not is_valid(wrong)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_what_is_read_stays_itself(text: str) -> None:
    try:
        read = parse(text)
    except TaxIdError:
        assert not is_valid(text)
    else:
        assert parse(read.canonical) == read
