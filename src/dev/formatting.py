"""`dev format`: put Python and templates into the one form that `dev test` asks for."""

import argparse
import subprocess

from dev import ROOT, checks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(_: argparse.Namespace) -> int:
    """Change the files in place."""
    formatters = [
        ["ruff", "check", "--fix-only", "--quiet", "."],
        ["ruff", "format", "--quiet", "."],
        ["djade", "--target-version", checks.DJANGO, *checks.files("*.html")],
        ["django-upgrade", "--target-version", checks.DJANGO, *checks.files("*.py")],
    ]
    for program, *arguments in formatters:
        subprocess.run([checks.BIN / program, *arguments], cwd=ROOT)
    return 0
