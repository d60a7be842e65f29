"""`dev bench`: every figure of bench/, one after the other, as one JSON object; progress and a table on standard error.

A script that has goals says `goals` and `goals_met`; the object says when, on how loaded a machine, and whether all
goals were met.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dev import ROOT, Trouble


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which figures."""
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(available())}; all without")


def available() -> list[str]:
    """The scripts of bench/ that measure something."""
    scripts = sorted((ROOT / "bench").glob("*.py"))
    return [script.stem for script in scripts if "def main(" in script.read_text()]


def run(options: argparse.Namespace) -> int:
    """Print what each script measured; 1 if a script failed. A goal that is missed is a figure, not a failure."""
    if unknown := set(options.names) - set(available()):
        raise Trouble(f"no such figure: {', '.join(sorted(unknown))}; there are {', '.join(available())}.")
    load = [round(one, 1) for one in os.getloadavg()]
    figures = {name: measure(name) for name in options.names or available()}
    met = all(figure.get("goals_met", True) and "error" not in figure for figure in figures.values())
    said = {"on": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", "load_before": load, "figures": figures, "goals_met": met}
    print(json.dumps(said, indent=1, ensure_ascii=False))
    print("\n".join(table(figures)), file=sys.stderr)
    return 1 if any("error" in figure for figure in figures.values()) else 0


def table(figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A row for each goal: of which figure, what was measured, and whether all goals of the figure are met."""
    rows = [("figure", "what", "measured", "goal", "")]
    for name, figure in figures.items():
        met = "failed" if "error" in figure else {True: "met", False: "not met"}.get(figure.get("goals_met", ""), "")
        for goal, aim in (figure.get("goals") or {"": ""}).items():
            rows.append((figure.get("figure", name), goal, _words(figure.get(goal, "")), _words(aim), met))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {number}" for key, number in value.items()) or "none"
    return str(value)


def measure(name: str) -> dict[str, Any]:
    """Run one script in a process of its own, so that none warms another's caches."""
    print(f"{name} …", end=" ", file=sys.stderr, flush=True)
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    print(f"{time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    try:
        figure: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"error": f"exit status {done.returncode}, no JSON"}
    return figure | ({"error": f"exit status {done.returncode}"} if done.returncode else {})
