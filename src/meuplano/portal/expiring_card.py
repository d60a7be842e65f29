"""The card of the recurring charge is about to expire: what the plan page says until another one pays (F16)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext

from meuplano.documents import words
from meuplano.records.contract import Contract
from meuplano.rules import card_retries


@dataclass(frozen=True, slots=True)
class ExpiringCard:
    """What the strip says."""

    title: str
    detail: str


def expiring_card(contract: Contract, today: date) -> ExpiringCard | None:
    """From the month in which it expires, or as soon as the next charge comes too late for it; else None."""
    subscription = contract.subscription
    card, first_day = subscription.card, contract.period.end
    if subscription.status != "active" or subscription.method != "card" or card is None or card.dead_since:
        return None
    last_day = card_retries.last_day(card.expires)
    in_time = last_day >= first_day
    if in_time and f"{today:%Y-%m}" < card.expires:
        return None
    title = gettext("%(card)s vence em %(day)s") if today <= last_day else gettext("%(card)s venceu em %(day)s")
    name = f"{card.brand} {gettext('final')} {card.last4}"
    if in_time:
        detail = gettext("A cobrança de %(on)s ainda passa nele. Para as seguintes, guarde outro cartão.")
    else:
        detail = gettext("A renovação de %(on)s sai por boleto em %(paper)s. Para continuar no cartão, guarde outro.")
    paper = first_day - timedelta(days=settings.BILLING["issue_days_ahead"])
    return ExpiringCard(
        title % {"card": name, "day": words.day(last_day)},
        detail % {"on": words.day(first_day), "paper": words.day(paper)},
    )
