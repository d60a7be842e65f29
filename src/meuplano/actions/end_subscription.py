"""The end of a subscription: by the owner's cancellation, or by the ladder (D08, D26, D33, D35)."""

from datetime import date

from django.db.models import Sum

from meuplano.actions.cancel_invoice import cancel_invoice
from meuplano.actions.close_order import close_all
from meuplano.actions.later import tell
from meuplano.actions.reduce_debt import reduce_debt
from meuplano.actions.requests.end_proposals import ENDED, end_proposals
from meuplano.actions.return_credit import end_credits
from meuplano.records import credits, events
from meuplano.records.books import post
from meuplano.records.models import Account, CreditUse, Invoice, ScheduledChange, Subscription
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money


def end_subscription(account: Account, subscription: Subscription, why: str, act: Act) -> None:
    """The subscription is over; users stay, access ends by the dates. The account is locked.

    Orders that wait and open proposals die, what was scheduled is dropped, and what was open when access was lost
    before is reduced to the days with access. What is left of the account's money goes back.
    """
    close_all(account, subscription, "withdraw", act)
    end_proposals(account, ENDED, act)
    owed = {} if subscription.status == "active" else _reduce_debts(account, subscription, act)
    ScheduledChange.objects.filter(account=account, subscription=subscription, status="scheduled").update(
        status="replaced", ended_on=act.today
    )
    subscription.status, subscription.ended_on = "cancelled", act.today
    subscription.announce_on = subscription.issue_on = None
    subscription.save(update_fields=["status", "ended_on", "announce_on", "issue_on"])
    tell(events.record("subscription.ended", act, account, why=why, on=act.today.isoformat(), **owed))
    end_credits(account, act)


def give_up_next_period(account: Account, subscription: Subscription, first_day: date, act: Act) -> None:
    """Nobody will use what was invoiced from this day on: unpaid it is cancelled, paid it is returned whole (D35)."""
    unused = Invoice.objects.filter(
        account=account,
        subscription=subscription,
        kind="renewal",
        status__in=["open", "paid"],
        period_start__gte=first_day,
    )
    for invoice in unused:
        if invoice.status == "open":
            cancel_invoice(account, invoice, "subscription_ended", act)
        elif (amount := paid_in_money(invoice)) > ZERO:
            reason = f"Período que não começou: fatura nº {invoice.number}"
            credits.grant(account, amount, kind="refundable", reason=reason, act=act)
            post(account, act, ledger.credit_note(amount), why="invoice.credited", invoice=invoice)
            events.record(
                "credit.granted",
                act,
                account,
                amount=amount.centavos,
                kind="refundable",
                reason=reason,
                invoice=invoice.number,
            )


def paid_in_money(invoice: Invoice) -> Money:
    """What was paid of it, gifts left out: they are used and not given back (D33)."""
    used = CreditUse.objects.filter(
        account=invoice.account_id, invoice=invoice, returned_on__isnull=True, credit__kind="refundable"
    )
    from_credit = used.aggregate(sum=Sum("amount_centavos"))["sum"] or 0
    return Money(invoice.paid_centavos + from_credit)


def _reduce_debts(account: Account, subscription: Subscription, act: Act) -> dict[str, int]:
    """What is open is reduced to the days with access (D26); what was owed before and after, in centavos."""
    suspended_on = subscription.suspended_on or act.today
    before = _open_principal(account, subscription)
    for invoice in Invoice.objects.filter(account=account, subscription=subscription, status="open").order_by("pk"):
        if invoice.period_start > act.today:
            cancel_invoice(account, invoice, "subscription_ended", act)
        elif invoice.period_start <= suspended_on:
            reduce_debt(account, invoice, suspended_on, act)
    return {"before": before, "after": _open_principal(account, subscription)}


def _open_principal(account: Account, subscription: Subscription) -> int:
    standing = Invoice.objects.filter(account=account, subscription=subscription, status="open")
    return sum(invoice.open.centavos for invoice in standing)
