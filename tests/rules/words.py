"""How the manual writes values: reading its cells and writing what was found."""

from collections.abc import Callable, Mapping
from datetime import date

from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period
from meuplano.rules.prices import LICENCE, STORAGE
from tests.rules.ground import CONVERSAS, day

type Cells = Mapping[str, str]
type Binding = Callable[[Cells], dict[str, str]]

NONE = "–"


def cycle(text: str) -> Cycle:
    return Cycle[text.upper()]


def percent(text: str) -> int:
    """Basis points: "7,5 %" is 750."""
    return Money.of(text.removesuffix(" %")).centavos


def maybe_day(text: str) -> date | None:
    return None if text == NONE else day(text)


def three(licences: str, gb: str, conversas: str) -> dict[str, int]:
    return {LICENCE: int(licences), STORAGE: int(gb), CONVERSAS: int(conversas)}


def m(amount: Money) -> str:
    """1.234,56"""
    return str(amount).replace("R$\u00a0", "")


def d(found: date | None) -> str:
    """24/03/2027"""
    return f"{found:%d/%m/%Y}" if found else NONE


def p(found: Period) -> str:
    """05/03/2027–05/04/2027"""
    return f"{d(found.start)}–{d(found.end)}"


def yes(found: bool) -> str:
    return "yes" if found else "no"


def short(days: list[date]) -> str:
    """05/04, 06/04"""
    return ", ".join(f"{each:%d/%m}" for each in days)
