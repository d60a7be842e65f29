"""Lines in, JSON lines out: what the commands that start no Django share."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import IO, Any

LONGEST = 65_536  # bytes of a line; no boleto, code or document comes near it


class LineError(ValueError):
    """This line is not what the command reads."""


def answer_lines(answer: Callable[[str], dict[str, Any]], refusals: tuple[type[Exception], ...]) -> int:
    """Answer each line of standard input by one JSON object; the exit status, 1 when any line was refused.

    Blank lines are skipped. A refused line becomes `{"line": …, "error": …}`, and the next one is read. Lines are read,
    answered and forgotten, so the input may be of any size.
    """
    status = 0
    refused: tuple[type[Exception], ...] = (LineError, *refusals)
    try:
        for place, raw in _lines(sys.stdin.buffer):
            try:
                result = answer(_text(raw)) if raw is not None else _refuse(f"longer than {LONGEST} bytes")
            except refused as error:
                result = {"line": place, "error": str(error)}
                status = 1
            write(result)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader went away (`| head`): nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def write(value: Any) -> None:
    """One line of JSON. A lone surrogate, which UTF-8 cannot hold, is written as JSON's own escape."""
    line = json.dumps(value, ensure_ascii=False) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
    if sys.stdout.isatty():
        sys.stdout.buffer.flush()


def read_object(text: str) -> dict[str, Any]:
    """The JSON object of a line, its numbers as text so that no digit is lost. Raises LineError."""
    try:
        value = json.loads(text, parse_float=str, parse_int=str, parse_constant=_refuse)
    except RecursionError:
        raise LineError("nested too deeply") from None
    except ValueError as error:
        raise LineError(f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise LineError("not a JSON object")
    return value


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """The lines that hold something, numbered from 1; None for one that is too long, the rest of it skipped."""
    place = 0
    while raw := stream.readline(LONGEST + 1):
        place += 1
        if len(raw) > LONGEST:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LONGEST + 1)
            yield place, None
            continue
        raw = raw.removeprefix(b"\xef\xbb\xbf") if place == 1 else raw
        if raw.strip():
            yield place, raw


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise LineError("not UTF-8 text") from None


def _refuse(what: str) -> Any:
    raise LineError(what)
