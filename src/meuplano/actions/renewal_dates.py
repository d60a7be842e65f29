"""The days on which a subscription's next renewal is announced and issued, kept on its row for the index."""

from django.conf import settings

from meuplano.records.models import Subscription
from meuplano.rules import orders, renewal


def set_renewal_dates(subscription: Subscription) -> None:
    """Set `announce_on` and `issue_on` for the period after the running one (D15); the caller saves.

    A card is announced ahead and invoiced at the roll-over itself, so it has no day of issue of its own.
    """
    dates = renewal.dates(subscription.method, subscription.period_end, days_ahead=settings.BILLING["issue_days_ahead"])
    by_card = subscription.method == orders.CARD
    subscription.announce_on = dates.count_on if by_card else None
    subscription.issue_on = None if by_card else dates.issue_on
