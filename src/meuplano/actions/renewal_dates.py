"""The days on which a subscription's next renewal is announced and issued, kept on its row for the index."""

from calendar import monthrange
from datetime import date

from django.conf import settings

from meuplano.records.models import Subscription
from meuplano.rules import card_retries, orders, renewal


def set_renewal_dates(subscription: Subscription) -> None:
    """Set `announce_on` and `issue_on` for the period after the running one (D15); the caller saves.

    A card is announced ahead and invoiced at the roll-over itself, so it has no day of issue of its own.
    """
    dates = renewal.dates(subscription.method, subscription.period_end, days_ahead=settings.BILLING["issue_days_ahead"])
    by_card = subscription.method == orders.CARD
    subscription.announce_on = dates.count_on if by_card else None
    subscription.issue_on = None if by_card else dates.issue_on


def renewal_method(subscription: Subscription) -> str:
    """How the coming renewal is collected: the method of the recurring charge, or boleto where its card is dead."""
    card = subscription.card
    if subscription.method != orders.CARD or card is None:
        return subscription.method
    year, month = int(card.expires[:4]), int(card.expires[5:7])
    last_day = date(year, month, monthrange(year, month)[1])
    refused = card.dead_since is not None
    dead = card_retries.known_dead(expires_on=last_day, first_day=subscription.period_end, do_not_retry=refused)
    return orders.BOLETO if dead else orders.CARD
