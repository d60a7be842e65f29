"""Reading what people typed: numbers and choices out of a form, with a sentence for each thing that is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext

from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE

MODULE = "modulo-"  # and a module's code: its field
METHODS = ("boleto", "pix", "card")
CYCLES = {str(int(cycle)): cycle for cycle in Cycle}


@dataclass(frozen=True, slots=True)
class Problem:
    """What has to be corrected, and the id of its field."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be added (units by item), the wanted cycle, and how it is to be paid; in how many instalments."""

    added: Mapping[str, int]
    method: str
    use_stored_card: bool
    make_default: bool
    cycle: Cycle | None = None
    instalments: int = 1
    problems: tuple[Problem, ...] = ()

    def problem_of(self, field: str) -> str:
        """The sentence at this field."""
        return next((problem.text for problem in self.problems if problem.field == field), "")


def as_number(text: str) -> int | None:
    """A row's number out of a form, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def read_change(data: QueryDict, modules: Iterable[str], most: int) -> Asked:
    """The change form, with the codes of these modules; a missing field is zero, a wrong one is zero with a problem."""
    fields = {"licencas": LICENCE, "gb": STORAGE} | {f"{MODULE}{code}": code for code in modules}
    added: dict[str, int] = {}
    problems = []
    for field, item in fields.items():
        number, problem = whole_number(data.get(field, ""), most)
        added[item] = number
        if problem:
            problems.append(Problem(field, problem))
    method = data.get("pagamento", "")
    return Asked(
        added=added,
        method=method if method in METHODS else "",
        use_stored_card=data.get("cartao", "guardado") == "guardado",
        make_default=method == "card" and data.get("padrao") == "1",
        cycle=CYCLES.get(data.get("periodicidade", "")),
        instalments=max(as_number(data.get("parcelas", "")) or 1, 1) if method in ("boleto", "card") else 1,
        problems=tuple(problems),
    )


def modules_in(data: QueryDict) -> list[str]:
    """The codes of the modules that a form names, sold or not: the action looks."""
    return [name.removeprefix(MODULE) for name in data if name.startswith(MODULE)]


def whole_number(text: str, most: int) -> tuple[int, str]:
    text = text.strip()
    if not text:
        return 0, ""
    if not text.isascii() or not text.isdigit():
        return 0, gettext("Escreva um número inteiro de 0 a %(most)s.") % {"most": most}
    if len(text) > 9 or int(text) > most:
        return 0, gettext("O máximo por pedido é %(most)s. Para mais, fale com o financeiro.") % {"most": most}
    return int(text), ""
