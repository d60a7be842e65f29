"""atheris against the codes: `python -m tests.fuzz.codes -runs=20000 CORPUS`. Only declared errors may come out."""

import json
import sys
from datetime import date

import atheris

with atheris.instrument_imports(include=["meuplano.brazil"]):
    from meuplano.brazil import boleto, boleto_record, pix, tax_ids
    from meuplano.brazil.banks import BoletoError
    from meuplano.brazil.pix import PixError

TODAY = date(2026, 11, 24)


def one(data: bytes) -> None:
    """One input: the first byte chooses the reader, the rest is text for it."""
    text = data[1:].decode("utf-8", "replace")
    match data[0] % 4 if data else 0:
        case 0:
            _boleto(text)
        case 1:
            _pix(text)
        case 2:
            assert tax_ids.is_valid(text) in (True, False)
        case 3:
            _record(text)


def _boleto(text: str) -> None:
    try:
        read = boleto.decode(text, TODAY)
    except BoletoError:
        return
    assert boleto.decode(read.linha_digitavel, TODAY) == read
    assert boleto.decode(boleto.format_linha(read.linha_digitavel), TODAY) == read


def _pix(text: str) -> None:
    # A random CRC is never right: seal the text, so that the fuzzer gets past it.
    for candidate in (text, f"{text}6304{pix.crc(text + '6304')}"):
        try:
            code = pix.decode(candidate)
            built = pix.encode(code)
        except PixError:
            continue
        assert pix.decode(built).key == code.key


def _record(text: str) -> None:
    try:
        record = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return
    if not isinstance(record, dict):
        return
    try:
        title, _ = boleto_record.read(record)
        codes = boleto.encode(title)
    except BoletoError:
        return
    assert boleto.decode(codes.linha_digitavel, title.due_on).barcode == codes.barcode


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
