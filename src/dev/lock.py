"""`dev lock`: resolve pyproject.toml anew into requirements.lock: every hash, no address, for every platform."""

import argparse
import shutil
import subprocess

from dev import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One package, or all."""
    parser.add_argument("--upgrade", action="store_true", help="take the newest releases, not only what is missing")


def run(options: argparse.Namespace) -> int:
    """Write the lock; `make install` installs it."""
    uv = shutil.which("uv") or str(ROOT / ".bootstrap/bin/uv")
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.12", "--generate-hashes"]
    command += ["--no-emit-index-url", "--no-annotate", "--no-header", "--extra", "embedded", "--group", "dev"]
    command += ["pyproject.toml", "-o", "requirements.lock", *(["--upgrade"] if options.upgrade else [])]
    return subprocess.run(command, cwd=ROOT).returncode
