"""Find a Chromium for the browser tests, or install one; never do without."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from dev import Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def flags() -> list[str]:
    """How the tests start it; without its sandbox only where Chromium itself demands that, as root."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def find() -> str | None:
    """The path of a Chromium: $CHROMIUM, one on PATH, or the one that Playwright downloaded; None if there is none."""
    if given := os.environ.get("CHROMIUM"):
        if not Path(given).is_file():
            raise Trouble(f"CHROMIUM is {given}, which does not exist.")
        return given
    if found := next(filter(None, map(shutil.which, NAMES)), None):
        return found
    return _playwrights_own()


def ensure() -> str:
    """The path of a Chromium, installed now if there was none. Raises Trouble with what a person can do."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("No Chromium here: installing Debian's", flush=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        # Playwright's driver needs libatomic1, which a minimal Debian lacks.
        packages = ["chromium", "libatomic1"]
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            env=quiet,
            stdout=subprocess.DEVNULL,
        )
    else:
        print("No Chromium here: asking Playwright for one", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    if found := find():
        return found
    raise Trouble("No Chromium could be installed: install one and say CHROMIUM=/path/to/chromium make test.")


def _playwrights_own() -> str | None:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    return next((str(path) for path in sorted(home.glob("chromium-*/chrome-linux*/chrome"), reverse=True)), None)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(_: argparse.Namespace) -> int:
    """Print the path of the Chromium that the tests use."""
    print(ensure())
    return 0
