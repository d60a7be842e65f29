"""The catalogue in the database: reading it into values, and adding what a file brings."""

from dataclasses import dataclass
from datetime import date

from meuplano.actions.import_accounts.catalogue import Catalogue, CycleTermsOf, PlanTerms, PriceList
from meuplano.actions.import_accounts.faults import Fault, Unreadable
from meuplano.records import events
from meuplano.records.models import CycleTerms, Module, ModulePrice, Plan, PlanPrice, PriceVersion
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle


def load_catalogue() -> Catalogue:
    """All that the vendor sells, in six queries."""
    plans = {plan.code: _terms(plan) for plan in Plan.objects.all()}
    modules = dict(Module.objects.values_list("code", "name"))
    lists = {}
    for version in PriceVersion.objects.order_by("valid_from"):
        lists[version.pk] = PriceList(version.valid_from, Money(version.gb_centavos), {}, {}, {})
    for pk, plan, price in PlanPrice.objects.values_list("version", "plan__code", "licence_centavos"):
        lists[pk].plans[plan] = Money(price)  # type: ignore[index]
    for pk, module, price in ModulePrice.objects.values_list("version", "module__code", "licence_centavos"):
        lists[pk].modules[module] = Money(price)  # type: ignore[index]
    for terms in CycleTerms.objects.all():
        kept = CycleTermsOf(terms.discount, terms.boleto_instalments, terms.card_instalments)
        lists[terms.version_id].cycles[Cycle(terms.cycle)] = kept  # type: ignore[index]
    return Catalogue(plans, modules, tuple(lists.values()))


def refuse_changed_prices(known: Catalogue, new: Catalogue, file: str) -> None:
    """A price list that was published stays as it is (D38); a new price needs a new day. Raises Unreadable."""
    published = {kept.valid_from: kept for kept in known.lists}
    faults = []
    for brought in new.lists:
        kept = published.get(brought.valid_from)
        if kept is None:
            continue
        since = f"{kept.valid_from:%d/%m/%Y}"
        faults = [
            Fault("", file, 0, column, f"{what} com a vigência {since}: use outra vigência")
            for column, what in _differences(known, kept, new, brought)
        ]
    if faults:
        raise Unreadable(faults)


def add_catalogue(known: Catalogue, new: Catalogue, act: Act) -> bool:
    """Write what is new; False when everything was there. Of plan terms those of the latest list hold."""
    (prices,) = new.lists
    latest = not known.lists or prices.valid_from >= known.lists[-1].valid_from
    fresh = prices.valid_from not in {kept.valid_from for kept in known.lists}
    if not fresh:
        return False
    for plan in new.plans.values():
        if plan.code not in known.plans:
            Plan.objects.create(code=plan.code, **_columns(plan))
        elif latest and known.plans[plan.code] != plan:
            Plan.objects.filter(code=plan.code).update(**_columns(plan))
    for code, name in new.modules.items():
        if code not in known.modules:
            Module.objects.create(code=code, name=name)
    _add_list(prices)
    events.record(
        "catalogue.published",
        act,
        valid_from=prices.valid_from.isoformat(),
        plans={code: price.centavos for code, price in prices.plans.items()},
        modules={code: price.centavos for code, price in prices.modules.items()},
        gb=prices.gb.centavos,
        plan_terms_before={code: list(_columns(plan).values()) for code, plan in known.plans.items()},
    )
    return True


@dataclass(frozen=True, slots=True)
class CatalogueRows:
    """The rows that new accounts refer to: plans by code and price versions by their first day."""

    plans: dict[str, Plan]
    versions: dict[date, PriceVersion]


def catalogue_rows() -> CatalogueRows:
    return CatalogueRows(
        plans={plan.code: plan for plan in Plan.objects.all()},
        versions={version.valid_from: version for version in PriceVersion.objects.all()},
    )


def _add_list(prices: PriceList) -> None:
    version = PriceVersion.objects.create(valid_from=prices.valid_from, gb_centavos=prices.gb.centavos)
    plans = {plan.code: plan for plan in Plan.objects.all()}
    modules = {module.code: module for module in Module.objects.all()}
    PlanPrice.objects.bulk_create(
        PlanPrice(version=version, plan=plans[code], licence_centavos=price.centavos)
        for code, price in prices.plans.items()
    )
    ModulePrice.objects.bulk_create(
        ModulePrice(version=version, module=modules[code], licence_centavos=price.centavos)
        for code, price in prices.modules.items()
    )
    CycleTerms.objects.bulk_create(
        CycleTerms(
            version=version,
            cycle=cycle,
            discount=terms.discount,
            boleto_instalments=terms.boletos,
            card_instalments=terms.card,
        )
        for cycle, terms in prices.cycles.items()
    )


def _differences(known: Catalogue, kept: PriceList, new: Catalogue, brought: PriceList) -> list[tuple[str, str]]:
    found = []
    if kept.gb != brought.gb:
        found.append(("armazenamento.gb", f"um GB custa {kept.gb} e não {brought.gb}"))
    for section, was, now in (("plano", kept.plans, brought.plans), ("modulo", kept.modules, brought.modules)):
        for code in sorted({*was, *now}):
            if code not in was:
                found.append((section, f"“{code}” não está na lista publicada"))
            elif code not in now:
                found.append((section, f"“{code}” está na lista publicada e falta no arquivo"))
            elif was[code] != now[code]:
                found.append((f"{section}.licenca", f"a licença de “{code}” custa {was[code]} e não {now[code]}"))
    found += [
        ("descontos", f"desconto ou parcelas de {int(cycle)} meses são outros na lista publicada")
        for cycle in Cycle
        if kept.cycles.get(cycle) != brought.cycles.get(cycle)
    ]
    latest = kept.valid_from == known.lists[-1].valid_from
    found += [
        ("plano", f"mínimo de licenças, espaço ou nome de “{code}” são outros no plano publicado")
        for code in sorted(known.plans.keys() & new.plans.keys() if latest else ())
        if known.plans[code] != new.plans[code]
    ]
    return found


def _terms(plan: Plan) -> PlanTerms:
    return PlanTerms(plan.code, plan.name, plan.minimum_licences, plan.included_gb, plan.gb_per_licence)


def _columns(plan: PlanTerms) -> dict[str, str | int]:
    return {
        "name": plan.name,
        "minimum_licences": plan.minimum,
        "included_gb": plan.included_gb,
        "gb_per_licence": plan.gb_per_licence,
    }
