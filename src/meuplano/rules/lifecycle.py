"""Every state machine as a table: (state, event) leads to a state, anything else is not allowed.

`python -m meuplano.rules.lifecycle` prints docs/lifecycles.md.
"""

import sys
from collections.abc import Mapping
from types import MappingProxyType

type Moves = Mapping[tuple[str, str], str]


class NotAllowed(ValueError):
    """An event that the state does not know."""


def advance(table: Moves, state: str, event: str) -> str:
    """The state that the event leads to; raises NotAllowed."""
    try:
        return table[state, event]
    except KeyError:
        raise NotAllowed(f"{event!r} is not possible in state {state!r}") from None


def states(table: Moves) -> list[str]:
    """All states, in the order in which the table first names them."""
    return list(dict.fromkeys(state for (start, _), end in table.items() for state in (start, end)))


def final_states(table: Moves) -> list[str]:
    """The states that nothing leads out of."""
    left = {start for start, _ in table}
    return [state for state in states(table) if state not in left]


# A confirmed set of changes that waits for its money. A declined card makes no order (D06): what stays is the attempt.
ORDER: Moves = MappingProxyType(
    {
        ("waiting", "apply"): "applied",
        ("waiting", "withdraw"): "withdrawn",  # the owner's "desistir", a suspension, the end (D08)
        ("waiting", "expire"): "expired",  # D06
        ("waiting", "decline"): "declined",
        ("applied", "undo"): "undone",  # regret (D37) or refund (D33)
    }
)

# Overdue is asked of the calendar, never stored (D56).
INVOICE: Moves = MappingProxyType(
    {
        ("open", "pay"): "paid",
        ("open", "replace"): "replaced",  # re-issued with a new number (D17)
        ("open", "cancel"): "cancelled",
        ("open", "write_off"): "written_off",
        ("written_off", "recover"): "open",  # its money came after all
        ("paid", "reverse"): "open",  # D34
    }
)

# One instalment of an invoice (D28).
INSTALMENT: Moves = MappingProxyType(
    {
        ("open", "pay"): "paid",
        ("open", "cancel"): "cancelled",
        ("paid", "reverse"): "open",
    }
)

# One attempt to be paid through a gateway, and the outbox to it. A gateway's word is an event here, also when it
# corrects itself: money for a dead paper makes the charge paid; what that means for the invoice is asked of `matching`.
CHARGE: Moves = MappingProxyType(
    {
        ("to_send", "send"): "sending",
        ("to_send", "cancel"): "cancelled",
        ("sending", "accept"): "pending",  # a boleto or Pix exists, a card waits for its holder
        ("sending", "pay"): "paid",
        ("sending", "decline"): "declined",  # the card said no
        ("sending", "refuse"): "refused",  # the gateway would not take the order at all
        ("sending", "lose"): "unknown",  # a time-out: ask, never charge again
        ("sending", "retry"): "to_send",  # it certainly never left
        ("unknown", "accept"): "pending",
        ("unknown", "pay"): "paid",
        ("unknown", "decline"): "declined",
        ("unknown", "refuse"): "refused",
        ("unknown", "cancel"): "cancelled",
        ("unknown", "retry"): "to_send",  # the gateway has never heard of it
        ("pending", "pay"): "paid",
        ("pending", "decline"): "declined",
        ("pending", "refuse"): "refused",
        ("pending", "cancel"): "cancelled",
        ("pending", "expire"): "expired",
        ("declined", "pay"): "paid",
        ("refused", "pay"): "paid",
        ("cancelled", "pay"): "paid",
        ("expired", "pay"): "paid",
        ("paid", "reverse"): "reversed",  # D34
        ("paid", "refund"): "refunded",  # D33
    }
)

# Cancelling on a date is a scheduled change; the state moves when the date comes (D35).
SUBSCRIPTION: Moves = MappingProxyType(
    {
        ("contracted", "begin"): "active",  # the first payment (D39)
        ("contracted", "cancel"): "cancelled",
        ("active", "suspend"): "suspended",  # D23
        ("active", "cancel"): "cancelled",
        ("suspended", "resume"): "active",  # D25
        ("suspended", "cancel"): "cancelled",  # D26
    }
)

# A change that waits for the next renewal (product.md rule 4).
SCHEDULED_CHANGE: Moves = MappingProxyType(
    {
        ("scheduled", "apply"): "applied",
        ("scheduled", "undo"): "undone",
        ("scheduled", "replace"): "replaced",  # a later choice about the same thing (D14)
    }
)

# The bytes of a webhook or a bank file in the inbox.
NOTICE: Moves = MappingProxyType(
    {
        ("received", "read"): "read",
        ("received", "fail"): "failed",
        ("failed", "retry"): "received",
        ("failed", "dismiss"): "dismissed",  # a person looked and it means nothing
    }
)

# A boleto at a bank that is spoken to by files (payments.md 3.1). The bank's word is an event; money makes any title
# paid, since the paper was out: what that means for the invoice is asked of `matching`.
TITLE: Moves = MappingProxyType(
    {
        ("draft", "queue"): "queued",  # what the file would refuse was corrected
        ("draft", "cancel"): "cancelled",
        ("queued", "send"): "sent",
        ("queued", "cancel"): "cancelled",  # it never left
        ("sent", "register"): "registered",
        ("sent", "reject"): "rejected",
        ("sent", "cancel"): "withdrawn",  # the write-off goes after it
        ("sent", "pay"): "paid",
        ("sent", "write_off"): "written_off",
        ("rejected", "queue"): "queued",  # corrected, and sent again
        ("rejected", "cancel"): "cancelled",
        ("rejected", "register"): "registered",  # the bank corrects itself
        ("rejected", "pay"): "paid",
        ("registered", "ask"): "change_pending",
        ("registered", "cancel"): "withdrawn",
        ("registered", "pay"): "paid",
        ("registered", "write_off"): "written_off",
        ("change_pending", "change"): "registered",
        ("change_pending", "keep"): "registered",  # the bank refused the change
        ("change_pending", "cancel"): "withdrawn",
        ("change_pending", "pay"): "paid",
        ("change_pending", "write_off"): "written_off",
        ("withdrawn", "write_off"): "cancelled",  # the bank did what we asked
        ("withdrawn", "reject"): "cancelled",  # it was never registered
        ("withdrawn", "pay"): "paid",
        ("cancelled", "pay"): "paid",
        ("written_off", "pay"): "paid",
    }
)

# What waits for the next bank file, and became of it.
TITLE_COMMAND: Moves = MappingProxyType(
    {
        ("waiting", "send"): "sent",
        ("waiting", "drop"): "dropped",  # no longer needed before any file left
        ("sent", "confirm"): "confirmed",
        ("sent", "refuse"): "refused",
    }
)

# A bank's return, read line by line.
BANK_RETURN: Moves = MappingProxyType(
    {
        ("received", "read"): "read",
        ("received", "quarantine"): "quarantined",  # a trailer that does not count right: a person looks first
        ("quarantined", "release"): "received",
        ("quarantined", "dismiss"): "dismissed",
    }
)

# Money that goes back to the customer, as a task for finance (D33).
REFUND: Moves = MappingProxyType(
    {
        ("due", "pay"): "paid",  # a person did it by other ways
        ("due", "drop"): "dropped",  # given up, or the money behind it was taken back
        ("due", "send"): "sending",  # a gateway is asked, with the refund's own key
        ("sending", "pay"): "paid",
        ("sending", "refuse"): "due",  # the gateway would not: a person finds another way
        ("sending", "retry"): "due",  # it certainly never left
        ("sending", "lose"): "unknown",  # a time-out: the same key is asked about, never another one
        ("unknown", "pay"): "paid",
        ("unknown", "refuse"): "due",
    }
)

# What one person of the finance team asked for and another has to agree to (U28).
APPROVAL: Moves = MappingProxyType(
    {
        ("waiting", "approve"): "approved",
        ("waiting", "refuse"): "refused",
    }
)

# Access in exchange for a proof of payment (D51). Whether its days are over is asked of the calendar.
TRUST: Moves = MappingProxyType(
    {
        ("given", "confirm"): "confirmed",  # finance looked at the proof
        ("given", "refuse"): "refused",
        ("given", "settle"): "settled",  # nothing is open of the invoice any more
        ("given", "expire"): "expired",
        ("confirmed", "refuse"): "refused",  # the money turned out not to come
        ("confirmed", "settle"): "settled",
        ("confirmed", "expire"): "expired",
    }
)
TRUSTED = ("given", "confirmed")

# A conversation with the finance team. Whose turn it is: theirs while it is open or in review, else the customer's.
REQUEST: Moves = MappingProxyType(
    {
        ("open", "take"): "in_review",
        ("open", "write"): "open",
        ("open", "answer"): "waiting",  # for the customer
        ("open", "report"): "in_review",  # an answer after which finance goes on working
        ("open", "resolve"): "resolved",
        ("in_review", "take"): "in_review",  # somebody else goes on
        ("in_review", "write"): "in_review",
        ("in_review", "answer"): "waiting",
        ("in_review", "report"): "in_review",
        ("in_review", "resolve"): "resolved",
        ("waiting", "take"): "waiting",
        ("waiting", "write"): "in_review",
        ("waiting", "answer"): "waiting",
        ("waiting", "report"): "in_review",
        ("waiting", "resolve"): "resolved",
        ("resolved", "write"): "open",  # a word after the end opens it again, also one by e-mail
        ("resolved", "answer"): "waiting",
        ("resolved", "report"): "in_review",
        ("resolved", "reopen"): "open",
    }
)
WITH_FINANCE = ("open", "in_review")

# What a finance answer offers to the owner. Whether its last day is over is asked of the calendar, never stored.
PROPOSAL: Moves = MappingProxyType(
    {
        ("offered", "accept"): "accepted",  # it became an order
        ("offered", "decline"): "declined",
        ("offered", "withdraw"): "withdrawn",
        ("offered", "replace"): "replaced",  # by the next one in the same request
    }
)

# A nota fiscal that finance attached to its invoice; a cancelled one makes room for another.
FISCAL_NOTE: Moves = MappingProxyType({("issued", "cancel"): "cancelled"})

ALL: Mapping[str, tuple[str, Moves]] = MappingProxyType(
    {
        "Order": ("A confirmed set of changes that waits for its money.", ORDER),
        "Invoice": ("Overdue is asked of the calendar, never stored.", INVOICE),
        "Instalment": ("One of the n boletos of an invoice.", INSTALMENT),
        "Charge": ("One attempt to be paid through a gateway.", CHARGE),
        "Subscription": (
            "A cancellation on a date is a scheduled change; the state moves when the date comes.",
            SUBSCRIPTION,
        ),
        "Scheduled change": ("A change that waits for the next renewal.", SCHEDULED_CHANGE),
        "Notice": ("The bytes of a webhook or a bank file.", NOTICE),
        "Bank title": ("A boleto at a bank that is spoken to by files.", TITLE),
        "Bank title's command": ("What waits for the next bank file, and became of it.", TITLE_COMMAND),
        "Bank return": ("The bytes of a bank's return file.", BANK_RETURN),
        "Refund": ("Money that goes back to the customer.", REFUND),
        "Approval": ("A correction above the limit, which waits for a second person.", APPROVAL),
        "Release on trust": ("Access for a proof of payment, until finance refuses it or its days end.", TRUST),
        "Request": ("A conversation with the finance team; open and in review are the finance team's turn.", REQUEST),
        "Proposal": ("What a finance answer offers to the owner; expired is asked of the calendar.", PROPOSAL),
        "Nota fiscal": ("A fiscal note attached to its invoice; a cancelled one makes room for another.", FISCAL_NOTE),
    }
)


def as_markdown() -> str:
    """docs/lifecycles.md: every table of this module, made from it."""
    parts = ["# Lifecycles", "", "Made from `rules/lifecycle.py` by `python -m meuplano.rules.lifecycle`.", ""]
    for name, (sentence, table) in ALL.items():
        parts += [f"## {name}", "", sentence, "", "| from | event | to |", "|---|---|---|"]
        parts += [f"| {start} | {event} | {end} |" for (start, event), end in table.items()]
        parts += ["", f"Final: {', '.join(final_states(table)) or 'none'}.", ""]
    return "\n".join(parts)


if __name__ == "__main__":  # pragma: no cover
    sys.stdout.write(as_markdown())
