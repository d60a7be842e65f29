"""Reading the vendor's catalogue from TOML: what is not understood is refused, since it decides prices."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from meuplano.actions.import_accounts import cells
from meuplano.actions.import_accounts.catalogue import CYCLES, Catalogue, CycleTermsOf, PlanTerms, PriceList
from meuplano.actions.import_accounts.faults import Bad, Fault, Unreadable
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE

LARGEST = 1_000_000  # bytes
TOP = {"vigencia", "descontos", "plano", "armazenamento", "modulo", "condicoes"}
PLAN = {"nome", "licenca", "licencas_minimas", "gb_incluidos", "gb_por_licenca"}
MODULE = {"nome", "licenca"}


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue of a file, with its one price list. Raises Unreadable with every fault of it."""
    source = _source(path)
    try:
        document = tomllib.loads(source, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else source.count("\n") + 1
        raise Unreadable([Fault("", path.name, line, "", "não é TOML: há um erro de escrita nesta linha")]) from None
    reader = _Reader(path.name, source)
    catalogue = _catalogue(reader, document)
    if reader.faults:
        raise Unreadable(reader.faults)
    return catalogue


def _source(path: Path) -> str:
    try:
        raw = path.read_bytes()
        if len(raw) <= LARGEST:
            return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
        reason = "é grande demais para um catálogo"
    except UnicodeDecodeError:
        reason = "o arquivo não está em UTF-8"
    except FileNotFoundError:
        reason = "o arquivo não existe"
    except IsADirectoryError:
        reason = "é uma pasta, e não um arquivo"
    except (OSError, ValueError) as error:
        reason = f"o arquivo não pode ser lido ({getattr(error, 'strerror', None) or error})"
    raise Unreadable([Fault("", path.name, 0, "", reason)])


class _Reader:
    """Collects faults, each at the line of its key."""

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.lines = source.split("\n")
        self.faults: list[Fault] = []

    def refuse(self, section: str, nth: int, key: str, reason: str) -> None:
        column = f"{section}.{key}" if section and key else section or key
        self.faults.append(Fault("", self.file, self._line(section, nth, key), column, reason))

    def take[T](
        self, table: Mapping[str, Any], key: str, read: Callable[[Any], T], otherwise: T, section: str, nth: int = 0
    ) -> T:
        """The value of a key, or `otherwise` after a fault."""
        if key not in table:
            self.refuse(section, nth, key, f"falta {key}")
            return otherwise
        try:
            return read(table[key])
        except Bad as bad:
            self.refuse(section, nth, key, str(bad))
            return otherwise

    def known(self, table: Mapping[str, Any], keys: set[str], section: str, nth: int = 0) -> None:
        for key in table.keys() - keys:
            self.refuse(section, nth, key, f"{key} não é conhecido; pode ser {', '.join(sorted(keys))}")

    def _line(self, section: str, nth: int, key: str) -> int:
        """Where a key is written: TOML's reader does not say. The section's line when the key is not found."""
        here, seen, found = section == "", 0, 1
        for number, line in enumerate(self.lines, start=1):
            if header := re.match(r"\s*\[\[?\s*([\w.-]+)", line):
                seen += header[1] == section
                here = header[1] == section and seen == nth + 1
                found = number if here or (section == "" and header[1] == key) else found
            elif here and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
                return number
        return found


def _catalogue(reader: _Reader, document: Mapping[str, Any]) -> Catalogue:
    reader.known(document, TOP, "")
    valid_from = reader.take(document, "vigencia", _day, date.min, "")
    plans: dict[str, PlanTerms] = {}
    plan_prices: dict[str, Money] = {}
    for nth, table in enumerate(_tables(reader, document, "plano")):
        reader.known(table, PLAN, "plano", nth)
        name = reader.take(table, "nome", _name, "", "plano", nth)
        code = slugify(name)
        _once(reader, code, plans, "plano", nth)
        plans[code] = PlanTerms(
            code=code,
            name=name,
            minimum=reader.take(table, "licencas_minimas", _at_least_one, 1, "plano", nth),
            included_gb=reader.take(table, "gb_incluidos", _whole, 0, "plano", nth),
            gb_per_licence=reader.take(table, "gb_por_licenca", _whole, 0, "plano", nth),
        )
        plan_prices[code] = reader.take(table, "licenca", _price, Money(0), "plano", nth)
    modules: dict[str, str] = {}
    module_prices: dict[str, Money] = {}
    for nth, table in enumerate(_tables(reader, document, "modulo")):
        reader.known(table, MODULE, "modulo", nth)
        name = reader.take(table, "nome", _name, "", "modulo", nth)
        code = slugify(name)
        _once(reader, code, {**modules, LICENCE: "", STORAGE: ""}, "modulo", nth)
        modules[code] = name
        module_prices[code] = reader.take(table, "licenca", _price, Money(0), "modulo", nth)
    if not plans:
        reader.refuse("", 0, "plano", "falta pelo menos um [[plano]]")
    storage = _table(reader, document, "armazenamento")
    reader.known(storage, {"gb"}, "armazenamento")
    gb = reader.take(storage, "gb", _price, Money(0), "armazenamento")
    prices = PriceList(valid_from, gb, plan_prices, module_prices, _cycles(reader, document))
    return Catalogue(plans, modules, (prices,))


def _cycles(reader: _Reader, document: Mapping[str, Any]) -> dict[Cycle, CycleTermsOf]:
    discounts = _table(reader, document, "descontos")
    reader.known(discounts, set(CYCLES), "descontos")
    terms = _table(reader, document, "condicoes") if "condicoes" in document else {}
    reader.known(terms, {"boletos", "cartao"}, "condicoes")
    instalments = {}
    for way in ("boletos", "cartao"):
        kept = terms.get(way, {})
        if not isinstance(kept, dict):
            reader.refuse("condicoes", 0, way, "deve ter uma quantidade de parcelas por periodicidade")
            kept = {}
        for name in kept.keys() - CYCLES.keys():
            reader.refuse("condicoes", 0, way, f"{name} não é conhecido; pode ser {', '.join(CYCLES)}")
        for name, cycle in CYCLES.items():
            read = _instalments(cycle)
            instalments[way, cycle] = reader.take({way: kept[name]}, way, read, 1, "condicoes") if name in kept else 1
    return {
        cycle: CycleTermsOf(
            discount=reader.take(discounts, name, _discount, 0, "descontos"),
            boletos=instalments["boletos", cycle],
            card=instalments["cartao", cycle],
        )
        for name, cycle in CYCLES.items()
    }


def _table(reader: _Reader, document: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = document.get(name)
    if isinstance(table, dict):
        return table
    reader.refuse("", 0, name, f"falta a seção [{name}]")
    return {}


def _tables(reader: _Reader, document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    tables = document.get(name, [])
    if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
        return tables
    reader.refuse("", 0, name, f"deve ser escrito como [[{name}]]")
    return []


def _once(reader: _Reader, code: str, seen: Mapping[str, object], section: str, nth: int) -> None:
    if code in seen:
        reader.refuse(section, nth, "nome", "este nome já está no arquivo ou é reservado")


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return cells.day(str(value))


def _name(value: Any) -> str:
    if not isinstance(value, str) or not slugify(value):
        raise Bad("não é um nome")
    name = cells.required(value, 60)
    if len(slugify(name)) > 40:
        raise Bad("o nome é longo demais")
    return name


def _price(value: Any) -> Money:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Bad(f'{value!r} não é um preço como "59.90"')
    return cells.amount(cells.required(str(value)))


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Bad(f"{value!r} não é um número inteiro")
    return cells.quantity(cells.required(str(value)))


def _at_least_one(value: Any) -> int:
    if (n := _whole(value)) < 1:
        raise Bad("deve ser pelo menos 1")
    return n


def _discount(value: Any) -> int:
    """Percent, at most two decimals, into basis points."""
    try:
        points = Decimal(str(value).replace(",", ".")) * 100
    except InvalidOperation:
        raise Bad(f"{value!r} não é uma porcentagem") from None
    if isinstance(value, bool) or not points.is_finite() or not 0 <= points <= 10_000 or points != int(points):
        raise Bad(f"{value!r} não é uma porcentagem de 0 a 100 com até duas casas")
    return int(points)


def _instalments(cycle: Cycle) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if (n := _at_least_one(value)) > cycle:
            raise Bad(f"{n} parcelas são mais do que os {int(cycle)} meses da periodicidade")
        return n

    return read
