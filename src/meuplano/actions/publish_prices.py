"""Finance publishes a new price list: a version that is never edited and holds for periods to come (D04, D38)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from meuplano.actions.refused import Refused
from meuplano.records import events
from meuplano.records.models import CycleTerms, Module, ModulePrice, Plan, PlanPrice, PriceVersion
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import WHOLE


@dataclass(frozen=True, slots=True)
class NewPrices:
    """A whole price list: monthly prices by the code of the plan and of the module, discounts in basis points."""

    valid_from: date
    gb: Money
    plans: Mapping[str, Money]
    modules: Mapping[str, Money]
    cycle_discounts: Mapping[Cycle, int]


def publish_prices(prices: NewPrices, reason: str, act: Act) -> PriceVersion:
    """The new list. Each account is told in the next minutes, and has the old prices until its notice has run.

    Raises Refused: no_reason, not_ahead (earlier than the notice allows anybody), not_the_newest, incomplete,
    out_of_range.
    """
    _check(prices, reason, act.today)
    with transaction.atomic():
        newest = PriceVersion.objects.select_for_update().order_by("valid_from").last()
        if newest is not None and newest.valid_from >= prices.valid_from:
            raise Refused("not_the_newest")
        version = PriceVersion.objects.create(valid_from=prices.valid_from, gb_centavos=prices.gb.centavos)
        before = _contents(newest) if newest else {}
        instalments = {terms.cycle: terms for terms in newest.terms.all()} if newest else {}
        PlanPrice.objects.bulk_create(
            PlanPrice(version=version, plan=plan, licence_centavos=prices.plans[plan.code].centavos)
            for plan in Plan.objects.order_by("code")
        )
        ModulePrice.objects.bulk_create(
            ModulePrice(version=version, module=module, licence_centavos=prices.modules[module.code].centavos)
            for module in Module.objects.order_by("code")
        )
        CycleTerms.objects.bulk_create(
            CycleTerms(
                version=version,
                cycle=cycle,
                discount=prices.cycle_discounts[cycle],
                boleto_instalments=instalments[cycle].boleto_instalments if cycle in instalments else 1,
                card_instalments=instalments[cycle].card_instalments if cycle in instalments else 1,
            )
            for cycle in sorted(prices.cycle_discounts)
        )
        events.record(
            "prices.published",
            act,
            None,
            valid_from=prices.valid_from.isoformat(),
            reason=reason.strip(),
            before=before,
            after=_contents(version),
        )
    return version


def _check(prices: NewPrices, reason: str, today: date) -> None:
    if not reason.strip():
        raise Refused("no_reason")
    if prices.valid_from < today + timedelta(days=settings.BILLING["notice_days"]):
        raise Refused("not_ahead")
    codes = set(Plan.objects.values_list("code", flat=True)), set(Module.objects.values_list("code", flat=True))
    if (set(prices.plans), set(prices.modules)) != codes or Cycle.MONTHLY not in prices.cycle_discounts:
        raise Refused("incomplete")
    if min([prices.gb, *prices.plans.values(), *prices.modules.values()]) < ZERO:
        raise Refused("out_of_range")
    if not all(0 <= discount <= WHOLE for discount in prices.cycle_discounts.values()):
        raise Refused("out_of_range")


def _contents(version: PriceVersion) -> dict[str, object]:
    """A list as its event tells it, in centavos and basis points."""
    return {
        "valid_from": version.valid_from.isoformat(),
        "gb": version.gb_centavos,
        "plans": dict(version.plan_prices.values_list("plan__code", "licence_centavos")),
        "modules": dict(version.module_prices.values_list("module__code", "licence_centavos")),
        "cycles": {str(cycle): discount for cycle, discount in version.terms.values_list("cycle", "discount")},
    }
