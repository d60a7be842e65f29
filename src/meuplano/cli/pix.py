"""`meuplano pix`: encode and decode BR Codes, JSON lines out."""

import argparse
from typing import Any

from meuplano.brazil import pix
from meuplano.brazil.pix import BrCode, PixError
from meuplano.cli.json_lines import answer_lines, read_object

_DECODE = """\
Reads one BR Code ("copia e cola") a line. Writes kind (static, dynamic, recurring, composite, multi-arrangement), key,
url, amount, merchant_name, merchant_city, txid, description, recurrence_url, point_of_initiation; or line and error."""
_ENCODE = """\
Reads one JSON object a line with the keys that decode writes: key (static), url (dynamic) or recurrence_url, with
merchant_name (25), merchant_city (15), and amount ("1234.50", left out when open), txid, description if wanted.
Writes brcode; or line and error."""


def run(arguments: list[str]) -> int:
    """Run `meuplano pix …`; the exit status is 1 when a line was refused."""
    parser = argparse.ArgumentParser(prog="meuplano pix", description="Encode and decode BR Codes of Pix.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="encode|decode")
    for name, line, text in (("encode", "fields to code", _ENCODE), ("decode", "code to fields", _DECODE)):
        commands.add_parser(name, help=line, description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    options = parser.parse_args(arguments)
    return answer_lines(_decode if options.command == "decode" else _encode, (PixError,))


def _decode(line: str) -> dict[str, Any]:
    code = pix.decode(line)
    return {
        "kind": code.kind,
        "key": code.key,
        "url": code.url,
        "amount": None if code.amount is None else pix.reais(code.amount),
        "merchant_name": code.merchant_name,
        "merchant_city": code.merchant_city,
        "txid": code.txid,
        "description": code.description,
        "recurrence_url": code.recurrence_url,
        "point_of_initiation": code.point_of_initiation,
    }


def _encode(line: str) -> dict[str, Any]:
    told = read_object(line)
    kind, amount = _text(told, "kind"), _text(told, "amount")
    code = BrCode(
        merchant_name=_text(told, "merchant_name") or "",
        merchant_city=_text(told, "merchant_city") or "",
        key=_text(told, "key"),
        url=_text(told, "url"),
        amount=None if amount is None else pix.centavos(amount),
        txid=_text(told, "txid"),
        description=_text(told, "description"),
        recurrence_url=_text(told, "recurrence_url"),
        point_of_initiation=_text(told, "point_of_initiation"),
        other_arrangements=kind == "multi-arrangement",
    )
    if kind is not None and kind != code.kind:
        raise PixError(f"kind is {kind!r}, but these fields make a {code.kind} code")
    return {"brcode": pix.encode(code)}


def _text(told: dict[str, Any], name: str) -> str | None:
    value = told.get(name)
    if value is not None and not isinstance(value, str):
        raise PixError(f"{name} must be text")
    return value
