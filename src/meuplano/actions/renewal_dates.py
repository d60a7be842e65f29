"""The days on which a subscription's next renewal is announced and issued, kept on its row for the index."""

from django.conf import settings

from meuplano.records.models import Subscription
from meuplano.rules import card_retries, orders, renewal


def set_renewal_dates(subscription: Subscription) -> None:
    """Set `announce_on` and `issue_on` for the period after the running one (D15); the caller saves.

    A card is announced ahead and invoiced at the roll-over itself, so it has no day of issue of its own; one that is
    known to be dead by then is followed by a boleto, issued ahead (D30).
    """
    method = renewal_method(subscription)
    dates = renewal.dates(method, subscription.period_end, days_ahead=settings.BILLING["issue_days_ahead"])
    by_card = method == orders.CARD
    subscription.announce_on = dates.count_on if by_card else None
    subscription.issue_on = None if by_card else dates.issue_on


def renewal_method(subscription: Subscription) -> str:
    """How the coming renewal is collected: the method of the recurring charge, or boleto where its card is dead."""
    card = subscription.card
    if subscription.method != orders.CARD or card is None:
        return subscription.method
    last_day = card_retries.last_day(card.expires)
    refused = card.dead_since is not None
    dead = card_retries.known_dead(expires_on=last_day, first_day=subscription.period_end, do_not_retry=refused)
    return orders.BOLETO if dead else orders.CARD
