"""What each event has to say, and to whom: composed from the state as it is now, so what is over is not told (R-25)."""

from meuplano.actions.messages import (
    access,
    cards,
    changes,
    fiscal,
    invoices,
    members,
    orders,
    payments,
    prices,
    renewals,
    requests,
    statements,
    team,
)
from meuplano.actions.messages.people import Compose, Message

MESSAGES: dict[str, Compose] = (
    orders.MESSAGES
    | renewals.MESSAGES
    | invoices.MESSAGES
    | payments.MESSAGES
    | prices.MESSAGES
    | cards.MESSAGES
    | changes.MESSAGES
    | access.MESSAGES
    | members.MESSAGES
    | requests.MESSAGES
    | statements.MESSAGES
    | fiscal.MESSAGES
)

TEAM_MESSAGES = team.MESSAGES

__all__ = ["MESSAGES", "TEAM_MESSAGES", "Compose", "Message"]
