"""Cells into values: each function takes what somebody typed and raises Bad with the reason in Portuguese."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from meuplano.actions.import_accounts.csv_lines import plain
from meuplano.actions.import_accounts.faults import Bad
from meuplano.brazil import tax_ids
from meuplano.brazil.states import STATES
from meuplano.rules.money import Money

MOST = 1_000_000  # licences or GB of one account
RICHEST = Money(100_000_000_000)  # R$ 1 bilhão
YEARS = range(1970, 2101)

_BR_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CODE = re.compile(r"[0-9A-Za-z._-]{1,20}")
_CEP = re.compile(r"([0-9]{2})\.?([0-9]{3})-?([0-9]{3})")
_AMOUNT = re.compile(r"-?[0-9.,]{1,20}")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")

YES = frozenset({"sim", "s", "true", "verdadeiro", "1"})
NO = frozenset({"nao", "n", "false", "falso", "0"})


def text(cell: str, longest: int = 120) -> str:
    """One line of text in composed characters, spaces made single; "" for an empty cell."""
    if match := _UNWANTED.search(cell):
        char = match.group()
        raise Bad("há um caractere ilegível (�)" if char == "\ufffd" else f"há um caractere de controle ({ord(char)})")
    written = " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", cell)).split())
    if len(written) > longest:
        raise Bad(f"o texto tem {len(written)} caracteres e cabem {longest}")
    return written


def required(cell: str, longest: int = 120) -> str:
    """Text that may not be missing."""
    if not (written := text(cell, longest)):
        raise Bad("não foi preenchido")
    return written


def code(cell: str) -> str:
    """The account's code, which is printed on its papers."""
    written = required(cell, 10_000)
    if not _CODE.fullmatch(written):
        raise Bad(f"{_shown(written)} não serve de código: até 20 letras sem acento, números, ponto, hífen e _")
    return written


def email(cell: str) -> str:
    """One address in lower case."""
    return _email(required(cell, 254))


def emails(cell: str) -> list[str]:
    """Any number of addresses, separated by comma, semicolon or space."""
    found = [_email(part) for part in re.split(r"[,;\s]+", text(cell, 2000)) if part]
    return list(dict.fromkeys(found))


def tax_id(cell: str) -> str:
    """A CPF or CNPJ without its mask."""
    written = required(cell, 40)
    try:
        return tax_ids.parse(written).canonical
    except tax_ids.TaxIdError:
        kind, _ = tax_ids.shape(written)
    if kind:
        raise Bad(f"{kind.upper()} inválido: os dígitos verificadores não conferem")
    digits = re.sub(r"[./\s-]", "", written)
    hint = " (perdeu zeros à esquerda?)" if re.fullmatch(r"[0-9]{9,10}|[0-9]{12,13}", digits) else ""
    raise Bad(f"não é um CPF (11 dígitos) nem um CNPJ (14 caracteres): {len(digits)} caracteres{hint}")


def postal_code(cell: str) -> str:
    """A CEP's eight digits, or "" when there is none."""
    if not (written := text(cell, 40)):
        return ""
    if not (match := _CEP.fullmatch(written)):
        hint = " (perdeu o zero à esquerda?)" if re.fullmatch(r"[0-9]{4}-?[0-9]{3}", written) else ""
        raise Bad(f"{_shown(written)} não é um CEP de 8 dígitos{hint}")
    return "".join(match.groups())


def state(cell: str) -> str:
    """The two letters of a federal unit, or ""."""
    written = text(cell, 40).upper()
    if written and written not in STATES:
        raise Bad(f"{_shown(written)} não é a sigla de um estado")
    return written


@lru_cache(4096)
def day(cell: str) -> date:
    """A day as dd/mm/aaaa or aaaa-mm-dd."""
    written = required(cell, 40)
    if match := _BR_DATE.fullmatch(written):
        d, m, y = map(int, match.groups())
    elif match := _ISO_DATE.fullmatch(written):
        y, m, d = map(int, match.groups())
    else:
        raise Bad(f"{_shown(written)} não é uma data dd/mm/aaaa ou aaaa-mm-dd")
    if y not in YEARS:
        raise Bad(f"{_shown(written)}: o ano deve estar entre {YEARS.start} e {YEARS.stop - 1}")
    try:
        return date(y, m, d)
    except ValueError:
        raise Bad(f"{_shown(written)} não existe no calendário (use dd/mm/aaaa)") from None


def day_or_none(cell: str) -> date | None:
    return day(cell) if text(cell, 40) else None


def amount(cell: str) -> Money:
    """Reais as 1.234,56 or 1234.56; an empty cell is zero."""
    written = text(cell, 1000).removeprefix("R$").strip()
    if not written:
        return Money(0)
    try:
        if not _AMOUNT.fullmatch(written):
            raise ValueError(written)
        money = Money.of(written)
    except ValueError:
        raise Bad(f"{_shown(written)} não é um número como 1.234,56 ou 1234.56") from None
    if money.centavos < 0:
        raise Bad(f"{_shown(written)} é negativo")
    if money > RICHEST:
        raise Bad(f"{_shown(written)} é grande demais")
    return money


def quantity(cell: str, *, least: int = 0) -> int:
    """A whole number; empty is zero where zero may be."""
    if not text(cell, 1000) and least:
        raise Bad("não foi preenchido")
    money = amount(cell)
    whole, rest = divmod(money.centavos, 100)
    if rest:
        raise Bad(f"{_shown(cell)} não é um número inteiro")
    if whole > MOST:
        raise Bad(f"{_shown(cell)} é grande demais (até {MOST})")
    if whole < least:
        raise Bad(f"deve ser pelo menos {least}")
    return whole


def yes_or_no(cell: str) -> bool:
    """sim/não, true/false, 1/0."""
    word = plain(required(cell, 40))
    if word not in YES | NO:
        raise Bad(f"{_shown(cell)} não é sim nem não")
    return word in YES


def choice[T](cell: str, choices: Mapping[str, T]) -> T:
    """One of these words, without regard to case and accents."""
    written = required(cell, 1000)
    try:
        return choices[plain(written)]
    except KeyError:
        raise Bad(f"{_shown(written)} não é conhecido; pode ser {_listed(list(choices))}") from None


def _email(address: str) -> str:
    address = address.lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Bad(f"{_shown(address)} não é um e-mail") from None
    if len(address) > 254:
        raise Bad("o e-mail tem mais de 254 caracteres")
    return address


def _shown(cell: str) -> str:
    cell = "".join(char if char.isprintable() else "�" for char in " ".join(cell.split()))
    return f"“{cell if len(cell) <= 40 else cell[:40] + '…'}”"


def _listed(words: list[str]) -> str:
    return " ou ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
