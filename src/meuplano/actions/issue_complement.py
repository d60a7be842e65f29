"""What a period holds beyond what was invoiced for it, as one invoice of its own (D11, D17)."""

from collections.abc import Mapping

from django.conf import settings

from meuplano.actions.calendar import banking_days
from meuplano.actions.draw_up import draw_up
from meuplano.actions.later import tell
from meuplano.actions.open_charge import open_charge
from meuplano.records import events
from meuplano.records.credits import available
from meuplano.records.models import Account, Subscription
from meuplano.rules import orders, quotes, renewal
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO
from meuplano.rules.periods import Period
from meuplano.rules.prices import UnitPrice


def issue_complement(
    account: Account,
    subscription: Subscription,
    period: Period,
    units: Mapping[str, UnitPrice],
    invoiced: Mapping[str, int],
    holding: Mapping[str, int],
    act: Act,
) -> None:
    """Invoice `holding` less `invoiced` at the full price of the period; nothing where nothing is missing."""
    quote = quotes.quote_complement(
        holding=holding,
        invoiced=invoiced,
        units=units,
        period=period,
        credit=available(account),
        today=act.today,
    )
    if quote is None:
        return
    due_on = renewal.complement_due(act.today, banking_days(), days=settings.BILLING["order_days"])
    method = orders.PIX if subscription.method == orders.CARD else subscription.method
    invoice = draw_up(account, subscription, quote, kind="complement", method=method, due_on=due_on, act=act)
    event = events.record(
        "complement.issued",
        act,
        account,
        invoice=invoice.number,
        quantities={line.item: line.quantity for line in quote.lines},
        due_now=quote.due_now.centavos,
    )
    if invoice.open > ZERO:
        open_charge(invoice, method, act, due_on=due_on if method == orders.BOLETO else None)
    else:
        tell(event)
