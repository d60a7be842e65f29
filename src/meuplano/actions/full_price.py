"""The end of a courtesy: the return to the full price is announced 10 days before it (D40)."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from meuplano.actions.due import for_each_due
from meuplano.actions.later import tell
from meuplano.records import events
from meuplano.records.models import Account, Courtesy, Subscription
from meuplano.records.overview import overview_of
from meuplano.records.pricing import price_list_for
from meuplano.rules import proration
from meuplano.rules.act import Act
from meuplano.rules.lines import lines_for, total_of


def plan_full_price(subscription: Subscription, act: Act) -> None:
    """Set the day on which the return to the full price is told, if the running period is the courtesy's last."""
    running = subscription.periods.filter(start=subscription.period_start).select_related("courtesy").first()
    if running is None or running.courtesy is None:
        return
    ends = price_list_for(subscription, running.end).courtesy is None
    day = max(act.today, running.end - timedelta(days=settings.BILLING["issue_days_ahead"]))
    Courtesy.objects.filter(pk=running.courtesy.pk).update(announce_on=day if ends else None)


def to_announce(act: Act) -> QuerySet[Courtesy]:
    """Courtesies of whose end is to be told by today."""
    return Courtesy.objects.filter(announce_on__lte=act.today)


def announce_full_prices(act: Act) -> int:
    """Tell of the returns to the full price whose day has come; returns how many."""
    return for_each_due(to_announce(act), _announce, "announce full price", act, by="announce_on")


def _announce(account: Account, act: Act) -> bool:
    due = to_announce(act).filter(account=account)
    courtesy = due.first()
    due.update(announce_on=None)
    overview = overview_of(account)
    if courtesy is None or overview is None or overview.contract.subscription.status != "active":
        return False
    listed = price_list_for(overview.contract.subscription, overview.coming.start)
    if listed.courtesy is not None:  # another one was given in the meantime
        return False
    contract, counted = overview.contract, overview.counted
    units = counted.units if counted else listed.renewal_units(overview.coming_cycle)
    quantities = counted.quantities if counted else overview.renewing()
    event = events.record(
        "courtesy.ending",
        act,
        account,
        courtesy=courtesy.pk,
        first_day=overview.coming.start.isoformat(),
        before=total_of(lines_for(quantities, contract.invoiced, proration.whole(contract.period))).centavos,
        after=total_of(lines_for(quantities, units, proration.whole(overview.coming))).centavos,
    )
    tell(event)
    return True
