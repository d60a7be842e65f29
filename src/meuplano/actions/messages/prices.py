"""New prices, told 30 days ahead (D38), and the return to the full price, 10 days ahead (D40)."""

from collections.abc import Iterable
from datetime import date

from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, both, tell_each
from meuplano.actions.papers import module_names
from meuplano.documents import lines as said
from meuplano.records.models import Account, Event
from meuplano.rules.money import Money


def _announced(event: Event, account: Account) -> Iterable[Message]:
    """To the owner and the finance e-mails: the notice counts for both."""
    names = module_names()
    values = {
        "url": facts.url(),
        "first_day": date.fromisoformat(event.data["first_day"]),
        "months": event.data["months"],
        "prices": [
            (said.item_name(item, names), Money(price["before"]), Money(price["after"]))
            for item, price in event.data["changed"].items()
        ],
    }
    return tell_each(both(account), "price_notice", values)


def _courtesy_ending(event: Event, account: Account) -> Iterable[Message]:
    values = {
        "url": facts.url(),
        "first_day": date.fromisoformat(event.data["first_day"]),
        "before": Money(event.data["before"]),
        "after": Money(event.data["after"]),
    }
    return tell_each(both(account), "full_price", values)


MESSAGES: dict[str, Compose] = {
    "prices.announced": _announced,
    "prices.adjusted": _announced,
    "courtesy.ending": _courtesy_ending,
}
