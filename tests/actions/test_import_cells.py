"""Cells, whatever somebody typed into them: a value or a reason, never a crash."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meuplano.actions.import_accounts import cells
from meuplano.actions.import_accounts.csv_lines import Row, Table, plain
from meuplano.actions.import_accounts.faults import Bad, Unreadable
from meuplano.rules.money import Money

READERS = [
    *(cells.text, cells.required, cells.code, cells.email, cells.emails, cells.tax_id, cells.postal_code, cells.state),
    *(cells.day, cells.day_or_none, cells.amount, cells.quantity, cells.yes_or_no),
]
TYPED = st.text() | st.from_regex(r"[-R$ ]{0,3}[0-9.,/ ]{1,30}") | st.from_regex(r"[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]+")


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@settings(deadline=None)
@given(cell=TYPED)
def test_any_cell_is_read_or_refused_in_words(read: Callable[[str], object], cell: str) -> None:
    reason = "taken"
    try:
        read(cell)
    except Bad as bad:
        reason = str(bad)
    assert reason
    assert reason.isprintable()


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)))
def test_days_in_both_ways(day: date) -> None:
    assert (
        cells.day(f"{day:%d/%m/%Y}") == cells.day(day.isoformat()) == cells.day(f" {day.day}/{day.month}/{day.year} ")
    )


@given(st.integers(0, 100_000_000_000))
def test_amounts_in_both_ways(centavos: int) -> None:
    reais, cents = divmod(centavos, 100)
    grouped = f"{reais:,}".replace(",", ".")
    for written in (f"{grouped},{cents:02}", f"{reais},{cents:02}", f"{reais}.{cents:02}", f"R$ {grouped},{cents:02}"):
        assert cells.amount(written) == Money(centavos)


@pytest.mark.parametrize("cell", ["10", "10,00", "10.0", " 10 "])
def test_whole_numbers(cell: str) -> None:
    assert cells.quantity(cell) == 10


def test_small_things() -> None:
    assert cells.quantity("1.000") == 1000
    assert cells.quantity("") == 0
    assert cells.emails("A@x.example; b@x.example,a@x.example") == ["a@x.example", "b@x.example"]
    assert cells.text("  dois\t espaços\u200b ") == "dois espaços"
    assert cells.tax_id(" cp.643.dyu/0001-03 ") == "CP643DYU000103"
    assert [cells.yes_or_no(word) for word in ("Sim", "VERDADEIRO", "1", "Não", "FALSO", "n")] == [True] * 3 + [
        False
    ] * 3
    assert plain(" Razão Social ") == plain("RAZAO_SOCIAL") == "razao_social"


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"conta;nome\n", b"conta,nome\r\n", b'"conta";"nome"\n', b""]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, header: bytes) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "qualquer.csv"
    path.write_bytes(header + content)
    rows: list[Row] = []
    with suppress(Unreadable):
        rows = list(Table(path, ["conta", "nome"]))
    assert all(row.fault or set(row.cells) == {"conta", "nome"} for row in rows)
    assert [row.line for row in rows] == sorted({row.line for row in rows})
