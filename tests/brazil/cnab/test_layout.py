"""A field holds what fits, says by its name what does not, and covers its record without holes."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil.cnab.banks import PROFILES
from meuplano.brazil.cnab.febraban import SEGMENT_P
from meuplano.brazil.cnab.layout import CnabError, Field, Kind, Value, amended, const, exact, plain, read, write

VALUES = st.one_of(
    st.none(), st.text(max_size=60), st.integers(-(10**18), 10**18), st.dates(), st.times(), st.booleans()
)


@pytest.mark.parametrize(
    ("kind", "size", "value", "written"),
    [
        (Kind.NUMBER, 5, 42, "00042"),
        (Kind.NUMBER, 5, "00042", "00042"),
        (Kind.NUMBER, 2, "000", "00"),
        (Kind.NUMBER, 3, None, "000"),
        (Kind.CODE, 15, "12abc34501de35", "012ABC34501DE35"),
        (Kind.CENTS, 15, 123456, "000000000123456"),
        (Kind.DAY, 8, date(2026, 3, 10), "10032026"),
        (Kind.DAY, 8, date(999, 1, 2), "02010999"),
        (Kind.DAY, 8, None, "00000000"),
        (Kind.TIME, 6, time(9, 5, 7), "090507"),
        (Kind.TEXT, 6, "Açaí", "ACAI  "),
        (Kind.NAME, 10, "Conceição & Cia. – Pães", "CONCEICAO"),
        (Kind.NAME, 8, "a\tb\r\nc中", "A B C"),
        (Kind.NAME, 6, "Straße", "STRASS"),
        (Kind.EXACT, 8, "aB9-", "aB9-    "),
    ],
)
def test_a_kind_writes_what_a_bank_reads(kind: Kind, size: int, value: Value, written: str) -> None:
    assert Field("campo", 1, size, kind).write(value) == written.ljust(size)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.NUMBER, "123456"),
        (Kind.NUMBER, "1a"),
        (Kind.NUMBER, -1),
        (Kind.NUMBER, "１２"),
        (Kind.CODE, "12-3"),
        (Kind.CENTS, 123456),
        (Kind.CENTS, -1),
        (Kind.CENTS, 1.5),
        (Kind.CENTS, True),
        (Kind.DAY, "10032026"),
        (Kind.TIME, "090507"),
        (Kind.TEXT, "seis letras"),
        (Kind.TEXT, "a\nb"),
        (Kind.TEXT, "中"),
        (Kind.EXACT, "maçã"),
        (Kind.EXACT, "a\rb"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(kind: Kind, value: Value) -> None:
    with pytest.raises(CnabError, match=r"^seu_numero \(63–67\): "):
        Field("seu_numero", 63, 67, kind).write(value)


@given(st.sampled_from(Kind), st.integers(1, 40), VALUES)
def test_a_field_is_exactly_as_long_as_it_says_or_refused(kind: Kind, size: int, value: Value) -> None:
    try:
        written = Field("campo", 11, 10 + size, kind).write(value)
    except CnabError:
        return
    assert len(written) == size
    assert written.isascii()
    assert written.isprintable()


@given(st.text(max_size=40))
def test_a_name_is_never_refused(text: str) -> None:
    assert len(Field("nome", 1, 30, Kind.NAME).write(text)) == 30


def test_accents_and_typography_have_a_plain_spelling() -> None:
    assert plain("Ação nº 5ª – “Ipê” d’Oeste, Øre") == 'ACAO NO 5A - "IPE" D\'OESTE, ORE'


def test_a_layout_with_a_hole_an_overlap_or_a_short_end_is_refused() -> None:
    with pytest.raises(CnabError, match="b: começa em 3, esperado 2"):
        exact(const("a", 1, 1), const("b", 3, 240))
    with pytest.raises(CnabError, match="b: começa em 2, esperado 3"):
        exact(const("a", 1, 2), const("b", 2, 240))
    with pytest.raises(CnabError, match="termina em 239"):
        exact(const("a", 1, 239))
    with pytest.raises(CnabError, match="esperado"):
        amended(SEGMENT_P, const("meio", 40, 41))


def test_a_forgotten_value_is_refused_and_a_constant_cannot_be_changed() -> None:
    layout = exact(const("registro", 1, 1, Kind.NUMBER, "3"), Field("valor", 2, 10, Kind.CENTS), const("fim", 11, 240))
    with pytest.raises(CnabError, match=r"valor \(2–10\): falta o valor"):
        write(layout, {})
    assert write(layout, {"registro": "9", "valor": 7})[:10] == "3000000007"


def test_reading_is_by_position_without_outer_blanks_even_of_a_short_line() -> None:
    assert read((Field("a", 1, 3), Field("b", 5, 9)), " x   yz") == {"a": "x", "b": "yz"}


@pytest.mark.parametrize("key", PROFILES, ids=str)
def test_every_record_of_every_bank_covers_its_240_positions(key: tuple[str, int]) -> None:
    profile = PROFILES[key]
    layouts = [profile.file_header, profile.batch_header, profile.batch_trailer, profile.file_trailer]
    layouts += [profile.layout(segment) for segment in ("P", "Q", "R", *profile.optional)]
    assert all(exact(*layout) == layout for layout in layouts)
    assert profile.bank == key[0]
    assert profile.source
