"""Which prices hold for one account: the list it was told of (D38), its agreed prices, and a courtesy (D40)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from meuplano.records.models import Account, AgreedPrice, Plan, PriceVersion, Subscription, SubscriptionPeriod
from meuplano.records.statements import Statement
from meuplano.rules import adjustments, agreements
from meuplano.rules.agreements import Agreed
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE, Prices, UnitPrice

PRICE_LIST = Statement("price_list")


@dataclass(frozen=True, slots=True)
class PriceList:
    """The prices of one plan as they hold for one account, what each module is called, and the courtesy if one holds.

    `prices` are what additions cost; a renewal costs `renewal_units`.
    """

    prices: Prices
    module_names: Mapping[str, str]
    version_id: int
    courtesy: agreements.Courtesy | None = None

    def renewal_units(self, cycle: Cycle) -> dict[str, UnitPrice]:
        """The price of one unit of every item for a period of that cycle, less the courtesy."""
        return self.prices.units(cycle, courtesy=self.courtesy.off if self.courtesy else 0)


def price_list_for(subscription: Subscription, first_day: date) -> PriceList:
    """The prices for a period of this subscription that begins on that day, in one query.

    That is its running period's list until a newer one holds, with what was agreed in its place.
    """
    running, *newer = _candidates(subscription.plan_id, first_day, subscription)
    key = adjustments.list_for(
        first_day,
        running=running.announced.key,
        newer=[candidate.announced for candidate in newer],
        last_adjusted_on=subscription.adjusted_on,
        notice_days=settings.BILLING["notice_days"],
    )
    return next(candidate.prices for candidate in (running, *newer) if candidate.announced.key == key)


def price_list_of(version: PriceVersion, subscription: Subscription, first_day: date) -> PriceList:
    """What that list, newer than the running one, will cost this subscription for a period that begins on that day."""
    candidates = _candidates(subscription.plan_id, first_day, subscription)
    return next(candidate.prices for candidate in candidates if candidate.announced.key == version.pk)


def price_list_on(day: date, plan: Plan, account: Account | None = None) -> PriceList:
    """The list of that day, for a subscription that begins then (D36, D39), with what was agreed, in one query.

    Raises PriceVersion.DoesNotExist.
    """
    candidates = _candidates(plan.pk, day, account=account)
    if not candidates:
        raise PriceVersion.DoesNotExist(f"no price list holds on {day}")
    return candidates[-1].prices


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


@dataclass(frozen=True, slots=True)
class _Candidate:
    announced: adjustments.Announced
    prices: PriceList


def _candidates(
    plan_id: int, day: date, subscription: Subscription | None = None, account: Account | None = None
) -> list[_Candidate]:
    """The running list, or the day's for a subscription to come, and those that are newer; by their first day."""
    values = {
        "plan": plan_id,
        "day": day,
        "account": subscription.account_id if subscription else account and account.pk,
        "subscription": subscription and subscription.pk,
        "start": subscription and subscription.period_start,
    }
    return [_candidate(row, day) for row in PRICE_LIST.rows(values)]


def _candidate(row: Iterator[Any], day: date) -> _Candidate:
    key, valid_from, gb, licence, modules, cycles, notified_on, agreed, courtesies = row
    monthly = {LICENCE: Money(licence), STORAGE: Money(gb)}
    monthly |= {code: Money(centavos) for code, _, centavos in modules or ()}
    listed = Prices(monthly=monthly, cycle_discounts={Cycle(cycle): discount for cycle, discount in cycles or ()})
    terms = [
        Agreed(item, None if price is None else Money(price), discount, date.fromisoformat(since), _day(until))
        for item, price, discount, since, until in agreed or ()
    ]
    given = [
        agreements.Courtesy(courtesy, off, periods, used, date.fromisoformat(since), _day(until))
        for courtesy, off, periods, since, until, used in courtesies or ()
    ]
    prices = PriceList(
        prices=agreements.with_agreed(listed, terms, day),
        module_names={code: name for code, name, _ in modules or ()},
        version_id=key,
        courtesy=agreements.courtesy_for(given, day),
    )
    return _Candidate(adjustments.Announced(key, valid_from, notified_on), prices)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
