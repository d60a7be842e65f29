"""How the recurring charge is paid from now on: the one place that changes it (F07, F16, D31)."""

from meuplano.actions.issue_renewals import issue_renewal
from meuplano.actions.later import tell
from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.records import events
from meuplano.records.models import Account, Card, Subscription
from meuplano.records.renewing import renewal_of_next
from meuplano.rules import orders
from meuplano.rules.act import Act


def set_method(account: Account, method: str, card: Card | None, act: Act, **told: int) -> bool:
    """False if it is paid so already. The account is locked; a card is needed for a card.

    Holds for invoices not issued yet: open ones keep their papers. The days of the next renewal follow the method, and
    one whose day has come by that, from card to boleto in the last days, goes out at once (D15).
    """
    subscription = Subscription.objects.exclude(status="cancelled").filter(account=account).first()
    if subscription is None or (subscription.method, subscription.card_id) == (method, card.pk if card else None):
        return False
    before = subscription.method
    subscription.method, subscription.card = method, card
    if subscription.status == "active" and renewal_of_next(account) is None:
        set_renewal_dates(subscription)
    subscription.save(update_fields=["method", "card", "announce_on", "issue_on"])
    event = events.record(
        "method.changed",
        act,
        account,
        before=before,
        after=method,
        card=f"{card.brand} {card.last4}" if card else "",
        **told,
    )
    tell(event)
    if method != orders.CARD:
        issue_renewal(account, act)
    return True
