"""How the lines of a summary or an invoice are said: a name, the formula below it, and the amount."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from meuplano.documents import words
from meuplano.rules import lines as kinds
from meuplano.rules.lines import Line
from meuplano.rules.money import Money
from meuplano.rules.periods import cycle_of
from meuplano.rules.prices import LICENCE, STORAGE

MULTIPLIED = frozenset({kinds.CHARGE, kinds.BRIDGE, kinds.UNUSED, kinds.PREPAID})


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One line as a person reads it; `about` is for which days, and what caused it."""

    label: str
    formula: str
    amount: Money
    about: str = ""


def say_lines(
    lines: Iterable[Any],
    *,
    names: Mapping[str, str],
    plan: str,
    adding: bool,
    about: Callable[[Mapping[str, Any]], str] | None = None,
) -> tuple[SaidLine, ...]:
    """Lines of rules.quotes, of an order's stored quote or of an invoice, in words.

    `names` calls modules by their code, `adding` says that the lines come on top of what there is ("4 licenças
    adicionais"), `about` has more to say of a line by its values.
    """
    return tuple(_say(_values(line), names, plan, adding, about) for line in lines)


def item_name(item: str, names: Mapping[str, str]) -> str:
    """What an item is called: Licenças, Espaço, Conversas."""
    if item == LICENCE:
        return gettext("Licenças")
    if item == STORAGE:
        return gettext("Espaço")
    return names.get(item, item.capitalize())


def invoice_title(kind: str, first_day: date, added: Mapping[str, int], names: Mapping[str, str]) -> str:
    """What an invoice is for: "Mensalidade de dezembro", "2 licenças e 10 GB"; `added` is `items_of` its lines."""
    if kind == "order":
        if kinds.UNUSED in added:
            return gettext("Mudança de periodicidade")
        return added_in_words(added, names) or gettext("Pedido")
    month = {"month": words.month(first_day)}
    if kind == "complement":
        return gettext("Complemento de %(month)s") % month
    if kind == "contract":
        return gettext("Contratação")
    return gettext("Mensalidade de %(month)s") % month


def items_of(lines: Iterable[Any]) -> dict[str, int]:
    """How many of each item an invoice's lines are for; days given back are named by their kind."""
    return {kinds.UNUSED if line.kind == kinds.UNUSED else line.item: line.quantity for line in lines}


def is_of_a_cycle(lines: Iterable[Any]) -> bool:
    """Whether they are of a longer cycle: a whole period, not what comes on top (D11)."""
    return any(line.kind == kinds.UNUSED for line in lines)


def added_in_words(added: Mapping[str, int], names: Mapping[str, str]) -> str:
    """What an order adds: "2 licenças", "2 licenças, 10 GB e Conversas"."""
    parts = [_added(item, quantity, names) for item, quantity in added.items() if quantity]
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(many)s e %(last)s") % {"many": ", ".join(parts[:-1]), "last": parts[-1]}


def _added(item: str, quantity: int, names: Mapping[str, str]) -> str:
    if item == LICENCE:
        return words.licences(quantity)
    if item == STORAGE:
        return f"{quantity}{words.NBSP}GB"
    return gettext("%(licences)s de %(module)s") % {
        "licences": words.licences(quantity),
        "module": item_name(item, names),
    }


def _values(line: Any) -> dict[str, Any]:
    if isinstance(line, Line):
        return line.as_json()
    if isinstance(line, Mapping):
        return dict(line)
    return {
        "item": line.item,
        "kind": line.kind,
        "quantity": line.quantity,
        "unit": line.unit_centavos,
        "full_unit": line.full_unit_centavos,
        "days": line.days,
        "of_days": line.of_days,
        "amount": line.amount_centavos,
    }


def _say(
    line: Mapping[str, Any],
    names: Mapping[str, str],
    plan: str,
    adding: bool,
    about: Callable[[Mapping[str, Any]], str] | None,
) -> SaidLine:
    amount, formula = Money(line["amount"]), _formula(line) if line["kind"] in MULTIPLIED else ""
    label = _label(line, names, plan, adding) if line["kind"] == kinds.CHARGE else _kind_name(line, names)
    return SaidLine(label, formula, amount, about(line) if about else "")


def _label(line: Mapping[str, Any], names: Mapping[str, str], plan: str, adding: bool) -> str:
    item, quantity = line["item"], line["quantity"]
    if item == LICENCE:
        if adding:
            return ngettext("%(n)s licença adicional", "%(n)s licenças adicionais", quantity) % {"n": quantity}
        return gettext("Licenças do plano %(plan)s") % {"plan": plan}
    if item == STORAGE:
        return gettext("%(n)s GB de espaço extra") % {"n": quantity}
    return gettext("Módulo %(name)s, %(licences)s") % {
        "name": item_name(item, names),
        "licences": words.licences(quantity),
    }


def _formula(line: Mapping[str, Any]) -> str:
    price, months = words.reais(line["unit"]), cycle_of(line["of_days"])
    if line["days"] == line["of_days"]:
        part = ngettext("%(n)s mês", "%(n)s meses", months) % {"n": months}
        joined = f"{line['quantity']} × {price} × {part}" if months == 1 else f"{line['quantity']} × {price} ({part})"
    else:
        part = gettext("%(left)s de %(all)s dias") % {"left": line["days"], "all": line["of_days"]}
        joined = f"{line['quantity']} × {price} × {part}"
    if line["full_unit"] > line["unit"]:
        joined += gettext(", já com o desconto: sem ele, %(full)s cada") % {"full": words.reais(line["full_unit"])}
    return joined


def _kind_name(line: Mapping[str, Any], names: Mapping[str, str]) -> str:
    name = item_name(line["item"], names)
    return {
        kinds.UNUSED: gettext("%(item)s: dias não usados") % {"item": name},
        kinds.PREPAID: gettext("%(item)s: próximo período já pago") % {"item": name},
        kinds.STILL_OPEN: gettext("Ainda em aberto do período atual"),
        kinds.TO_CREDIT: gettext("Vira crédito da conta"),
        kinds.LATE_CHARGES: gettext("Multa e juros de fatura anterior"),
        kinds.DISCOUNT: gettext("Desconto"),
        kinds.BRIDGE: gettext("Dias até o novo vencimento"),
        "already_paid": gettext("Já pago"),  # of a debt that the end of the ladder reduced (D26)
    }.get(line["kind"], name)
