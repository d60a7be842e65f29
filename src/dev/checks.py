"""`dev test`: every check, named and timed; what continuous integration runs and nothing else."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from dev import ROOT, Trouble, chromium

BIN = Path(sys.executable).parent
DJANGO = "6.1"
TESTS, BROWSER = "tests", "browser tests"
ASIDE: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
Result = tuple[str, bool, float]  # a step's name, whether it passed, its seconds
DEBIANS_POSTGRES = Path("/usr/lib/postgresql")


def steps() -> list[tuple[str, list[str]]]:
    """All the checks in order: the name, and the command."""
    python = files("*.py")
    return [
        ("format", ["ruff", "format", "--check", "--quiet", "."]),
        ("lint", ["ruff", "check", "--quiet", "."]),
        ("Django idioms", ["django-upgrade", "--check", "--target-version", DJANGO, *python]),
        ("templates", ["djade", "--check", "--target-version", DJANGO, *files("*.html")]),
        ("types", ["mypy"]),
        ("import contract", ["lint-imports"]),
        (
            "migrations",
            ["python", "-W", "ignore::RuntimeWarning", "-m", "django", "makemigrations", "--check", "--dry-run"],
        ),
        ("translations", ["dev", "messages", "--check"]),
        *test_steps(),
    ]


def test_steps() -> list[tuple[str, list[str]]]:
    """The suite in two runs: Playwright's event loop and the ORM do not share a process. The first uses every core."""
    parallel = ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]  # 4: they share one PostgreSQL
    return [
        (TESTS, ["pytest", *parallel, "--ignore=tests/browser"]),
        (BROWSER, ["pytest", "--timeout=400", "tests/browser"]),
    ]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which steps, and on which PostgreSQL."""
    parser.add_argument("steps", nargs="*", metavar="STEP", help="only the steps whose name begins like this")
    parser.add_argument("--postgres", metavar="MAJOR", help="only the tests, on Debian's PostgreSQL of this version")


def run(options: argparse.Namespace) -> int:
    """Run the steps; 0 if all passed."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "meuplano.config.settings", "PYTHONUNBUFFERED": "1"}
    environment["PATH"] = f"{BIN}{os.pathsep}{environment.get('PATH', os.defpath)}"
    chosen = steps()
    if options.postgres:
        environment["MEUPLANO_POSTGRES_BIN"] = str(debians_postgres(options.postgres))
        environment.pop("DATABASE_URL", None)
        chosen = test_steps()
    if options.steps:
        chosen = [step for step in chosen if step[0].startswith(tuple(options.steps))]
        if not chosen:
            raise Trouble(f"no such step; there are: {', '.join(name for name, _ in steps())}.")
    if any(name == BROWSER for name, _ in chosen):
        environment["CHROMIUM"] = chromium.ensure()
    start = time.monotonic()
    results = take(chosen, environment)
    return report(results, time.monotonic() - start)


def take(chosen: list[tuple[str, list[str]]], environment: dict[str, str]) -> list[Result]:
    """The results in the steps' order. The browser's tests wait much: they are run beside the other steps."""
    beside = [step for step in chosen if step[0] == BROWSER]
    with ThreadPoolExecutor(1) as browser:
        later = [browser.submit(outcome, *step, environment, aside=True) for step in beside]
        taken = [outcome(*step, environment) for step in chosen if step not in beside]
    return [*taken, *(promise.result() for promise in later)]


def outcome(name: str, command: list[str], environment: dict[str, str], *, aside: bool = False) -> Result:
    """Run one step; its name, whether it passed, and its seconds. What runs `aside` is printed when it has ended."""
    if not aside:
        print(f"\n--- {name}", flush=True)
    start = time.monotonic()
    done = subprocess.run(command, env=environment, cwd=ROOT, **(ASIDE if aside else {}))
    seconds = time.monotonic() - start
    said = f"\n--- {name} (beside the others)\n{done.stdout}" if aside else ""
    print(f"{said}    {'ok' if done.returncode == 0 else 'FAILED'} in {seconds:.1f} s", flush=True)
    return name, done.returncode == 0, seconds


def report(results: list[Result], seconds: float) -> int:
    """Print the times, and the names of what failed; the exit status."""
    print()
    for name, passed, of_it in results:
        print(f"  {'ok    ' if passed else 'FAILED'} {of_it:6.1f} s  {name}")
    failed = [name for name, passed, _ in results if not passed]
    print(f"         {seconds:6.1f} s  in all")
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything passed.")
    print(f"steps: {len(results) - len(failed)} passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


def debians_postgres(version: str) -> Path:
    """The folder of Debian's PostgreSQL binaries, installed now if they are missing. Raises Trouble."""
    binaries = DEBIANS_POSTGRES / version / "bin"
    if not (binaries / "initdb").exists() and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", f"postgresql-{version}"], env=quiet, stdout=subprocess.DEVNULL
        )
    if not (binaries / "initdb").exists():
        raise Trouble(f"PostgreSQL {version} is not in {binaries}: install postgresql-{version}.")
    return binaries


def files(pattern: str) -> list[str]:
    found: Iterable[Path] = (path for folder in ("src", "tests", "bench") for path in (ROOT / folder).rglob(pattern))
    return sorted(str(path.relative_to(ROOT)) for path in found)
