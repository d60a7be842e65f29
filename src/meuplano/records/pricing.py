"""Which prices hold for one account: the list it was told of (D38), its agreed prices, and a courtesy (D40)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from meuplano.records.models import (
    Account,
    AgreedPrice,
    Courtesy,
    Plan,
    PriceNotice,
    PriceVersion,
    ScheduledChange,
    Subscription,
    SubscriptionPeriod,
)
from meuplano.records.statements import Statement
from meuplano.records.together import question
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

    def agreeing(self, agreed: Sequence[Agreed], first_day: date) -> "PriceList":
        """The same with what is agreed on top, for a period that begins on that day."""
        return replace(self, prices=agreements.with_agreed(self.prices, agreed, first_day)) if agreed else self

    def renewal_units(self, cycle: Cycle) -> dict[str, UnitPrice]:
        """The price of one unit of every item for a period of that cycle, less the courtesy."""
        return self.prices.units(cycle, courtesy=self.courtesy.off if self.courtesy else 0)


def price_list_for(subscription: Subscription, first_day: date, plan: Plan | None = None) -> PriceList:
    """The prices for a period of this subscription that begins on that day, in one query.

    That is its running period's list until a newer one holds, with what was agreed in its place. Its licences are those
    of the plan that is scheduled for that day, if one is, unless `plan` says otherwise (D48).
    """
    running, *newer = _for_subscription(subscription, first_day, plan)
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
    candidates = _for_subscription(subscription, first_day)
    return next(candidate.prices for candidate in candidates if candidate.announced.key == version.pk)


def price_list_on(day: date, plan: Plan, account: Account | None = None) -> PriceList:
    """The list of that day, for a subscription that begins then (D36, D39), with what was agreed, in one query.

    Raises PriceVersion.DoesNotExist.
    """
    candidates = _candidates([_Asked(account.pk if account else None, plan.pk, day)])[0]
    if not candidates:
        raise PriceVersion.DoesNotExist(f"no price list holds on {day}")
    return candidates[-1].prices


def is_adjusted(subscription: Subscription, version_id: int, first_day: date) -> bool:
    """Whether a period that begins then has adjusted prices: another list, or an adjustment of its own (D38)."""
    running = running_list.of(subscription.account_id)
    own = own_adjustments.of(subscription.account_id)
    return running not in (None, version_id) or any(subscription.period_start < day <= first_day for day in own)


def agreed_licence_price(account: Account, first_day: date) -> bool:
    """Whether the account has a licence price of its own on that day: it was agreed for the plan of then (D48)."""
    own = AgreedPrice.objects.filter(account=account, item=LICENCE, monthly_centavos__isnull=False)
    return own.filter(Q(until=None) | Q(until__gt=first_day), valid_from__lte=first_day).exists()


@question(SubscriptionPeriod, Subscription, nothing=lambda: None)
def running_list(accounts: Sequence[int]) -> dict[int, int | None]:
    """The price list of each one's running period."""
    live = SubscriptionPeriod.objects.filter(account__in=accounts, start=F("subscription__period_start"))
    return dict(live.exclude(subscription__status="cancelled").values_list("account_id", "price_version_id"))


@question(AgreedPrice, nothing=list)
def own_adjustments(accounts: Sequence[int]) -> dict[int, list[date]]:
    """The days from which adjustments of each one's own prices hold."""
    found: dict[int, list[date]] = defaultdict(list)
    own = AgreedPrice.objects.filter(account__in=accounts, adjustment__isnull=False)
    for account, day in own.values_list("account_id", "valid_from"):
        found[account].append(day)
    return found


@question(Subscription, SubscriptionPeriod, PriceNotice, AgreedPrice, Courtesy, ScheduledChange, nothing=list)
def lists_of_next(accounts: Sequence[int]) -> dict[int, "list[_Candidate]"]:
    """What the period after the running one may cost, for live subscriptions."""
    live = list(Subscription.objects.filter(account__in=accounts).exclude(status="cancelled"))
    return {
        subscription.account_id: candidates
        for subscription, candidates in zip(
            live, _candidates([_asked(subscription, subscription.period_end) for subscription in live]), strict=True
        )
    }


@dataclass(frozen=True, slots=True)
class _Candidate:
    announced: adjustments.Announced
    prices: PriceList


@dataclass(frozen=True, slots=True)
class _Asked:
    account: int | None
    plan: int
    day: date
    subscription: int | None = None
    start: date | None = None
    other_plan: int | None = None


def _asked(subscription: Subscription, day: date) -> _Asked:
    return _Asked(subscription.account_id, subscription.plan_id, day, subscription.pk, subscription.period_start)


def _for_subscription(subscription: Subscription, first_day: date, plan: Plan | None = None) -> list[_Candidate]:
    if plan is not None:
        return _candidates([replace(_asked(subscription, first_day), other_plan=plan.pk)])[0]
    if first_day == subscription.period_end:
        for known in lists_of_next.ahead(subscription.account_id):
            return known
    return _candidates([_asked(subscription, first_day)])[0]


def _candidates(asked: list[_Asked]) -> list[list[_Candidate]]:
    """For each, the running list, or the day's for a subscription to come, and the newer ones; by their first day."""
    values = {
        "accounts": [one.account for one in asked],
        "subscriptions": [one.subscription for one in asked],
        "plans": [one.plan for one in asked],
        "starts": [one.start for one in asked],
        "days": [one.day for one in asked],
        "others": [one.other_plan for one in asked],
    }
    found: list[list[_Candidate]] = [[] for _ in asked]
    for row in PRICE_LIST.rows(values):
        place = next(row) - 1
        found[place].append(_candidate(row, asked[place].day))
    return found


def _candidate(row: Iterator[Any], day: date) -> _Candidate:
    key, valid_from, gb, licence, modules, cycles, notified_on, agreed, courtesies = row
    monthly = {STORAGE: Money(gb)}
    if licence is not None:  # a plan that came later is in no older list
        monthly[LICENCE] = Money(licence)
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
