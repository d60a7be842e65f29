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

WHENS = {
    "O-01": 1, "O-02": 3, "O-03": 2, "O-04": 2, "O-05": 1, "O-06": 2, "O-07": 2, "O-08": 3, "O-09": 4, "O-10": 3,
    "O-11": 2, "O-12": 6, "O-13": 4, "O-14": 4, "O-15": 3, "O-16": 3,
}  # fmt: skip
FIGURES = {
    when: (figures, tests.split(", "))
    for when, figures, tests in re.findall(r"^\| (O-\d\d\.\d) \| (.+) \| (.+) \|$", PAGE.read_text(), re.M)
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


def test_every_when_of_a_golden_scenario_has_its_row() -> None:
    assert set(FIGURES) == {f"{number}.{n}" for number, most in WHENS.items() for n in range(1, most + 1)}


@pytest.mark.parametrize("when", sorted(FIGURES))
def test_each_figure_of_a_when_stands_in_a_test_of_its_row(when: str) -> None:
    figures, tests = FIGURES[when]
    assert any(test.startswith("stories/") for test in tests), f"{when} is not lived"
    written = "\n".join(with_helpers(*test.split("::")) for test in tests)
    for amount in re.findall(r"\d[\d.]*,\d\d", figures):
        centavos = re.sub(r"\D", "", amount).lstrip("0")
        assert re.search(rf"(?<![\d.]){centavos}(?!\d)|(?<![\d.]){re.escape(amount)}(?!\d)", written), (
            f"{amount} of {when} is not in {tests}"
        )
    for day, month, year in re.findall(r"(\d\d)/(\d\d)(?:/(\d{4}))?", figures):
        iso = rf"{year or 2027}-{month}-{day}|date\({year or 2027}, {int(month)}, {int(day)}\)|{day}/{month}"
        assert re.search(rf"{iso}|(?<!\d){month}-{day}(?!\d)", written), f"{day}/{month} of {when} is not in {tests}"


def with_helpers(path: str, name: str) -> str:
    """A test, and the functions and constants of its module that it names."""
    source = (TESTS / path).read_text()
    known: dict[str, str] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            known[node.name] = ast.get_source_segment(source, node) or ""
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            known[node.targets[0].id] = ast.get_source_segment(source, node) or ""
    text = known[name]
    named = {word for word in re.findall(r"\w+", text) if word in known and not word.startswith("test_")}
    return "\n".join([text, *(known[word] for word in sorted(named))])
