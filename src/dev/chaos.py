"""`dev chaos`: kill runs, workers, requests, the web server and PostgreSQL by the thousand (tests/lives/kills.py).

And the readers of a bank's return of ten thousand lines (tests/lives/long_return.py). Before them, races of 2 to 50
clients on one account (tests/lives/races.py).
"""

import argparse
import subprocess
import sys

from dev import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many of each."""
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--races", type=int, default=100)
    parser.add_argument("--lines", type=int, default=10_000, help="of the bank's return")
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> int:
    """The commands' own status: 1 if anything was lost or happened twice."""
    seed = ["--seed", str(options.seed)]
    commands = (
        ["tests.lives.races", "--races", str(options.races), *seed],
        ["tests.lives.kills", "--kills", str(options.kills), *seed],
        ["tests.lives.long_return", "--lines", str(options.lines), *seed],
    )
    return max(subprocess.run([sys.executable, "-m", *command], cwd=ROOT).returncode for command in commands)
