"""Money that came, came twice, came for what is over, or was taken back."""

from collections.abc import Iterable
from datetime import date

from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, both, finance, owner, tell_each
from meuplano.records.models import Account, CreditNote, Event, Order, Payment, Receipt, Refund
from meuplano.rules.money import Money

DEAD_ORDER = ("order_dead", "paid_too_late")


def _received(event: Event, account: Account) -> Iterable[Message]:
    """The receipt, with what of it became credit and what is still to be paid; not when it was taken back since."""
    payment = Payment.objects.select_related("invoice", "receipt").get(account=account, pk=event.data["payment"])
    receipt, invoice = payment.receipt, payment.invoice
    taken_back = Receipt.objects.filter(
        kind="reversal", matched=True, gateway=receipt.gateway, reverses=receipt.external_id
    )
    if invoice is None or payment.undone or taken_back.exists():
        return ()
    values = facts.about(facts.invoice_of(account, invoice.number) or invoice) | {
        "amount": Money(payment.amount_centavos),
        "paid_on": payment.paid_on,
        "method": payment.method,
        "left": invoice.open,
        "surplus": Money(payment.credit_centavos),
        "withheld": Money(event.data.get("withheld", 0)),
    }
    return tell_each(finance(account), "payment_received", values)


def _credited(event: Event, account: Account) -> Iterable[Message]:
    """A courtesy is news for the owner; money that was too much, for whoever pays; for a dead order, an offer (D07)."""
    note, amount = event.data.get("note"), Money(event.data["amount"])
    if event.data["kind"] == "courtesy":
        values = {"url": facts.url(), "amount": amount, "reason": event.data["reason"]}
        return tell_each(owner(account), "credit_granted", values)
    number = event.data.get("invoice")
    if note in DEAD_ORDER:
        order = Order.objects.filter(account=account, invoice__number=number).values_list("number", flat=True).first()
        values = {"url": facts.url("plano/alteracao/"), "amount": amount, "order": order or 0}
        return tell_each(owner(account), "dead_order_credit", values)
    values = {"url": facts.url(f"faturas/{number}/"), "amount": amount, "invoice": number, "note": note or "too_much"}
    return tell_each(finance(account), "surplus_credited", values)


def _reversed(event: Event, account: Account) -> Iterable[Message]:
    """The money went back: what is open again and until when (D34); silent when it was paid again since."""
    invoice = facts.invoice_of(account, event.data["invoice"])
    if invoice is not None and invoice.status == "paid":
        return ()
    open_again = invoice is not None and invoice.status == "open"
    values = {
        "url": facts.url(f"faturas/{invoice.number}/") if invoice else facts.url("faturas/"),
        "amount": Money(event.data["amount"]),
        "invoice": invoice.number if invoice else 0,
        "left": invoice.open if invoice and open_again else Money(0),
        "due_on": invoice.due_on if invoice and open_again else date.fromisoformat(event.data["due_on"]),
        "short": Money(event.data["short"]),
    }
    return tell_each(both(account), "payment_reversed", values)


def _match_undone(event: Event, account: Account) -> Iterable[Message]:
    """We had counted somebody else's money for it: what is open again; silent when it was paid since."""
    invoice = facts.invoice_of(account, event.data["invoice"])
    if invoice is None or invoice.status != "open":
        return ()
    values = {
        "url": facts.url(f"faturas/{invoice.number}/"),
        "amount": Money(event.data["amount"]),
        "invoice": invoice.number,
        "left": invoice.open,
        "due_on": invoice.due_on,
    }
    return tell_each(both(account), "match_undone", values)


def _retention_undone(event: Event, account: Account) -> Iterable[Message]:
    """Tax that was accepted as withheld is owed in money: until when, and why; silent when it was paid since."""
    invoice = facts.invoice_of(account, event.data["invoice"])
    if invoice is None or invoice.status != "open":
        return ()
    values = facts.about(invoice) | {"amount": Money(event.data["amount"]), "reason": event.data["reason"]}
    return tell_each(both(account), "retention_undone", values)


def _refunded(event: Event, account: Account) -> Iterable[Message]:
    values = {
        "url": facts.url("faturas/"),
        "amount": Money(event.data["amount"]),
        "paid_on": date.fromisoformat(event.data["paid_on"]),
        "method": event.data["method"],
    }
    return tell_each(finance(account), "refund_paid", values)


def _noted(event: Event, account: Account) -> Iterable[Message]:
    """The credit note, and whether its money goes back or waits for the next invoice."""
    note = CreditNote.objects.select_related("invoice").get(account=account, number=event.data["note"])
    refunds = Refund.objects.filter(account=account, credit__note=note).exclude(state="dropped")
    values = {
        "url": facts.url(f"faturas/{note.invoice.number}/"),
        "amount": Money(note.amount_centavos),
        "invoice": note.invoice.number,
        "note": note.number,
        "reason": note.reason,
        "going_back": Money(sum(refunds.values_list("amount_centavos", flat=True))),
    }
    return tell_each(finance(account), "credit_note", values)


def _lapsed(event: Event, account: Account) -> Iterable[Message]:
    values = {"url": facts.url(), "amount": Money(event.data["amount"]), "reason": event.data["reason"]}
    return tell_each(owner(account), "credit_lapsed", values)


MESSAGES: dict[str, Compose] = {
    "payment.received": _received,
    "payment.reversed": _reversed,
    "match.undone": _match_undone,
    "retention.undone": _retention_undone,
    "credit.granted": _credited,
    "credit_note.made": _noted,
    "credit.lapsed": _lapsed,
    "refund.paid": _refunded,
}
