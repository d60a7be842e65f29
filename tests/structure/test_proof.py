"""docs/proof.md is true: every number has its row, and each test named there exists and names the number itself."""

import ast
import re
from functools import cache

import pytest

from dev import ROOT

PAGE = ROOT / "docs/proof.md"
TESTS = ROOT / "tests"
# Decisions that are not about money, or not in the product yet (the page says which).
WITHOUT_MONEY = {46, 54, 56, 57, 58, 61, 63}
NUMBERS = (
    {f"O-{n:02}" for n in range(1, 17)}
    | {f"D{n:02}" for n in range(1, 64) if n not in WITHOUT_MONEY}
    | {f"R-{n:02}" for n in range(1, 26)}
)
ROWS = {
    number: cells.split(" | ") for number, cells in re.findall(r"^\| ([ODR]-?\d\d) \| (.+) \|$", PAGE.read_text(), re.M)
}


@cache
def words_of(path: str) -> dict[str, str]:
    """Each test of a file with all that is written in it, the words of its module before it."""
    source = (TESTS / path).read_text()
    tree = ast.parse(source)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return {node.name: ast.get_source_segment(source, node) or "" for node in found}


def named(number: str, text: str) -> bool:
    """O-01, O01 or o01; D01; R-01, R01 or r01."""
    letter, digits = number[0], number[-2:]
    return re.search(rf"(?<![A-Za-z0-9]){letter}-?{digits}(?!\d)", text.replace("_", " "), re.I) is not None


def test_every_number_has_its_row() -> None:
    assert set(ROWS) == NUMBERS


@pytest.mark.parametrize("number", sorted(ROWS))
def test_each_test_of_a_row_exists_and_names_the_number(number: str) -> None:
    for cell in ROWS[number]:
        for test in cell.split(", "):
            path, _, name = test.partition("::")
            assert name in words_of(path), f"{test} is not there any more"
            assert named(number, words_of(path)[name]), f"{test} does not say that it shows {number}"


def test_every_golden_scenario_is_reckoned_and_lived() -> None:
    for number, cells in ROWS.items():
        if number.startswith("O"):
            reckoned, lived = cells
            assert all(test.startswith("rules/") for test in reckoned.split(", ")), number
            for test in lived.split(", "):
                path, _, name = test.partition("::")
                assert test.startswith("stories/"), number
                assert "story: Story" in words_of(path)[name], f"{test} lives nothing"
