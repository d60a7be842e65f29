"""How segments T and U of a return are read: FEBRABAN's positions, and the banks that have others."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from meuplano.brazil.cnab.febraban import SEGMENT_T, SEGMENT_U
from meuplano.brazil.cnab.layout import Field, Kind

_ZERO = "0" * 15


def reader(layout: tuple[Field, ...]) -> Callable[[str], tuple[list[Any], bool]]:
    """A function from a line to the layout's values and whether some were unreadable; compiled, for files are long."""
    slices = itemgetter(*(slice(f.start - 1, f.end) for f in layout))
    texts = [i for i, f in enumerate(layout) if f.kind not in (Kind.CENTS, Kind.DAY)]
    amounts = [i for i, f in enumerate(layout) if f.kind is Kind.CENTS]
    days = [i for i, f in enumerate(layout) if f.kind is Kind.DAY]

    def read_values(line: str) -> tuple[list[Any], bool]:
        values: list[Any] = list(slices(line))
        wrong = False
        for i in texts:
            values[i] = values[i].strip()
        for i in amounts:
            text = values[i]
            if text == _ZERO:  # most amounts of a return
                values[i] = 0
            elif text.isdecimal():
                values[i] = int(text)
            else:
                values[i] = _amount(text)
                wrong = wrong or values[i] is None
        for i in days:
            values[i], wrong_day = _day(values[i])
            wrong = wrong or wrong_day
        return values, wrong

    return read_values


def unreadable(layout: tuple[Field, ...], line: str) -> list[str]:
    """The fields whose amount or date cannot be read, with what they hold."""
    found = []
    for field in layout:
        text = line[field.start - 1 : field.end]
        if (field.kind is Kind.CENTS and _amount(text) is None) or (field.kind is Kind.DAY and _day(text)[1]):
            found.append(f"{field.name} ilegível: {text!r}")
    return found


def _amount(text: str) -> int | None:
    """A blank amount is none; letters in it are not guessed at."""
    text = text.strip()
    return int(text) if text.isdecimal() else None if text else 0


@lru_cache(maxsize=4096)
def _day(text: str) -> tuple[date | None, bool]:
    """The day, None for zeros or blanks, and whether it is neither."""
    text = text.strip()
    if not text.strip("0"):
        return None, False
    if len(text) != 8 or not text.isdecimal():
        return None, True
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2])), False
    except ValueError:
        return None, True


def _differing(**places: tuple[int, int]) -> tuple[Field, ...]:
    """FEBRABAN's T with some fields elsewhere."""
    return tuple(Field(f.name, *places.get(f.name, (f.start, f.end)), f.kind) for f in SEGMENT_T)


T_BY_BANK: Final = {
    "033": _differing(  # Santander, "Layout de cobrança CNAB 240" (H7815)
        agencia=(18, 22),
        conta=(23, 32),
        nosso_numero=(41, 53),
        carteira=(54, 54),
        seu_numero=(55, 69),
        vencimento=(70, 77),
        valor=(78, 92),
        banco_recebedor=(93, 95),
        agencia_recebedora=(96, 100),
        uso_empresa=(101, 125),
        pagador_inscricao=(129, 143),
        pagador_nome=(144, 183),
        tarifa=(194, 208),
        motivos=(209, 218),
    ),
    "104": _differing(seu_numero=(59, 69)),  # Caixa 67.118: eleven characters, the next four are the bank's
}

read_u = reader(SEGMENT_U)
