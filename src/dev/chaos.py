"""`dev chaos`: kill runs, workers, requests, the web server and PostgreSQL by the thousand (tests/lives/kills.py).

Before that, races of 2 to 50 clients on one account (tests/lives/races.py).
"""

import argparse
import subprocess
import sys

from dev import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many of each."""
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--races", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> int:
    """1 if anything was lost or happened twice."""
    status = 0
    for module, count in (("races", options.races), ("kills", options.kills)):
        command = [
            sys.executable,
            "-m",
            f"tests.lives.{module}",
            f"--{module}",
            str(count),
            "--seed",
            str(options.seed),
        ]
        status = max(status, subprocess.run(command, cwd=ROOT).returncode)
    return status
