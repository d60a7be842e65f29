"""Fixed-width records as data: a field has the manual's own positions, and a layout reads and writes one line.

Positions are 1-based with both ends included, as every bank's manual prints them, so a layout can be laid beside it.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum, auto
from typing import Final

WIDTH: Final = 240

# Typography that has a plain spelling but no Unicode decomposition to it.
_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "ø": "o", "Ø": "O", "đ": "d", "æ": "ae"}
)


class CnabError(ValueError):
    """What this package refuses, in words a person can act on."""


class Kind(Enum):
    """How a field is written; FEBRABAN's "Num" and "Alfa" say too little to refuse what does not fit."""

    NUMBER = auto()  # digits, zeros on the left; an int or a text of digits
    CODE = auto()  # digits and capital letters, zeros on the left: a CNPJ may have letters since 2026
    CENTS = auto()  # centavos, zeros on the left, two decimals implied
    DAY = auto()  # ddmmaaaa, zeros for none
    TIME = auto()  # hhmmss
    TEXT = auto()  # capitals without accents, blanks on the right; refused when too long, because it identifies
    NAME = auto()  # as TEXT, but cut when too long: a shorter name or street still means the same
    EXACT = auto()  # ASCII as it is, blanks on the right: Pix keys and txids are told apart by case


Value = str | int | date | time | None


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the manual, first and last position, how it is written, and what it holds if not told.

    Without a default the field must be given: a forgotten value is refused instead of being sent as zeros.
    """

    name: str
    start: int
    end: int
    kind: Kind = Kind.TEXT
    default: Value | type[Exception] = CnabError
    fixed: bool = False  # the default whatever the values say

    @property
    def size(self) -> int:
        return self.end - self.start + 1

    def write(self, value: Value) -> str:
        """The field's characters, exactly `size` of them; raises CnabError, naming the field, for what does not fit."""
        try:
            text = _WRITERS[self.kind](value, self.size)
        except (ValueError, TypeError, AttributeError) as problem:
            raise CnabError(f"{self.name} ({self.start}–{self.end}): {problem}") from None
        if len(text) != self.size:
            raise CnabError(f"{self.name} ({self.start}–{self.end}): {value!r} não cabe em {self.size} posições")
        return text


Layout = tuple[Field, ...]


def const(name: str, start: int, end: int, kind: Kind = Kind.TEXT, value: Value = "") -> Field:
    """A field that always holds the same, blanks unless told otherwise."""
    return Field(name, start, end, kind, value, fixed=True)


def exact(*fields: Field) -> Layout:
    """A layout that covers 1–240 without a hole or an overlap; anything else is a mistake in the table."""
    position = 1
    for field in fields:
        if field.start != position or field.end < field.start:
            raise CnabError(f"{field.name}: começa em {field.start}, esperado {position}")
        position = field.end + 1
    if position != WIDTH + 1:
        raise CnabError(f"o layout termina em {position - 1}, não em {WIDTH}")
    return tuple(fields)


def amended(layout: Layout, *changes: Field) -> Layout:
    """The layout with `changes` in place of every field they touch: a bank's differences from the standard."""
    kept = [f for f in layout if not any(f.start <= c.end and c.start <= f.end for c in changes)]
    return exact(*sorted([*kept, *changes], key=lambda f: f.start))


def write(layout: Layout, values: Mapping[str, Value]) -> str:
    """One line of 240 characters. Keys of `values` the layout does not have are left alone."""
    return "".join(field.write(_given(field, values)) for field in layout)


def read(layout: Iterable[Field], line: str) -> dict[str, str]:
    """The fields' texts without outer blanks; a short line is read as if blanks followed."""
    return {field.name: line[field.start - 1 : field.end].strip() for field in layout}


def plain(text: str) -> str:
    """Capitals of ASCII: accents taken off, typography made plain; what has no plain spelling stays as it is."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).upper()


def _given(field: Field, values: Mapping[str, Value]) -> Value:
    if field.name in values and not field.fixed:
        return values[field.name]
    if isinstance(field.default, type):
        raise CnabError(f"{field.name} ({field.start}–{field.end}): falta o valor")
    return field.default


def _number(value: Value, size: int) -> str:
    text = "" if value is None else str(value)
    if text and not (text.isascii() and text.isdigit()):
        raise CnabError(f"{value!r} não é um número")
    # Leading zeros say nothing in a number: "000" fits a field of two.
    return (text.lstrip("0") if len(text) > size else text).rjust(size, "0")


def _code(value: Value, size: int) -> str:
    text = "" if value is None else str(value).upper()
    if text and not (text.isascii() and text.isalnum()):
        raise CnabError(f"{value!r} só pode ter algarismos e letras")
    return text.rjust(size, "0")


def _cents(value: Value, size: int) -> str:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        raise CnabError(f"{value!r} não é um valor em centavos")
    return str(value or 0).rjust(size, "0")


def _day(value: Value, size: int) -> str:
    if value is None:
        return "0" * size
    if not isinstance(value, date):
        raise CnabError(f"{value!r} não é uma data")
    return f"{value.day:02d}{value.month:02d}{value.year:04d}"  # not strftime: it writes years before 1000 short


def _time(value: Value, size: int) -> str:
    if value is None:
        return "0" * size
    if not isinstance(value, time):
        raise CnabError(f"{value!r} não é uma hora")
    return f"{value:%H%M%S}"


def _text(value: Value, size: int) -> str:
    text = plain("" if value is None else str(value)).strip()
    if not (text.isascii() and text.isprintable()):
        raise CnabError(f"{value!r} tem caracteres que o arquivo não aceita")
    return text.ljust(size)


def _name(value: Value, size: int) -> str:
    text = plain("" if value is None else str(value))
    clean = "".join(c if c.isascii() and c.isprintable() else " " for c in text)
    return " ".join(clean.split())[:size].ljust(size)


def _exact(value: Value, size: int) -> str:
    text = "" if value is None else str(value)
    if not (text.isascii() and text.isprintable()):
        raise CnabError(f"{value!r} tem caracteres que o arquivo não aceita")
    return text.ljust(size)


_WRITERS = {
    Kind.NUMBER: _number,
    Kind.CODE: _code,
    Kind.CENTS: _cents,
    Kind.DAY: _day,
    Kind.TIME: _time,
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.EXACT: _exact,
}
