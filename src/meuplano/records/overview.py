"""What a page says about an account, in few queries: contract, use of space and credit in one, a price list in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject

from meuplano.records.contract import Contract, units_from_json
from meuplano.records.models import (
    Account,
    Credit,
    CreditUse,
    LicenceEntry,
    Member,
    ModulePrice,
    Plan,
    PlanPrice,
    PriceVersion,
    Subscription,
    SubscriptionPeriod,
    UsageReport,
)
from meuplano.records.models.catalogue import CycleTerms
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period
from meuplano.rules.prices import LICENCE, STORAGE, Prices


@dataclass(frozen=True, slots=True)
class Overview:
    """The live contract, the last measurement (bytes, when) and the credit that can be used."""

    contract: Contract
    used_bytes: int
    measured_at: datetime | None
    credit: Money


def overview_of(account: Account) -> Overview | None:
    """One query; None when the account has no live subscription."""
    mine = {"account": OuterRef("account")}
    running = SubscriptionPeriod.objects.filter(**mine, subscription=OuterRef("pk"), start=OuterRef("period_start"))
    entries = LicenceEntry.objects.filter(**mine, subscription=OuterRef("pk")).order_by("item", "-id").distinct("item")
    usage = UsageReport.objects.filter(**mine).order_by("-measured_at")
    members = Member.objects.filter(**mine, has_access=True).order_by().values("account")
    subscription = (
        Subscription.objects.filter(account=account)
        .exclude(status="cancelled")
        .select_related("plan", "card")
        .annotate(
            running=Subquery(running.values_list(JSONObject(end="end", units="unit_prices"))[:1]),
            entries=ArraySubquery(entries.values_list(JSONObject(item="item", now="now", later="at_renewal"))),
            active=Coalesce(Subquery(members.annotate(n=Count("pk")).values("n")), 0),
            used_bytes=Subquery(usage.values("used_bytes")[:1]),
            measured_at=Subquery(usage.values("measured_at")[:1]),
            granted=_sum(Credit.objects.filter(**mine), F("amount_centavos") - F("taken_back_centavos")),
            spent=_sum(CreditUse.objects.filter(**mine, returned_on__isnull=True), F("amount_centavos")),
        )
        .first()
    )
    if subscription is None:
        return None
    row: Any = subscription
    contract = Contract(
        subscription=subscription,
        period=Period(subscription.period_start, date.fromisoformat(row.running["end"])),
        units=units_from_json(row.running["units"]),
        now={entry["item"]: entry["now"] for entry in row.entries},
        at_renewal={entry["item"]: entry["later"] for entry in row.entries},
        active=row.active,
    )
    return Overview(contract, row.used_bytes or 0, row.measured_at, Money(row.granted - row.spent))


@dataclass(frozen=True, slots=True)
class PriceList:
    """A price version as values: the prices of one plan, and what each module is called."""

    prices: Prices
    module_names: Mapping[str, str]


def price_list_on(day: date, plan: Plan) -> PriceList:
    """The price list for a period of this plan that begins then, in one query. Raises PriceVersion.DoesNotExist."""
    mine = {"version": OuterRef("pk")}
    version: Any = (
        PriceVersion.objects.filter(valid_from__lte=day)
        .annotate(
            licence=Subquery(PlanPrice.objects.filter(**mine, plan=plan).values("licence_centavos")[:1]),
            modules=ArraySubquery(
                ModulePrice.objects.filter(**mine)
                .order_by("module__code")
                .values_list(JSONObject(code="module__code", name="module__name", centavos="licence_centavos"))
            ),
            cycles=ArraySubquery(
                CycleTerms.objects.filter(**mine).values_list(JSONObject(cycle="cycle", discount="discount"))
            ),
        )
        .latest("valid_from")
    )
    monthly = {LICENCE: Money(version.licence), STORAGE: Money(version.gb_centavos)}
    monthly |= {module["code"]: Money(module["centavos"]) for module in version.modules}
    discounts = {Cycle(terms["cycle"]): terms["discount"] for terms in version.cycles}
    names = {module["code"]: module["name"] for module in version.modules}
    return PriceList(Prices(monthly=monthly, cycle_discounts=discounts), names)


def renewing(contract: Contract, added: Mapping[str, int] | None = None) -> dict[str, int]:
    """What the next renewal would hold if it were counted now, with `added` on top: by policy and floor (D18, D20)."""
    added = added or {}
    quantities = {
        item: contract.at_renewal.get(item, 0) + added.get(item, 0) for item in {**contract.at_renewal, **added}
    }
    if contract.subscription.renewal_policy == "active":
        contracted = quantities.get(LICENCE, 0)
        quantities[LICENCE] = min(contracted, max(contract.plan.minimum_licences, contract.active, 1))
    return quantities


def _sum(rows: Any, amount: Any) -> Any:
    total = rows.order_by().values("account").annotate(total=Sum(amount, filter=Q())).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)
