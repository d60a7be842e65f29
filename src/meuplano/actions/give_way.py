"""A renewal was paid while a longer cycle waits: what was paid first, by payment date, stands (D13)."""

from datetime import date

from django.conf import settings

from meuplano.actions.calendar import banking_days
from meuplano.actions.cancel_invoice import withdraw_papers
from meuplano.actions.close_order import close_order
from meuplano.records import events
from meuplano.records.models import Account, Invoice, Order
from meuplano.rules import orders
from meuplano.rules.act import Act
from meuplano.rules.changes import order_wins


def give_way(account: Account, renewal: Invoice, paid_on: date, act: Act) -> None:
    """Withdraw the change of cycle that waits, if the coming renewal was paid on that day. The account is locked.

    A boleto may have been paid by then without our knowing: it is withdrawn at the bank, and its order waits for the
    news of that day and no other. Later money finds it too late and becomes credit.
    """
    waiting = Order.objects.filter(account=account, status="waiting", cycle__isnull=False)
    order = waiting.select_related("invoice", "subscription").first()
    if order is None or renewal.period_start != order.subscription.period_end:
        return
    if order.method != orders.BOLETO or not order_wins(order_paid_on=order.agreed_on, renewal_paid_on=paid_on):
        close_order(account, order, "withdraw", act)
        return
    news_by = banking_days().add(paid_on, settings.BILLING["clearing_days"])
    order.pay_until = min(order.pay_until, paid_on)
    order.expires_on = max(min(order.expires_on, news_by), order.pay_until)
    order.save(update_fields=["pay_until", "expires_on"])
    withdraw_papers(account, order.invoice)
    events.record("order.overtaken", act, account, order=order.number, by=paid_on.isoformat())
