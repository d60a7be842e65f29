"""docs/features.md is true: its rows are all there and in order, and so is every file and every test it names."""

import re
from dataclasses import dataclass

from dev import ROOT

PAGE = ROOT / "docs/features.md"
CODE, TESTS = ROOT / "src/meuplano", ROOT / "tests"


@dataclass(frozen=True, slots=True)
class Feature:
    """A row: its number, what it does, the files and the tests that it names."""

    number: str
    does: str
    code: list[str]
    tests: list[str]


def features() -> list[Feature]:
    """The rows of its tables."""
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines() if re.match(r"\| [FCB]\d\d ", line)]
    named = re.compile(r"`([^`]+)`")
    return [Feature(number, does, named.findall(code), named.findall(tests)) for number, _, does, code, tests in rows]


def test_every_feature_is_there_with_code_and_tests() -> None:
    found = features()
    assert [one.number for one in found] == [f"F{number:02}" for number in range(1, 25)] + [
        f"C{number:02}" for number in range(1, 7)
    ] + [f"B{number:02}" for number in range(1, 10)]
    assert [one.number for one in found if not (one.does and one.code and one.tests)] == []


def test_every_file_and_every_test_exists() -> None:
    missing = [path for one in features() for path in one.code if not (CODE / path).is_file()]
    for one in features():
        for test in one.tests:
            path, _, name = test.partition("::")
            file = TESTS / path
            if not file.is_file() or not re.search(rf"^def {re.escape(name)}\(", file.read_text(), re.MULTILINE):
                missing.append(test)
    assert missing == [], "docs/features.md names what is not there"
