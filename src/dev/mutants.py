"""`dev mutants`: plant money bugs, one by one, into a copy of the tree; the tests named for each must catch it.

The bugs are data (tests/mutants.toml): an exact text of a file and what stands there instead. The tree itself is never
touched. What came of it is written to docs/mutants.md.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dev import ROOT, Trouble, testing
from meuplano import database

TABLE = ROOT / "tests/mutants.toml"
PAGE = ROOT / "docs/mutants.md"
COPIED = ("src", "tests", "bench", "docs", "pyproject.toml", "README.md", "CONTRIBUTING.md", "Makefile")
PATIENCE = 600  # seconds for the tests of one mutant: a mutant may hang, which is no way of being caught
HEAD = """# Mutants

Money bugs, planted one by one into a copy of the tree by `make mutants`, which writes this page; the bugs themselves
are in `tests/mutants.toml`. Each must be caught by the tests named for it there; here is the first that failed.

| bug | file | caught by | seconds |
|---|---|---|---:|"""
PURE = ("tests/rules/", "tests/brazil/", "tests/test_clock.py")  # need no Django, and start in a second


@dataclass(frozen=True, slots=True)
class Mutant:
    """One bug: in `file` the text `old` stands exactly once and becomes `new`; `tests` are to notice."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def plant(self, root: Path) -> str:
        """Write the bug into the tree at `root`; returns the file's text as it was. Raises Trouble."""
        path = root / self.file
        text = path.read_text()
        if (found := text.count(self.old)) != 1:
            raise Trouble(
                f"{self.name}: its text stands {found} times in {self.file}; say in {TABLE.name} what it is now."
            )
        path.write_text(text.replace(self.old, self.new))
        return text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one: the test that failed ("" when none did), and how long that took."""

    name: str
    file: str
    caught_by: str
    seconds: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All of them, or only some."""
    parser.add_argument("words", nargs="*", metavar="WORD", help="only the mutants with this in their name or file")


def run(options: argparse.Namespace) -> int:
    """Plant them one by one; 1 if any survives. The page keeps what it says of those that were not planted now."""
    every = mutants()
    chosen = [m for m in every if not options.words or any(word in f"{m.name} {m.file}" for word in options.words)]
    if not chosen:
        raise Trouble("no mutant has such a name.")
    with tempfile.TemporaryDirectory(prefix="meuplano-mutants-") as folder:
        copy = copy_of_the_tree(Path(folder) / "tree")
        start_database(Path(folder) / "data")
        try:
            refuse_a_failing_tree(copy, chosen)
            outcomes = []
            for mutant in chosen:
                outcomes.append(outcome_of(mutant, copy))
                keep(every, outcomes)
        finally:
            database.stop()
    survived = [outcome.name for outcome in outcomes if not outcome.caught_by]
    print(f"{len(outcomes) - len(survived)} of {len(outcomes)} mutants caught.")
    print("".join(f"SURVIVED: {name}\n" for name in survived), end="")
    return 1 if survived else 0


def mutants() -> list[Mutant]:
    """The table of the bugs."""
    rows = tomllib.loads(TABLE.read_text())["mutant"]
    return [Mutant(row["name"], row["file"], row["old"], row["new"], tuple(row["tests"])) for row in rows]


def copy_of_the_tree(copy: Path) -> Path:
    """What the tests need of the tree, at `copy`."""
    copy.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(ROOT / name, copy / name)
    return copy


def start_database(folder: Path) -> None:
    """One PostgreSQL for all runs, thrown away after them."""
    os.environ["MEUPLANO_DATA"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    testing.start_server()
    os.environ["DATABASE_URL"] = database.url()


def refuse_a_failing_tree(copy: Path, chosen: Iterable[Mutant]) -> None:
    """Without any bug all these tests pass, or what they say of the bugs is worth nothing. Raises Trouble."""
    named = sorted({test for mutant in chosen for test in mutant.tests})
    for tests in ([test for test in named if is_pure(test)], [test for test in named if not is_pure(test)]):
        if tests:
            print(f"without a bug: {' '.join(tests)}", flush=True)
            status, output = pytest(copy, tests)
            if status:
                raise Trouble(f"these tests fail without any mutant:\n{output[-3000:]}")


def outcome_of(mutant: Mutant, copy: Path) -> Outcome:
    """Plant one, run its tests, and take it out again. Raises Trouble for one that does not even run."""
    began = time.monotonic()
    before = mutant.plant(copy)
    try:
        status, output = pytest(copy, mutant.tests)
    finally:
        (copy / mutant.file).write_text(before)
    # The database may refuse at the end what the test's own assertions let through.
    failed = re.search(r"^FAILED (\S+)", output, re.M) or (
        re.search(r"^ERROR (\S+)", output, re.M) if "ERROR at teardown" in output else None
    )
    if status not in (0, 1) or (status == 1 and failed is None):
        raise Trouble(f"{mutant.name}: its tests could not run:\n{output[-3000:]}")
    seconds = round(time.monotonic() - began, 1)
    outcome = Outcome(mutant.name, mutant.file, failed[1] if status and failed else "", seconds)
    print(f"{outcome.seconds:6.1f} s  {mutant.name}: {outcome.caught_by or 'SURVIVED'}", flush=True)
    return outcome


def pytest(copy: Path, tests: Sequence[str]) -> tuple[int, str]:
    """Run tests of the copy against the copy's own source, up to the first failure: the status, and what was said."""
    pure = ["-p", "no:django"] if all(is_pure(test) for test in tests) else []
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "--tb=line", "-p", "no:cacheprovider", *pure, *tests]
    path = os.pathsep.join((str(copy / "src"), str(copy)))
    environment = os.environ | {
        "PYTHONPATH": path,
        "PYTHONHASHSEED": "0",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(copy / ".h"),
    }
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired as slow:
        raise Trouble(f"no end after {PATIENCE} s: {' '.join(tests)}") from slow
    return done.returncode, done.stdout + done.stderr


def is_pure(test: str) -> bool:
    """Whether a test needs neither Django nor a database."""
    return test.startswith(PURE)


def keep(every: Iterable[Mutant], outcomes: Iterable[Outcome]) -> None:
    """Write the page with what is known now, so that a stop loses nothing."""
    known = {outcome.name: outcome for outcome in [*kept(), *outcomes]}
    PAGE.write_text(page([known[mutant.name] for mutant in every if mutant.name in known]))


def kept() -> list[Outcome]:
    """What docs/mutants.md says now."""
    rows = re.findall(r"^\| (.+?) \| `(.+?)` \| (?:`(.+?)`|\*\*survived\*\*) \| ([\d.]+) \|$", PAGE.read_text(), re.M)
    return [Outcome(name, file, caught, float(seconds)) for name, file, caught, seconds in rows]


def page(outcomes: Sequence[Outcome]) -> str:
    """docs/mutants.md."""
    caught = sum(bool(outcome.caught_by) for outcome in outcomes)
    seconds = sum(outcome.seconds for outcome in outcomes)
    rows = (
        f"| {o.name} | `{o.file}` | {f'`{o.caught_by}`' if o.caught_by else '**survived**'} | {o.seconds:.1f} |"
        for o in outcomes
    )
    return "\n".join([HEAD, *rows, "", f"{caught} of {len(outcomes)} caught, in {seconds:.0f} seconds.", ""])
