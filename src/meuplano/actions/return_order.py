"""What goes back for an order that is undone: money to where it came from, credit as credit of its kind (D37)."""

from datetime import date

from meuplano.actions.begin_subscription import CONTRACT
from meuplano.actions.return_credit import return_one
from meuplano.records import credits
from meuplano.records.books import post
from meuplano.records.models import Account, CreditUse, Order, Payment
from meuplano.rules import ledger, regret
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.periods import Period


def to_return(order: Order) -> Money:
    """What undoing this order gives back, of money and of credit; a contract takes all its orders along. Reads only."""
    if order.quote["kind"] == CONTRACT:
        mine = Order.objects.filter(account=order.account_id, subscription=order.subscription_id, status="applied")
        return total(other.invoice.total for other in mine.select_related("invoice") if other.invoice.status == "paid")
    if order.invoice.status != "paid":
        return ZERO
    return max(order.invoice.total - _given_back(order), ZERO)


def period_of(order: Order) -> Period:
    """The period for which an order added something."""
    first, end = order.quote["period"]
    return Period(date.fromisoformat(first), date.fromisoformat(end))


def return_all(account: Account, order: Order, act: Act) -> Money:
    """What was paid by money becomes credit and goes back; credit that was used is credit of its kind again."""
    invoice, returned = order.invoice, ZERO
    if invoice.status != "paid":
        return ZERO
    reason, kept = f"Arrependimento do pedido nº {order.number}", _given_back(order)
    for payment in Payment.objects.filter(account=account, invoice=invoice).order_by("pk"):
        receipt, amount = payment.receipt, Money(payment.principal_centavos)
        taken_back = Payment.objects.filter(
            account=account,
            principal_centavos__lt=0,
            receipt__gateway=receipt.gateway,
            receipt__reverses=receipt.external_id,
        )
        if amount <= ZERO or taken_back.exists():
            continue
        amount, kept = max(amount - kept, ZERO), max(kept - amount, ZERO)
        if amount == ZERO:
            continue
        credit = credits.grant(account, amount, kind="refundable", reason=reason, act=act, payment=payment)
        post(account, act, ledger.credit_note(amount), why="order.undone", invoice=invoice, payment=payment)
        return_one(account, credit, reason, act)
        returned += amount
    for used in CreditUse.objects.filter(account=account, invoice=invoice, returned_on=None).select_related("credit"):
        amount = Money(used.amount_centavos)
        amount, kept = max(amount - kept, ZERO), max(kept - amount, ZERO)
        if amount == ZERO:
            continue
        credits.grant(account, amount, kind=used.credit.kind, reason=reason, act=act)
        note = ledger.credit_note(amount, kind=credits.BOOKS[used.credit.kind])
        post(account, act, note, why="order.undone", invoice=invoice)
        returned += amount
    return returned


def _given_back(order: Order) -> Money:
    """What the first longer cycle after an addition gave back of it: the customer has that already (D12)."""
    if order.quote["kind"] == CONTRACT:
        return ZERO
    later = Order.objects.filter(
        account=order.account_id, subscription=order.subscription_id, status="applied", pk__gt=order.pk
    )
    longer = later.exclude(cycle=None).order_by("pk").first()
    if longer is None:
        return ZERO
    return regret.given_back([row.line for row in order.invoice.lines.all()], period_of(order), longer.agreed_on)
