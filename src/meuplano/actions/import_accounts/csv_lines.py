"""Reading a CSV as a spreadsheet or a database wrote it: either separator, either encoding, columns in any order."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from meuplano.actions.import_accounts.faults import Fault, Unreadable

LONGEST = 1_000_000  # bytes of one line
BOM = b"\xef\xbb\xbf"
SEPARATORS = ";,"
NOT_CSV = {
    b"\xff\xfe": "o arquivo está em UTF-16: salve-o como CSV UTF-8",
    b"\xfe\xff": "o arquivo está em UTF-16: salve-o como CSV UTF-8",
    b"PK\x03\x04": "o arquivo é uma planilha: salve-o como CSV",
    b"%PDF": "o arquivo é um PDF, e não um CSV",
}
OURS = frozenset({"linha", "coluna", "motivo"})  # what we add to the lines that were refused


@lru_cache(4096)
def plain(name: str) -> str:
    """A header or a word without case, accents and signs: "Razão social" and razao_social are one."""
    decomposed = unicodedata.normalize("NFKD", name.strip().lower())
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")


@dataclass(frozen=True, slots=True)
class Row:
    """One line by column, with its text as it stands; `fault` when it could not be parted into columns.

    `line` is where it starts in the file: a quoted cell may hold line breaks.
    """

    line: int
    cells: dict[str, str]
    text: str
    fault: Fault | None = None

    @property
    def conta(self) -> str:
        """The account's code as far as it can be told, for a fault to name it."""
        return "".join(filter(str.isprintable, self.cells.get("conta", ""))).strip()[:40]


class Table:
    """The rows of a CSV file. Opening reads the header; iterating gives one Row a line. Both raise Unreadable."""

    def __init__(self, path: Path, wanted: Sequence[str]) -> None:
        """`wanted` must all be there, in any order; other columns are named in `unused`."""
        self.file = path.name
        self._stream = _open(path)
        self._text: list[str] = []  # the lines of the row that is being read
        self._lines = self._watched(_text_lines(self._stream, self.file))
        try:
            self._read_header(wanted)
        except BaseException:
            self._stream.close()
            raise

    def _read_header(self, wanted: Sequence[str]) -> None:
        first, self._before = next(self._lines, ""), 1
        if first.lower().startswith("sep="):  # a note to Excel, not the header
            first, self._before = next(self._lines, ""), 2
        if not first.strip():
            raise Unreadable([Fault("", self.file, self._before if first else 0, "", _nothing_here(first))])
        self.header = first.rstrip("\r\n")
        self.separator = max(SEPARATORS, key=_without_quoted(first).count)
        try:
            header = next(csv.reader([first], delimiter=self.separator, strict=True))
        except csv.Error:
            raise Unreadable([Fault("", self.file, 1, "", "o cabeçalho tem aspas que não fecham")]) from None
        self.names = [plain(name) for name in header]
        faults = [Fault("", self.file, 1, name, f"falta a coluna {name}") for name in wanted if name not in self.names]
        known = [name for name in self.names if name in wanted]
        twice = sorted({name for name in known if known.count(name) > 1})
        faults += [Fault("", self.file, 1, name, f"a coluna {name} aparece duas vezes") for name in twice]
        if faults:
            raise Unreadable(faults)
        self.unused = [
            "".join(filter(str.isprintable, name)).strip()
            for name, key in zip(header, self.names, strict=True)
            if key and key not in known and key not in OURS
        ]

    def close(self) -> None:
        """Leave the file, read to its end or not."""
        self._stream.close()

    def _watched(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self._text.append(line)
            yield line

    def __iter__(self) -> Iterator[Row]:
        reader = csv.reader(self._lines, delimiter=self.separator, strict=True)
        with self._stream:
            while True:
                start = reader.line_num + self._before + 1  # the header was read apart
                self._text.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield self._broken(start, reader.line_num + self._before, error)
                    continue
                if any(map(str.strip, cells)):
                    yield self._row(start, cells)

    def _broken(self, start: int, end: int, error: csv.Error) -> Row:
        if end > start:  # everything up to there is inside the quotes: what follows cannot be trusted
            reason = f"as aspas abertas nesta linha não fecham (lido até a linha {end})"
            raise Unreadable([Fault("", self.file, start, "", reason)])
        reason = "quebra de linha fora de aspas" if "new-line" in str(error) else "aspas que não fecham"
        cells = dict(zip(self.names, self._raw().split(self.separator), strict=False))
        return self._refused(Row(start, cells, self._raw()), "", f"{reason}: a linha não pode ser lida")

    def _row(self, line: int, cells: list[str]) -> Row:
        expected = len(self.names)
        while len(cells) > expected and not cells[-1].strip():
            cells.pop()
        row = Row(line, dict(zip(self.names, cells, strict=False)), self._raw())
        if len(cells) == expected:
            return row
        column = self.names[min(len(cells), expected - 1)]
        reason = f"a linha tem {len(cells)} campos e o cabeçalho tem {expected}"
        if len(cells) > expected:
            reason += f" (um '{self.separator}' dentro de um campo precisa de aspas)"
        return self._refused(row, column, reason)

    def _refused(self, row: Row, column: str, reason: str) -> Row:
        return replace(row, fault=Fault(row.conta, self.file, row.line, column, reason))

    def _raw(self) -> str:
        return "".join(self._text).rstrip("\r\n")


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        reason = "o arquivo não existe"
    except IsADirectoryError:
        reason = "é uma pasta, e não um arquivo"
    except (OSError, ValueError) as error:
        reason = f"o arquivo não pode ser lido ({getattr(error, 'strerror', None) or error})"
    raise Unreadable([Fault("", path.name, 0, "", reason)])


def _text_lines(stream: BinaryIO, file: str) -> Iterator[str]:
    """Each line as text: UTF-8 where it is UTF-8, else Windows-1252, which is what Excel writes in Brazil."""
    number = 0
    try:
        while raw := stream.readline(LONGEST + 1):
            number += 1
            if len(raw) > LONGEST:
                raise Unreadable([Fault("", file, number, "", f"a linha tem mais de {LONGEST} bytes")])
            if number == 1:
                for beginning, reason in NOT_CSV.items():
                    if raw.startswith(beginning):
                        raise Unreadable([Fault("", file, 0, "", reason)])
                raw = raw.removeprefix(BOM)
            try:
                yield raw.decode("utf-8")
            except UnicodeDecodeError:
                yield raw.decode("cp1252", "replace")
    except OSError as error:
        reason = f"a leitura falhou ({error.strerror})"
        raise Unreadable([Fault("", file, number + 1, "", reason)]) from error


def _nothing_here(first: str) -> str:
    return "a primeira linha deve ser o cabeçalho, e está em branco" if first else "o arquivo está vazio"


def _without_quoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)
