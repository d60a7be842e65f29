"""Filling the bank's templates: every value is escaped unless it is `Safe`, and money and dates are written out."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

MONTHS = (
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
)


class Safe(str):
    """Text that already is HTML."""

    __slots__ = ()

    def join(self, parts: Iterable[str], /) -> "Safe":
        return Safe(super().join(parts))


def fill(name: str, /, **values: str) -> Safe:
    """The template of that name with its `$places` filled; a missing value raises KeyError."""
    ready = {key: value if isinstance(value, Safe) else escape(value) for key, value in values.items()}
    return Safe(_template(name).substitute(ready))


@cache
def _template(name: str) -> Template:
    return Template(files(__package__).joinpath("templates", f"{name}.html").read_text(encoding="utf-8"))


def money(cents: int) -> str:
    """R$ 1.234,56 with a space that does not break."""
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"R$\u00a0{whole},{cents % 100:02d}"


def terms(cents: int, instalments: int) -> str:
    """How a card is billed: "" at once, else "em 3x de R$ 10,00 sem juros"; the first part has the odd centavos."""
    if instalments == 1:
        return ""
    each, odd = divmod(cents, instalments)
    if not odd:
        return f"em {instalments}x de {money(each)} sem juros"
    return f"em {instalments}x sem juros: {money(each + odd)} e {instalments - 1} de {money(each)}"


def long_date(day: date) -> str:
    """5 de dezembro de 2026"""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def short_date(iso: str) -> str:
    """05/12/2026"""
    return f"{date.fromisoformat(iso):%d/%m/%Y}"
