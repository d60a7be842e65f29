"""The card of the recurring charge: refused and tried again, or about to expire (D30)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings

from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, both, finance, tell_each
from meuplano.records.models import Account, Card, Event, Subscription
from meuplano.rules import card_retries


def _refused(event: Event, account: Account) -> Iterable[Message]:
    """Told at the first refusal, with every day on which it is tried again; what follows the last is a paper."""
    invoice = facts.invoice_of(account, event.data["invoice"])
    if invoice is None or invoice.status != "open" or invoice.next_attempt_on is None:
        return ()
    declined = invoice.charges.filter(account=account, method="card", state="declined").order_by("-pk").first()
    days = card_retries.attempts(invoice.period_start)
    following = [day for day in days if day >= invoice.next_attempt_on]
    values = facts.about(invoice) | {
        "card": facts.card_name(invoice.subscription.card),
        "why": declined.decline_text if declined else "",
        "next_on": invoice.next_attempt_on,
        "then_on": following[1:],
    }
    return tell_each(finance(account), "card_refused", values)


def _expiring(event: Event, account: Account) -> Iterable[Message]:
    """Silent when another card or method has taken its place."""
    subscription = Subscription.objects.filter(account=account, status="active", method="card").first()
    card = Card.objects.filter(account=account, pk=event.data["card"]).first()
    if subscription is None or card is None or subscription.card_id != card.pk:
        return ()
    last_day, first_day = date.fromisoformat(event.data["last_day"]), subscription.period_end
    ahead = timedelta(settings.BILLING["issue_days_ahead"])
    values = {
        "url": facts.url(),
        "card": facts.card_name(card),
        "last_day": last_day,
        "first_day": first_day,
        "paper_on": first_day - ahead if last_day < first_day else None,
    }
    return tell_each(both(account), "card_expiring", values)


MESSAGES: dict[str, Compose] = {"card.refused": _refused, "card.expiring": _expiring}
