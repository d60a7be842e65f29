"""Reading docs/tour.md: what a newcomer does, step by step, under the features that it touches."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dev import ROOT

PAGE = ROOT / "docs/tour.md"
STEPS = {
    "sign in": re.compile(r"sign in as `([^`]+)`"),
    "open": re.compile(r"open `([^`]+)`"),
    "see": re.compile(r"see `([^`]+)`"),
    "not see": re.compile(r"not see `([^`]+)`"),
    "click": re.compile(r"click `([^`]+)`"),
    "type": re.compile(r"type `([^`]+)` into `([^`]+)`"),
    "choose": re.compile(r"choose `([^`]+)` for `([^`]+)`"),
    "pay": re.compile(r"pay at the bank"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with what and where; `line` is that of the page."""

    line: int
    heading: str
    does: str
    words: tuple[str, ...]


def steps() -> Iterator[Step]:
    """Every step of the page, in its order; a line that says nothing known raises."""
    heading = ""
    for number, line in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("- "):
            yield step(number, heading, line[2:])


def step(number: int, heading: str, text: str) -> Step:
    """The step that a line says."""
    for does, pattern in STEPS.items():
        if found := pattern.fullmatch(text):
            return Step(number, heading, does, found.groups())
    raise ValueError(f"docs/tour.md, line {number}: no such step: {text}")


def features() -> set[str]:
    """The features that the headings name."""
    return {found for one in steps() for found in re.findall(r"F\d\d", one.heading)}
