"""`meuplano document`: check CPF and CNPJ, JSON lines out."""

import argparse
from typing import Any

from meuplano.brazil import tax_ids
from meuplano.cli.json_lines import answer_lines

_CHECK = """\
Reads one CPF or CNPJ a line, masked or not. Writes value, kind ("cpf", "cnpj", or null for what looks like neither),
canonical (without mask, upper-case), valid. A wrong number is an answer, not an error."""


def run(arguments: list[str]) -> int:
    """Run `meuplano document check`; the exit status is 1 when a line was not text at all."""
    parser = argparse.ArgumentParser(prog="meuplano document", description="Check CPF and CNPJ.")
    commands = parser.add_subparsers(required=True, metavar="check")
    commands.add_parser(
        "check",
        help="kind, canonical form and validity of each line",
        description=_CHECK,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)
    return answer_lines(_check, ())


def _check(value: str) -> dict[str, Any]:
    kind, canonical = tax_ids.shape(value)
    return {"value": value, "kind": kind, "canonical": canonical, "valid": tax_ids.is_valid(value)}
