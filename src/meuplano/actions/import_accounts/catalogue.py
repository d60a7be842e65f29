"""The vendor's catalogue as a value: plans, modules and price lists, wherever they come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from meuplano.actions.import_accounts.csv_lines import plain
from meuplano.records.contract import units_to_json
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE, Prices

CYCLES = {
    "mensal": Cycle.MONTHLY,
    "trimestral": Cycle.QUARTERLY,
    "semestral": Cycle.SEMIANNUAL,
    "anual": Cycle.ANNUAL,
}


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """A plan without its price."""

    code: str
    name: str
    minimum: int
    included_gb: int
    gb_per_licence: int


@dataclass(frozen=True, slots=True)
class CycleTermsOf:
    """What a cycle has: discount in basis points, and the most instalments by boleto and by card."""

    discount: int
    boletos: int
    card: int


@dataclass(frozen=True, slots=True)
class PriceList:
    """Monthly prices from a day on: of a licence by plan code, of a module's licence by module code, of a GB."""

    valid_from: date
    gb: Money
    plans: Mapping[str, Money]
    modules: Mapping[str, Money]
    cycles: Mapping[Cycle, CycleTermsOf]

    def prices(self, plan: str) -> Prices:
        """The list as it holds for one plan."""
        return Prices(
            monthly={LICENCE: self.plans[plan], STORAGE: self.gb, **self.modules},
            cycle_discounts={cycle: terms.discount for cycle, terms in self.cycles.items()},
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Plans and modules by code, and the price lists, oldest first."""

    plans: Mapping[str, PlanTerms] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[PriceList, ...] = ()

    def plan_names(self) -> dict[str, str]:
        """What a file may call a plan (its name or its code, plainly written) → its code."""
        return {plain(name): plan.code for plan in self.plans.values() for name in (plan.name, plan.code)}

    def module_columns(self) -> dict[str, str]:
        """The column that counts a module's licences → its code."""
        return {f"licencas_{plain(code)}": code for code in self.modules}

    def list_for(self, day: date, plan: str, items: Iterable[str]) -> PriceList | None:
        """The list that held on a day (the earliest one for an earlier day) and has all that the account holds."""
        wanted = set(items)
        able = [kept for kept in self.lists if plan in kept.plans and wanted <= kept.modules.keys()]
        held = [kept for kept in able if kept.valid_from <= day]
        return held[-1] if held else next(iter(able), None)

    def joined(self, newer: "Catalogue") -> "Catalogue":
        """This catalogue with what a file adds to it."""
        days = {kept.valid_from: kept for kept in (*self.lists, *newer.lists)}
        is_latest = newer.lists[-1].valid_from == max(days)
        return Catalogue(
            plans={**self.plans, **newer.plans} if is_latest else {**newer.plans, **self.plans},
            modules={**self.modules, **newer.modules},
            lists=tuple(days[day] for day in sorted(days)),
        )


class Units:
    """The unit prices of a period as it keeps them, worked out once for each list, plan and cycle."""

    def __init__(self) -> None:
        self._known: dict[tuple[date, str, Cycle], dict[str, dict[str, int]]] = {}

    def of(self, kept: PriceList, plan: str, cycle: Cycle) -> dict[str, dict[str, int]]:
        """Item → {"net", "full"} in centavos for the whole period."""
        key = (kept.valid_from, plan, cycle)
        if key not in self._known:
            self._known[key] = units_to_json(kept.prices(plan).units(cycle))
        return self._known[key]
