"""`meuplano cnab read FILE`: a bank's return file as JSON lines, one a title and a summary at the end."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Final

from meuplano.brazil.cnab.layout import CnabError
from meuplano.brazil.cnab.returned import ReturnedTitle, ReturnFile

USAGE: Final = """usage: meuplano cnab read FILE

Reads a CNAB 240 return file (- for standard input): one JSON object a title, then {"summary": …}.
Amounts are centavos and dates ISO. A file that is no CNAB 240 gives {"error": …} and exit status 1.
"""

# The keys of one line, in the order of ReturnedTitle; the Pix of Y-03 has no key here.
KEYS: Final = (
    *("mov", "agencia", "conta", "nosso", "carteira", "seu", "venc", "valor", "banco", "agrec", "uso", "doc", "nome"),
    *("tarifa", "motivos", "juros", "desconto", "abatimento", "iof", "pago", "liquido", "despesas", "creditos"),
    *("data_oc", "data_cred", "line"),
)


def run(arguments: list[str]) -> int:
    """0 when the file was read, warnings or not; 1 with an error object when it was not; 2 for wrong arguments."""
    if arguments in (["-h"], ["--help"]):
        print(USAGE, end="")
        return 0
    match arguments:
        case ["read", name]:
            return _read(name)
        case _:
            print(USAGE, end="", file=sys.stderr)
            return 2


def _read(name: str) -> int:
    try:
        if name == "-":
            return _print_all(_objects(sys.stdin.buffer))
        with Path(name).open("rb") as stream:
            return _print_all(_objects(stream))
    except (CnabError, ValueError) as problem:
        return _print_all([{"error": str(problem)}]) or 1
    except BrokenPipeError:
        # The reader of our output has left (… | head): nobody is there to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as problem:
        return _print_all([{"error": f"{name}: {problem.strerror}"}]) or 1


def _objects(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    file = ReturnFile(stream)
    for title in file:
        yield as_object(title)
    yield {"summary": {"bank": file.bank, "nsa": file.nsa, "titles": file.titles, "warnings": file.warnings}}


def as_object(title: ReturnedTitle) -> dict[str, Any]:
    """One title with the command's keys."""
    return dict(zip(KEYS, title, strict=False))


def _print_all(objects: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> int:
    out = sys.stdout
    if isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8")
    for one in objects:
        out.write(json.dumps(one, default=date.isoformat, ensure_ascii=False) + "\n")
    out.flush()
    return 0
