"""Access that stops, comes back, or ends: what stops, and how to come back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from meuplano.actions import lateness
from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, Person, both, owner, tell_each
from meuplano.documents import words
from meuplano.documents.lines import SaidLine
from meuplano.records.credits import available
from meuplano.records.models import LIVE_REFUNDS, Account, Event, Invoice, Refund, Subscription, Trust
from meuplano.rules import ladder, trust
from meuplano.rules.money import Money, total
from meuplano.rules.periods import ONE_DAY


def _suspended(event: Event, account: Account) -> Iterable[Message]:
    """Not told any more when access is back."""
    on = date.fromisoformat(event.data["on"])
    subscription = Subscription.objects.filter(account=account, status="suspended", suspended_on=on).first()
    owing = _past_suspension(account, facts.day_of(event)) if subscription else []
    if subscription is None or not owing:
        return ()
    rows = [_row(invoice, facts.owed_on(invoice, facts.day_of(event))) for invoice in owing]
    cancels = [day for invoice in owing if (day := lateness.morning_of(invoice, ladder.CANCEL))]
    values = {
        "url": facts.url(f"faturas/{owing[0].number}/" if len(owing) == 1 else "faturas/"),
        "amount": total(row.amount for row in rows),
        "lines": rows,
        "last_day": subscription.period_end - ONE_DAY,
        "cancels_on": min(cancels, default=None),
        "withdrawn": event.data.get("withdrawn", []),
        "cancelled": event.data.get("cancelled", []),
    }
    return tell_each(both(account), "suspended", values)


def _past_suspension(account: Account, day: date) -> list[Invoice]:
    """What has to be paid before access returns (D25)."""
    standing = Invoice.objects.filter(account=account, status="open").order_by("number")
    mornings = ((invoice, lateness.morning_of(invoice, ladder.SUSPEND)) for invoice in standing)
    return [invoice for invoice, morning in mornings if morning is not None and morning <= day]


def _row(invoice: Invoice, owed: Mapping[str, Any]) -> SaidLine:
    label = gettext("Fatura nº %(number)s") % {"number": invoice.number}
    said = {name: words.reais(owed[name]) for name in ("principal", "fine", "interest")}
    formula = gettext("%(principal)s + multa %(fine)s + juros %(interest)s") % said if owed["days_late"] else ""
    return SaidLine(label, formula, owed["amount"])


def _resumed(event: Event, account: Account) -> Iterable[Message]:
    """With the period that goes on, or the one that began with the payment (D25)."""
    subscription = Subscription.objects.filter(account=account, status="active").first()
    if subscription is None:
        return ()
    values = {
        "url": facts.url(),
        "first_day": subscription.period_start,
        "last_day": subscription.period_end - ONE_DAY,
        "anew": bool(event.data.get("invoice")),
        "invoice": event.data.get("invoice") or 0,
    }
    return tell_each(owner(account), "resumed", values)


def _trusted(event: Event, account: Account) -> Iterable[Message]:
    """The finance team looks at the proof; not told any more once somebody has decided, or the money came."""
    given = _trust_of(event, account, "given")
    mailbox = settings.VENDOR["finance_email"]
    if given is None or not mailbox:
        return ()
    values = {
        "url": facts.url(f"financeiro/tarefas/{given.task_id}/"),
        "amount": given.invoice.open,
        "invoice": given.invoice.number,
        "until": given.until,
        "who": event.by,
    }
    return (Message(Person(mailbox, "", "team"), "trust_given", values),)


def _trust_refused(event: Event, account: Account) -> Iterable[Message]:
    refused = _trust_of(event, account, "refused")
    if refused is None or refused.invoice.status != "open":
        return ()
    return tell_each(owner(account), "trust_refused", _unpaid(refused, event) | {"reason": refused.reason})


def _trust_over(event: Event, account: Account) -> Iterable[Message]:
    """Silent where the suspension tells it, or has yet to: it was put off by these days."""
    over = _trust_of(event, account, "expired")
    if over is None or over.invoice.status != "open" or over.subscription.status != "suspended":
        return ()
    if over.subscription.suspended_on is None or over.subscription.suspended_on > over.given_on:
        return ()
    if trust.runs(over.subscription.trusted_until, facts.day_of(event)):
        return ()
    return tell_each(owner(account), "trust_expired", _unpaid(over, event))


def _trust_of(event: Event, account: Account, state: str) -> Trust | None:
    found = Trust.objects.filter(account=account, invoice__number=event.data["invoice"], state=state)
    return found.select_related("invoice__subscription", "subscription").first()


def _unpaid(given: Trust, event: Event) -> dict[str, Any]:
    owed = facts.owed_on(given.invoice, facts.day_of(event))
    number = given.invoice.number
    return {"url": facts.url(f"faturas/{number}/"), "amount": owed["amount"], "invoice": number}


def _ended(event: Event, account: Account) -> Iterable[Message]:
    """By the ladder with what stays owed (D26), or on the day that the owner chose (D35)."""
    values: dict[str, Any] = {
        "on": date.fromisoformat(event.data["on"]),
        "credit": available(account),
        "refund": _going_back(account),
    }
    if event.data["why"] != "unpaid":
        return tell_each(owner(account), "subscription_ended", values | {"url": facts.url()})
    day = facts.day_of(event)
    debts = [
        (invoice, facts.owed_on(invoice, day)["amount"])
        for invoice in Invoice.objects.filter(account=account, status="open").order_by("number")
    ]
    values |= {
        "url": facts.url("faturas/"),
        "debts": [{"invoice": invoice.number, "amount": amount} for invoice, amount in debts],
        "amount": total(amount for _, amount in debts),
        "reduced_from": Money(event.data.get("before", 0)),
        "reduced_to": Money(event.data.get("after", 0)),
    }
    return tell_each(both(account), "subscription_cancelled", values)


def _going_back(account: Account) -> Money:
    """Credit that is on its way back to the customer (D33)."""
    return total(
        Money(amount)
        for amount in Refund.objects.filter(account=account, state__in=LIVE_REFUNDS).values_list(
            "amount_centavos", flat=True
        )
    )


MESSAGES: dict[str, Compose] = {
    "subscription.suspended": _suspended,
    "subscription.resumed": _resumed,
    "trust.given": _trusted,
    "trust.refused": _trust_refused,
    "trust.expired": _trust_over,
    "subscription.ended": _ended,
}
