"""atheris against the reader of returns: `python -m tests.fuzz.bank_files -runs=20000 CORPUS`. Only declared errors."""

import sys
from io import BytesIO

import atheris

with atheris.instrument_imports(include=["meuplano.brazil.cnab"]):
    from meuplano.brazil.cnab.codes import movement, reasons
    from meuplano.brazil.cnab.febraban import SEGMENT_P
    from meuplano.brazil.cnab.layout import CnabError, Kind
    from meuplano.brazil.cnab.returned import MOST_WARNINGS, NotCnab240, ReturnFile


def one(data: bytes) -> None:
    """One input: the first byte chooses, the rest is a file or a value."""
    if data[:1] == b"\xff":
        _field(data[1:])
    else:
        _file(data)


def _file(data: bytes) -> None:
    try:
        file = ReturnFile(BytesIO(data))
    except NotCnab240:
        return
    count = 0
    for title in file:
        count += 1
        assert title.amount is None or title.amount >= 0
        assert movement(title.movement, file.bank)
        assert len(reasons(title.movement, title.reasons, file.bank)) <= 5
    assert count == file.titles
    assert len(file.warnings) <= MOST_WARNINGS + 1


def _field(data: bytes) -> None:
    field = SEGMENT_P[data[0] % len(SEGMENT_P)] if data else SEGMENT_P[0]
    text = data[1:].decode("utf-8", "replace")
    try:
        written = field.write(text)
    except CnabError:
        assert field.kind is not Kind.NAME
        return
    assert len(written) == field.size
    assert written.isascii()


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
