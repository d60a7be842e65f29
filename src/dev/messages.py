"""`dev messages`: compile the translations; `--check` only says whether the compiled files are current.

The compiled files are committed: a fresh machine has no msgfmt.
"""

import argparse
import io

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dev import ROOT

CATALOGUES = ROOT / "src/meuplano/locale"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Write, or only check."""
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a compiled file is old")


def run(options: argparse.Namespace) -> int:
    """0 if every compiled catalogue is current (or was written) and every message has its translation."""
    status = 0
    for source in sorted(CATALOGUES.rglob("*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        target = source.with_suffix(".mo")
        missing = [str(message.id) for message in catalogue if message.id and (not message.string or message.fuzzy)]
        if missing:
            print(f"{source.relative_to(ROOT)}: no translation for {missing[:5]}{' …' if missing[5:] else ''}")
            status = 1
        if target.exists() and target.read_bytes() == compiled.getvalue():
            continue
        if options.check:
            print(f"{target.relative_to(ROOT)} is old: run `dev messages`")
            status = 1
        else:
            target.write_bytes(compiled.getvalue())
    return status
