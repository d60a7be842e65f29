"""An invoice that waits for its money: reminders, and what is blocked when a complement stays open."""

from collections.abc import Iterable

from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, both, finance, tell_each
from meuplano.records.models import Account, Event


def _reminded(event: Event, account: Account) -> Iterable[Message]:
    """Due soon, today or overdue, by its dates; a later reminder makes an earlier one that was not sent yet silent."""
    invoice = facts.invoice_of(account, event.data["invoice"])
    newer = Event.objects.filter(
        account=account, name="invoice.reminded", data__invoice=event.data["invoice"], pk__gt=event.pk
    )
    if invoice is None or invoice.status != "open" or newer.exists():
        return ()
    day = facts.day_of(event)
    values = facts.about(invoice) | facts.owed_on(invoice, day)
    charges = facts.payable(invoice, day)
    if values["days_late"]:  # the bank adds the day's fine and interest to a boleto; a Pix is for a fixed amount
        charges = [charge for charge in charges if charge.method == "boleto"]
        codes = facts.codes_of(charges) | {"brcode": ""}
        return tell_each(finance(account), "invoice_overdue", values | codes, facts.slip_of(charges))
    values |= facts.codes_of(charges) | {"last_chance": invoice.due_on <= day}
    return tell_each(finance(account), "invoice_due", values, facts.slip_of(charges))


def _blocked(event: Event, account: Account) -> Iterable[Message]:
    invoice = facts.invoice_of(account, event.data["invoice"])
    if invoice is None or invoice.status != "open":
        return ()
    values = facts.about(invoice) | facts.owed_on(invoice, facts.day_of(event))
    return tell_each(both(account), "buying_blocked", values)


MESSAGES: dict[str, Compose] = {"invoice.reminded": _reminded, "buying.blocked": _blocked}
