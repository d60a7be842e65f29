"""Telling each account of a new price list: it holds for it no earlier than 30 days after this (D38)."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Func, JSONField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from meuplano.actions.due import for_each_due
from meuplano.actions.later import tell
from meuplano.records import events
from meuplano.records.any_rows import which_have_any
from meuplano.records.models import Account, Event, PriceNotice, PriceVersion, Subscription, SubscriptionPeriod
from meuplano.records.pricing import price_list_for, price_list_of
from meuplano.rules.act import SAO_PAULO, Act
from meuplano.rules.adjustments import earliest
from meuplano.rules.periods import Cycle, first_boundary

LOOKED = "prices.looked_at"


def announce_prices(act: Act) -> int:
    """Tell every account that runs on an older list of the one that is coming; returns how many were told.

    It looks at every account, so once a day, for a new list, and at accounts that came meanwhile.
    """
    newest_account = Account.objects.aggregate(newest=Max("pk"))["newest"]
    if newest_account is None or not which_have_any([to_look_for], act):
        return 0
    lists = list(_to_tell(act).order_by("valid_from"))
    seen = {"on": act.today.isoformat(), "lists": [version.pk for version in lists]}
    last = Event.objects.filter(account=None, name=LOOKED).order_by("-pk").values_list("data", flat=True).first() or {}
    since = last["account"] if last == seen | {"account": last.get("account")} else 0
    told = 0
    for version in lists:
        untold = _untold(version).filter(account__gt=since)
        told += for_each_due(untold, partial(_tell, version), "announce prices", act)
    with transaction.atomic():
        events.record(LOOKED, act, None, **seen, account=newest_account)
    return told


def to_look_for(act: Act) -> QuerySet[PriceVersion]:
    """The lists to tell of for which not every account was looked at today."""
    last = Event.objects.filter(account=None, name=LOOKED).order_by("-pk").values("pk")[:1]
    newest_account = Account.objects.order_by("-pk").values("pk")[:1]
    looked = Event.objects.alias(day=TruncDate("at", tzinfo=SAO_PAULO)).filter(
        pk=Subquery(last),
        day=act.today,
        data__lists__contains=_json(OuterRef("pk")),
        data__account=_json(Subquery(newest_account)),
    )
    return _to_tell(act).filter(~Exists(looked))


def _to_tell(act: Act) -> QuerySet[PriceVersion]:
    """The lists that come, and of those that hold the newest; but none that has no older one before it."""
    lists = PriceVersion.objects
    older = lists.filter(valid_from__lt=OuterRef("valid_from"))
    newer = lists.filter(valid_from__gt=OuterRef("valid_from"), valid_from__lte=act.today)
    return lists.filter(Exists(older), ~Exists(newer))


def _json(value: Any) -> Func:
    return Func(value, function="to_jsonb", output_field=JSONField())


def _untold(version: PriceVersion) -> QuerySet[Subscription]:
    mine = {"account": OuterRef("account")}
    older = SubscriptionPeriod.objects.filter(
        **mine,
        subscription=OuterRef("pk"),
        start=OuterRef("period_start"),
        price_version__valid_from__lt=version.valid_from,
    )
    told = PriceNotice.objects.filter(**mine, version=version)
    return Subscription.objects.exclude(status="cancelled").filter(Exists(older), ~Exists(told))


def _tell(version: PriceVersion, account: Account, act: Act) -> bool:
    """One account's notice, with the prices that change for it. The account is locked."""
    subscription = _untold(version).filter(account=account).select_related("plan").first()
    if subscription is None:
        return False
    PriceNotice.objects.create(account=account, version=version, notified_on=act.today)
    cycle = Cycle(subscription.cycle)
    allowed = earliest(act.today, subscription.adjusted_on, settings.BILLING["notice_days"])
    first_day = first_boundary(subscription.anchor, cycle, max(allowed, version.valid_from, subscription.period_end))
    before = price_list_for(subscription, subscription.period_end).prices.units(cycle)
    after = price_list_of(version, subscription, first_day).prices.units(cycle)
    changed = {
        item: {"before": before[item].net.centavos, "after": price.net.centavos}
        for item, price in after.items()
        if item in before and before[item].net != price.net
    }
    event = events.record(
        "prices.announced",
        act,
        account,
        valid_from=version.valid_from.isoformat(),
        first_day=first_day.isoformat(),
        months=int(cycle),
        changed=changed,
    )
    if changed:
        tell(event)
    return True
