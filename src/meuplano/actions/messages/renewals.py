"""The invoice that goes out: a renewal, a complement, the paper that follows a card, and a card's announcement."""

from collections.abc import Iterable
from datetime import date

from meuplano.actions.messages import facts
from meuplano.actions.messages.orders import order_received
from meuplano.actions.messages.people import Compose, Message, finance, tell_each
from meuplano.actions.papers import module_names
from meuplano.documents import lines as said
from meuplano.records.models import Account, Charge, Event, Invoice, Mail, Subscription
from meuplano.rules.money import Money

ASKED = ("charge.asked", "second_copy.asked")


def _paper(event: Event, account: Account) -> Iterable[Message]:
    """A boleto or Pix stands, or the bank would not make one: the invoice it is for is told, once.

    What the owner asked for on the invoice's page is before their eyes and no news.
    """
    charge = (
        Charge.objects.select_related("invoice__plan", "invoice__subscription__plan").filter(
            account=account, pk=event.data["charge"]
        )
    ).get()
    asked = Event.objects.filter(account=account, name__in=ASKED, data__charge=charge.pk)
    order = charge.invoice.orders.select_related("subscription__plan").first()
    if order is not None:
        new = event.name == "charge.pending" and not asked.exists()
        return order_received(account, charge, order) if new else ()
    invoice = charge.invoice
    if asked.exists() or charge.method == "card" or invoice.status != "open" or _told(event, account, invoice):
        return ()
    codes = [charge] if charge.state == "pending" else []
    values = facts.about(invoice) | facts.codes_of(codes)
    slip = facts.slip_of(codes)
    if invoice.instead_of is not None:
        return tell_each(finance(account), "invoice_reissued", values | _instead(invoice), slip)
    if invoice.ladder_from is not None:
        return _after_the_card(account, invoice, values, slip)
    if invoice.kind == "complement":
        values |= {"added": said.added_in_words(_added(invoice), module_names())}
        return tell_each(finance(account), "complement_issued", values, slip)
    return tell_each(finance(account), "renewal_issued", values | facts.counting(invoice), slip)


def _told(event: Event, account: Account, invoice: Invoice) -> bool:
    """Whether another paper of the same invoice was told of; a card's successor is news all the same."""
    kinds = ("card_given_up",) if invoice.ladder_from else ("renewal_issued", "complement_issued")
    kinds = ("invoice_reissued",) if invoice.instead_of is not None else kinds
    told = Mail.objects.filter(event__account=account, event__data__invoice=invoice.number, kind__in=kinds)
    return told.exclude(event=event).exists()


def _after_the_card(
    account: Account, invoice: Invoice, values: dict[str, object], slip: Charge | None
) -> Iterable[Message]:
    refused = invoice.charges.filter(account=account, method="card", state="declined").order_by("-pk").first()
    more = facts.owed_on(invoice, invoice.due_on) | {
        "card": facts.card_name(invoice.subscription.card),
        "do_not_retry": refused is not None and not refused.retryable,
    }
    return tell_each(finance(account), "card_given_up", values | more, slip)


def _covered(event: Event, account: Account) -> Iterable[Message]:
    """Credit paid it all: there is no document, and nothing to do (D32)."""
    invoice = facts.invoice_of(account, event.data["invoice"])
    if invoice is None or invoice.status != "paid":
        return ()
    return tell_each(finance(account), "invoice_covered", facts.about(invoice))


def _reissued(event: Event, account: Account) -> Iterable[Message]:
    """One that is late has no paper of its own yet: the owner asks for a day's total."""
    invoice = facts.invoice_of(account, event.data["invoice"])
    if invoice is None or invoice.status != "open":
        return _covered(event, account)
    values = facts.about(invoice) | facts.codes_of([]) | _instead(invoice)
    return tell_each(finance(account), "invoice_reissued", values)


def _instead(invoice: Invoice) -> dict[str, int]:
    return {"instead_of": invoice.instead_of.number}


def _announced(event: Event, account: Account) -> Iterable[Message]:
    """A card is charged on the first day; not told any more once that day's invoice is there."""
    first_day = date.fromisoformat(event.data["first_day"])
    subscription = Subscription.objects.filter(account=account, status="active", method="card").first()
    if subscription is None or subscription.card is None or subscription.period_end != first_day:
        return ()
    values = {
        "url": facts.url(),
        "amount": Money(event.data["amount"]),
        "first_day": first_day,
        "card": facts.card_name(subscription.card),
    }
    counted = facts.how_counted(account.pk, subscription.pk, first_day, facts.day_of(event))
    return tell_each(finance(account), "renewal_announced", values | counted)


def _added(invoice: Invoice) -> dict[str, int]:
    return dict(invoice.lines.values_list("item", "quantity"))


MESSAGES: dict[str, Compose] = {
    "charge.pending": _paper,
    "charge.refused": _paper,
    "renewal.issued": _covered,
    "complement.issued": _covered,
    "invoice.reissued": _reissued,
    "renewal.announced": _announced,
}
