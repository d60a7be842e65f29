"""The yearly adjustment of what accounts pay, by a percentage: one account's, or of all that qualify (D38)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from meuplano.actions.due import for_each_due
from meuplano.actions.later import later, tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.records import events
from meuplano.records.models import Account, AgreedPrice, Event, Subscription
from meuplano.records.pricing import price_list_for
from meuplano.rules.act import Act
from meuplano.rules.adjustments import adjusted, earliest
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, first_boundary
from meuplano.rules.prices import Prices

MOST = 5000  # basis points: more than 50 % is a typing mistake
OF_AGREED = "agreed"  # accounts with agreed prices; the others follow the list
OF_ALL = "all"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What an adjustment announced today does to one account: monthly unit prices, and the first period with them.

    `too_soon` says that the first period which the notice allows begins within 12 months of the last adjustment.
    """

    account: Account
    first_day: date
    holds_from: date
    too_soon: bool
    monthly: Mapping[str, tuple[Money, Money]]
    units: Mapping[str, tuple[Money, Money]]  # of a whole period, all discounts off
    months: int


@dataclass(frozen=True, slots=True)
class Preview:
    """How many accounts an adjustment would reach, how many it is too soon for, and what it does to the first ones."""

    reached: int
    too_soon: int
    shown: tuple[Adjustment, ...]


def preview(basis_points: int, scope: str, act: Act, *, most: int = 20) -> Preview:
    """What adjusting all accounts of a scope would do today; reads only. Raises Refused (out_of_range)."""
    _check(basis_points)
    reached = too_soon = 0
    shown: list[Adjustment] = []
    for subscription in _of_scope(scope).select_related("plan", "account").order_by("account_id").iterator():
        if _too_soon(subscription, act.today):
            too_soon += 1
            continue
        reached += 1
        if len(shown) < most:
            shown.append(adjustment_of(subscription, basis_points, act))
    return Preview(reached, too_soon, tuple(shown))


def adjustment_of(subscription: Subscription, basis_points: int, act: Act) -> Adjustment:
    """What an adjustment would do to this subscription; of its agreed prices if it has any, else of all its prices."""
    last = _last_adjusted(subscription)
    holds_from = earliest(act.today, last, settings.BILLING["notice_days"])
    cycle = Cycle(subscription.cycle)
    first_day = first_boundary(subscription.anchor, cycle, max(holds_from, subscription.period_end))
    now = price_list_for(subscription, first_day).prices
    own = set(_agreed(subscription.account_id, first_day).values_list("item", flat=True))
    monthly = {
        item: (price, adjusted(price, basis_points)) for item, price in now.monthly.items() if not own or item in own
    }
    before = now.units(cycle)
    after = _with(now, {item: new for item, (_, new) in monthly.items()}, cycle)
    return Adjustment(
        account=subscription.account,
        first_day=first_day,
        holds_from=holds_from,
        too_soon=_too_soon(subscription, act.today),
        monthly=monthly,
        units={item: (before[item].net, after[item]) for item in monthly},
        months=int(cycle),
    )


def preview_account(account: Account, basis_points: int, act: Act) -> Adjustment:
    """What adjusting one account would do today; reads only. Raises Refused: out_of_range, no_subscription."""
    _check(basis_points)
    subscription = _live().filter(account=account).select_related("plan", "account").first()
    if subscription is None:
        raise Refused("no_subscription")
    return adjustment_of(subscription, basis_points, act)


def adjust_account(account_id: int, basis_points: int, reason: str, act: Act) -> Adjustment:
    """Adjust one account's prices, and tell it. Raises Refused: out_of_range, no_reason, no_subscription, too_soon."""
    _check(basis_points, reason)
    with locked(account_id, act) as account:
        subscription = _live().filter(account=account).select_related("plan", "account").first()
        if subscription is None:
            raise Refused("no_subscription")
        adjustment = adjustment_of(subscription, basis_points, act)
        if adjustment.too_soon:
            raise Refused("too_soon")
        _write(account, adjustment, basis_points, reason, act)
        return adjustment


def order_adjustment(basis_points: int, scope: str, reason: str, act: Act) -> Event:
    """Have all accounts of a scope that qualify adjusted by the worker. Raises Refused: out_of_range, no_reason."""
    _check(basis_points, reason)
    with transaction.atomic():
        event = events.record(
            "adjustment.ordered", act, None, basis_points=basis_points, scope=scope, reason=reason.strip()
        )
        later("adjust_prices", event_id=event.pk)
    return event


def adjust_ordered(event_id: int, act: Act) -> int:
    """Adjust every account that an order reaches, each once however often it runs; returns how many were adjusted."""
    event = Event.objects.get(pk=event_id, name="adjustment.ordered")
    ordered = Act(by=event.by, at=act.at)

    def adjust(account: Account, by: Act) -> bool:
        subscription = _live().filter(account=account).select_related("plan", "account").first()
        if subscription is None or _too_soon(subscription, by.today):
            return False
        adjustment = adjustment_of(subscription, event.data["basis_points"], by)
        _write(account, adjustment, event.data["basis_points"], event.data["reason"], by)
        return True

    return for_each_due(_of_scope(event.data["scope"]), adjust, "adjust prices", ordered)


def _write(account: Account, adjustment: Adjustment, basis_points: int, reason: str, act: Act) -> None:
    AgreedPrice.objects.bulk_create(
        AgreedPrice(
            account=account,
            item=item,
            monthly_centavos=after.centavos,
            valid_from=adjustment.holds_from,
            until=_until(account.pk, item, adjustment.holds_from),
            reason=reason.strip()[:200],
            adjustment=basis_points,
            notified_on=act.today,
            by=act.by,
            made_at=act.at,
        )
        for item, (_, after) in adjustment.monthly.items()
    )
    event = events.record(
        "prices.adjusted",
        act,
        account,
        basis_points=basis_points,
        reason=reason.strip()[:200],
        first_day=adjustment.first_day.isoformat(),
        months=adjustment.months,
        changed={
            item: {"before": before.centavos, "after": after.centavos}
            for item, (before, after) in adjustment.units.items()
            if before != after
        },
    )
    tell(event)


def _check(basis_points: int, reason: str = "-") -> None:
    if not reason.strip():
        raise Refused("no_reason")
    if not -MOST <= basis_points <= MOST or basis_points == 0:
        raise Refused("out_of_range")


def _live() -> QuerySet[Subscription]:
    return Subscription.objects.filter(status__in=["active", "suspended"])


def _of_scope(scope: str) -> QuerySet[Subscription]:
    agreed = AgreedPrice.objects.filter(account=OuterRef("account"), monthly_centavos__isnull=False, until__isnull=True)
    return _live().filter(Exists(agreed)) if scope == OF_AGREED else _live()


def _agreed(account_id: int, day: date) -> QuerySet[AgreedPrice]:
    holding = Q(until__isnull=True) | Q(until__gt=day)
    return AgreedPrice.objects.filter(holding, account=account_id, monthly_centavos__isnull=False, valid_from__lte=day)


def _until(account_id: int, item: str, day: date) -> date | None:
    """An agreed price that ends keeps its end when it is adjusted."""
    last = _agreed(account_id, day).filter(item=item).order_by("pk").last()
    return last.until if last else None


def _last_adjusted(subscription: Subscription) -> date | None:
    """The day of the last adjustment, also of one that was announced and has not come into force."""
    own = AgreedPrice.objects.filter(account=subscription.account_id, adjustment__isnull=False)
    announced = own.aggregate(last=Max("valid_from"))["last"]
    return max((day for day in (subscription.adjusted_on, announced) if day), default=None)


def _too_soon(subscription: Subscription, today: date) -> bool:
    notice = settings.BILLING["notice_days"]
    allowed = earliest(today, None, notice)
    cycle = Cycle(subscription.cycle)
    first_day = first_boundary(subscription.anchor, cycle, max(allowed, subscription.period_end))
    return first_day < earliest(today, _last_adjusted(subscription), notice)


def _with(now: Prices, monthly: Mapping[str, Money], cycle: Cycle) -> dict[str, Money]:
    units = replace(now, monthly={**now.monthly, **monthly}).units(cycle)
    return {item: unit.net for item, unit in units.items()}
