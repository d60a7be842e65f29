"""The manual is run: each table of docs/rules is bound by its heading to a function that must find its figures."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules import manual_late, manual_orders, manual_prices

PAGES = Path(__file__).parents[2] / "docs" / "rules"
BINDINGS = manual_prices.BINDINGS | manual_orders.BINDINGS | manual_late.BINDINGS
INDEX = "README.md"
HEADING, ROW, RULE = re.compile(r"#+ (.*)"), re.compile(r"\|(.*)\|$"), re.compile(r"[|\s-]+$")


class Row(dict[str, str]):
    """A row of a table that remembers which of its columns were asked for."""

    def __init__(self, columns: list[str], cells: list[str]) -> None:
        super().__init__(zip(columns, cells, strict=True))
        self.asked: set[str] = set()

    def __getitem__(self, column: str) -> str:
        self.asked.add(column)
        return super().__getitem__(column)


def rows() -> Iterator[tuple[str, str, Row]]:
    """(page, heading, row) of every table of the manual."""
    for page in sorted(PAGES.glob("*.md")):
        heading, columns = "", None
        for line in page.read_text().splitlines():
            if found := HEADING.match(line):
                heading = found[1]
            if not (cells := ROW.match(line)):
                columns = None
            elif columns is None:
                columns = [cell.strip() for cell in cells[1].split("|")]
            elif not RULE.match(line):
                yield page.name, heading, Row(columns, [cell.strip() for cell in cells[1].split("|")])


WORKED = [(page, heading, row) for page, heading, row in rows() if page != INDEX]


@pytest.mark.parametrize(
    ("page", "heading", "row"), WORKED, ids=[f"{page}-{heading}-{n}" for n, (page, heading, _) in enumerate(WORKED)]
)
def test_the_manual_is_right(page: str, heading: str, row: Row) -> None:
    found = BINDINGS[page, heading](row)
    assert found == {column: row[column] for column in found}
    assert row.asked == set(row), "every column is either given or found"


def test_every_table_is_run_and_every_function_has_its_table() -> None:
    assert {(page, heading) for page, heading, _ in WORKED} == set(BINDINGS)


def test_the_index_names_every_page() -> None:
    named = set(re.findall(r"\]\(([a-z-]+\.md)\)", (PAGES / INDEX).read_text()))
    assert named == {page.name for page in PAGES.glob("*.md")} - {INDEX}
