"""Saying in time that the card of the recurring charge is about to expire, once for each card."""

from datetime import date

from django.db.models import CharField, F, Func, QuerySet, Value

from meuplano.actions.due import for_each_due
from meuplano.actions.later import tell
from meuplano.records import events
from meuplano.records.models import Account, Card, Subscription
from meuplano.rules import card_retries
from meuplano.rules.act import Act


def warn_of_expiry(act: Act) -> int:
    """Tell of the cards that expire this month and are charged for a renewal; returns how many."""
    return for_each_due(expiring(act), _warn, "warn of expiry", act)


def expiring(act: Act) -> QuerySet[Subscription]:
    """Whose card expires this month, or did, and its customer was not told."""
    return Subscription.objects.filter(
        status="active",
        method="card",
        card__expires__lte=_month(act.today),
        card__dead_since__isnull=True,
        card__told_expiry_on__isnull=True,
        card__account=F("account"),  # as it is; so that the few cards are found first, and then whose they are
    )


def _month(day: date) -> Func:
    """The day's month as a card names it: 2027-03."""
    return Func(Value(day), Value("YYYY-MM"), function="to_char", output_field=CharField())


def _warn(account: Account, act: Act) -> bool:
    subscription = expiring(act).filter(account=account).select_related("card").first()
    if subscription is None or subscription.card is None:
        return False
    card = subscription.card
    Card.objects.filter(account=account, pk=card.pk).update(told_expiry_on=act.today)
    last_day = card_retries.last_day(card.expires)
    tell(events.record("card.expiring", act, account, card=card.pk, last_day=last_day.isoformat()))
    return True
