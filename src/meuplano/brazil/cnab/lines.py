"""The lines of a bank file, however they are separated: always 240 characters of Latin-1, with their number."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from meuplano.brazil.cnab.layout import WIDTH

_BLOCK: Final = WIDTH * 256  # a file without any line end is cut into records, a block at a time


def lines(stream: BinaryIO, warn: Callable[[str], None]) -> Iterator[tuple[int, str]]:
    """(number, line) of each line that is not blank: padded or cut to 240 characters, numbered from 1 as editors do.

    Ends may be CRLF, LF, CR or none at all. A line longer than 240 characters is said to `warn` only if what is beyond
    is not blank. Memory stays below a block whatever the file is.
    """
    for number, raw in enumerate(_raw(stream), 1):
        text = raw.decode("ascii") if raw.isascii() else _decoded(number, raw, warn)
        if "\0" in text:
            warn(f"linha {number}: tem bytes nulos, lidos como brancos")
            text = text.replace("\0", " ")
        if len(text) > WIDTH:
            if text[WIDTH:].strip():
                warn(f"linha {number}: {len(text)} caracteres, os que passam de {WIDTH} foram ignorados")
            text = text[:WIDTH]
        if text and not text.isspace():
            yield number, text.ljust(WIDTH)


def _raw(stream: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.readline(_BLOCK):
        text = chunk.rstrip(b"\r\n\x1a")
        if len(text) < 2 * WIDTH and not rest and b"\r" not in text:
            yield text
            continue
        whole = chunk.endswith(b"\n") or len(chunk) < _BLOCK
        *parts, rest = (rest + chunk).rstrip(b"\n").split(b"\r")
        yield from parts
        if whole or not parts or len(rest) > _BLOCK:
            yield from _unglued(rest.rstrip(b"\x1a"))
            rest = b""
    if rest:
        yield rest.rstrip(b"\x1a")


def _unglued(text: bytes) -> Iterator[bytes]:
    """Records that follow each other without a line end: cut at 240 when what follows looks like a record."""
    if len(text) < 2 * WIDTH or text[WIDTH : WIDTH + 3] != text[:3]:
        yield text
        return
    for start in range(0, len(text), WIDTH):
        yield text[start : start + WIDTH]


def _decoded(number: int, raw: bytes, warn: Callable[[str], None]) -> str:
    try:
        # Two or more bytes a letter move every later field: a file that went through a UTF-8 editor is undone.
        text = raw.decode("utf-8-sig").encode("latin-1", "replace").decode("latin-1")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
    warn(f"linha {number}: está em UTF-8, não em Latin-1")
    return text
