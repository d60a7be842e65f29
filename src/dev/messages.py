"""`dev messages`: compile the translations; `--check` only says whether the compiled files are current.

The compiled files are committed: a fresh machine has no msgfmt.
"""

import argparse
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dev import ROOT

CATALOGUES = ROOT / "src/meuplano/locale"
TRANSLATION = CATALOGUES / "en/LC_MESSAGES/django.po"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Write, or only check."""
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a compiled file is old")


def run(options: argparse.Namespace) -> int:
    """0 if every compiled catalogue is current (or was written) and every message has its translation."""
    status = 0
    for target, catalogue in catalogues():
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        missing = [str(message.id) for message in catalogue if message.id and (not message.string or message.fuzzy)]
        if missing:
            print(f"{target.relative_to(ROOT)}: no translation for {missing[:5]}{' …' if missing[5:] else ''}")
            status = 1
        if target.exists() and target.read_bytes() == compiled.getvalue():
            continue
        if options.check:
            print(f"{target.relative_to(ROOT)} is old: run `dev messages`")
            status = 1
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(compiled.getvalue())
    return status


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """What to compile, and where to: the translation, and the Portuguese of the source as its own translation."""
    with TRANSLATION.open("rb") as file:
        translation = read_po(file)
    yield TRANSLATION.with_suffix(".mo"), translation
    yield CATALOGUES / "pt_BR/LC_MESSAGES/django.mo", _as_it_is(translation)


def _as_it_is(translation: Catalog) -> Catalog:
    """Every sentence of the source, said as it stands: a page finds it at once, and not after seven of Django's own.

    The plural is that of words without a translation: "0 licenças".
    """
    source = Catalog(locale="pt_BR", creation_date=translation.creation_date)
    source.mime_headers = [("Plural-Forms", "nplurals=2; plural=(n != 1);")]
    for message in translation:
        if message.id:
            source.add(message.id, string=message.id, context=message.context)
    return source
