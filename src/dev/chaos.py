"""`dev chaos`: kill runs, workers, requests, the web server and PostgreSQL by the thousand (tests/lives/kills.py)."""

import argparse
import subprocess
import sys

from dev import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many."""
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> int:
    """The kills' own status: 1 if anything was lost or happened twice."""
    command = [sys.executable, "-m", "tests.lives.kills", "--kills", str(options.kills), "--seed", str(options.seed)]
    return subprocess.run(command, cwd=ROOT).returncode
