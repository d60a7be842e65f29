"""Which prices hold for one account: the list it was told of (D38), its agreed prices, and a courtesy (D40)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from meuplano.records.models import (
    Account,
    AgreedPrice,
    Courtesy,
    ModulePrice,
    Plan,
    PlanPrice,
    PriceNotice,
    PriceVersion,
    Subscription,
    SubscriptionPeriod,
)
from meuplano.records.models.catalogue import CycleTerms
from meuplano.rules import adjustments, agreements
from meuplano.rules.agreements import Agreed
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE, Prices, UnitPrice


@dataclass(frozen=True, slots=True)
class PriceList:
    """The prices of one plan as they hold for one account, what each module is called, and the courtesy if one holds.

    `prices` are what additions cost; a renewal costs `renewal_units`.
    """

    prices: Prices
    module_names: Mapping[str, str]
    version_id: int
    listed: Mapping[str, Money]  # each item's monthly price in the list itself
    courtesy: agreements.Courtesy | None = None

    def renewal_units(self, cycle: Cycle) -> dict[str, UnitPrice]:
        """The price of one unit of every item for a period of that cycle, less the courtesy."""
        return self.prices.units(cycle, courtesy=self.courtesy.off if self.courtesy else 0)


def price_list_for(subscription: Subscription, first_day: date) -> PriceList:
    """The prices for a period of this subscription that begins on that day, in one query.

    That is its running period's list until a newer one holds, with what was agreed in its place.
    """
    mine = {"account": subscription.account_id}
    running = SubscriptionPeriod.objects.filter(
        **mine, subscription=subscription.pk, start=subscription.period_start
    ).values("price_version")
    since = PriceVersion.objects.filter(pk__in=running).values("valid_from")[:1]
    versions = _read(subscription.plan, subscription.account_id).filter(
        Q(pk__in=running) | Q(valid_from__gt=Subquery(since), valid_from__lte=first_day)
    )
    kept = {version.pk: version for version in versions.annotate(runs=Subquery(running[:1]))}
    key = adjustments.list_for(
        first_day,
        running=next(iter(kept.values())).runs,
        newer=[adjustments.Announced(v.pk, v.valid_from, v.notified_on) for v in kept.values() if v.pk != v.runs],
        last_adjusted_on=subscription.adjusted_on,
        notice_days=settings.BILLING["notice_days"],
    )
    return _price_list(kept[key], first_day)


def price_list_of(version: PriceVersion, subscription: Subscription, first_day: date) -> PriceList:
    """What that list will cost this subscription, for a period that begins on that day."""
    return _price_list(_read(subscription.plan, subscription.account_id).get(pk=version.pk), first_day)


def price_list_on(day: date, plan: Plan, account: Account | None = None) -> PriceList:
    """The list of that day, for a subscription that begins then (D36, D39), with what was agreed, in one query.

    Raises PriceVersion.DoesNotExist.
    """
    version = _read(plan, account.pk if account else None).filter(valid_from__lte=day).latest("valid_from")
    return _price_list(version, day)


def is_adjusted(subscription: Subscription, version_id: int, first_day: date) -> bool:
    """Whether a period that begins then has adjusted prices: another list, or an adjustment of its own (D38)."""
    mine = {"account": subscription.account_id}
    running = SubscriptionPeriod.objects.filter(
        **mine, subscription=subscription.pk, start=subscription.period_start
    ).exclude(price_version=version_id)
    own = AgreedPrice.objects.filter(
        **mine, adjustment__isnull=False, valid_from__gt=subscription.period_start, valid_from__lte=first_day
    )
    return running.exists() or own.exists()


def _read(plan: Plan, account_id: int | None) -> QuerySet[Any]:
    mine, of_account = {"version": OuterRef("pk")}, {"account": account_id}
    agreed = AgreedPrice.objects.filter(**of_account).order_by("pk")
    courtesies = Courtesy.objects.filter(**of_account).exclude(subscription__status="cancelled").order_by("pk")
    begun = SubscriptionPeriod.objects.filter(account=OuterRef("account"), courtesy=OuterRef("pk")).order_by()
    used = begun.values("courtesy").annotate(n=Count("pk")).values("n")
    return PriceVersion.objects.annotate(
        licence=Subquery(PlanPrice.objects.filter(**mine, plan=plan).values("licence_centavos")[:1]),
        modules=ArraySubquery(
            ModulePrice.objects.filter(**mine)
            .order_by("module__code")
            .values_list(JSONObject(code="module__code", name="module__name", centavos="licence_centavos"))
        ),
        cycles=ArraySubquery(
            CycleTerms.objects.filter(**mine).values_list(JSONObject(cycle="cycle", discount="discount"))
        ),
        notified_on=Subquery(PriceNotice.objects.filter(**mine, **of_account).values("notified_on")[:1]),
        agreed=ArraySubquery(
            agreed.values_list(
                JSONObject(
                    item="item", monthly="monthly_centavos", discount="discount", since="valid_from", until="until"
                )
            )
        ),
        courtesies=ArraySubquery(
            courtesies.annotate(used=Coalesce(Subquery(used, output_field=IntegerField()), Value(0))).values_list(
                JSONObject(key=F("pk"), off="off", periods="periods", used="used", since="valid_from", until="until")
            )
        ),
    )


def _price_list(version: Any, first_day: date) -> PriceList:
    monthly = {LICENCE: Money(version.licence), STORAGE: Money(version.gb_centavos)}
    monthly |= {module["code"]: Money(module["centavos"]) for module in version.modules}
    discounts = {Cycle(terms["cycle"]): terms["discount"] for terms in version.cycles}
    agreed = [
        Agreed(
            item=term["item"],
            monthly=None if term["monthly"] is None else Money(term["monthly"]),
            discount=term["discount"],
            from_day=date.fromisoformat(term["since"]),
            until=_day(term["until"]),
        )
        for term in version.agreed
    ]
    courtesies = [
        agreements.Courtesy(
            key=row["key"],
            off=row["off"],
            periods=row["periods"],
            used=row["used"],
            from_day=date.fromisoformat(row["since"]),
            until=_day(row["until"]),
        )
        for row in version.courtesies
    ]
    listed = Prices(monthly=monthly, cycle_discounts=discounts)
    return PriceList(
        prices=agreements.with_agreed(listed, agreed, first_day),
        module_names={module["code"]: module["name"] for module in version.modules},
        version_id=version.pk,
        listed=monthly,
        courtesy=agreements.courtesy_for(courtesies, first_day),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
