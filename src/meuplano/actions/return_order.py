"""What goes back for an order that is undone: money to where it came from, credit as credit of its kind (D37)."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from django.db.models import Exists, OuterRef, Sum

from meuplano.actions.begin_subscription import CONTRACT
from meuplano.actions.return_credit import return_one
from meuplano.records import credits
from meuplano.records.books import post
from meuplano.records.models import Account, CreditUse, Invoice, LedgerEntry, Order, Payment
from meuplano.rules import ledger, regret
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.periods import Period

UNDONE, REST = "undone", "rest"  # why a payment became credit: its order was undone; afterwards the contract too


def to_return(order: Order) -> Money:
    """What undoing this order gives back, of money and of credit; a contract takes all its orders along. Reads only."""
    if order.quote["kind"] == CONTRACT:
        return max(total(worth for _, worth in _worths(order)), ZERO)
    if order.invoice.status != "paid":
        return ZERO
    return max(order.invoice.total - _given_back(order), ZERO)


def period_of(order: Order) -> Period:
    """The period for which an order added something."""
    first, end = order.quote["period"]
    return Period(date.fromisoformat(first), date.fromisoformat(end))


def return_all(account: Account, order: Order, act: Act) -> Money:
    """What was paid by money becomes credit and goes back; credit that was used is credit of its kind again."""
    if order.invoice.status != "paid":
        return ZERO
    reason = f"Arrependimento do pedido nº {order.number}"
    return _return(account, order.invoice, _given_back(order), order.invoice.total, reason, act, UNDONE)


def return_contract(account: Account, order: Order, act: Act) -> dict[int, Money]:
    """Everything still earned under this contract goes back, each invoice's part by its id; what is open stays.

    A change of cycle that was worth less than nothing left credit, which the customer has: so much less goes back.
    """
    worths = _worths(order)
    kept = -total(worth for _, worth in worths if worth < ZERO)
    reason, returned = f"Arrependimento do pedido nº {order.number}", {}
    for invoice, worth in worths:
        if worth > ZERO:
            skip, kept = min(kept, worth), max(kept - worth, ZERO)
            returned[invoice.pk] = _return(account, invoice, skip, worth, reason, act, REST)
    return returned


def _worths(order: Order) -> list[tuple[Invoice, Money]]:
    """What each paid invoice of this order's subscription still earns, the latest first.

    That is its total less all that became credit of it: unused days (D12), notes, orders undone before. A replaced one
    counts for what had been paid of it.
    """
    mine = {"account": order.account_id, "invoice__subscription": order.subscription_id}
    earned = LedgerEntry.objects.filter(**mine, book=ledger.REVENUE, invoice__status__in=["paid", "replaced"])
    sums = dict(earned.order_by().values_list("invoice").annotate(sum=-Sum("amount_centavos")))
    invoices = Invoice.objects.filter(account=order.account_id, pk__in=sums).order_by("-number")
    return [(invoice, Money(sums[invoice.pk])) for invoice in invoices if sums[invoice.pk]]


def _return(account: Account, invoice: Invoice, skip: Money, until: Money, reason: str, act: Act, cause: str) -> Money:
    """Give back the centavos from `skip` to `until` of what paid an invoice: first its payments, then its credit."""
    returned = at = ZERO
    sources: Iterator[tuple[Payment | CreditUse, Money]] = chain(_payments(account, invoice), _uses(account, invoice))
    for source, amount in sources:
        part = max(min(at + amount, until) - max(at, skip), ZERO)
        at += amount
        if part == ZERO:
            continue
        if isinstance(source, Payment):
            credit = credits.grant(
                account, part, kind="refundable", reason=reason, act=act, payment=source, cause=cause
            )
            post(account, act, ledger.credit_note(part), why="order.undone", invoice=invoice, payment=source)
            return_one(account, credit, reason, act)
        else:
            credits.grant(account, part, kind=source.credit.kind, reason=reason, act=act)
            note = ledger.credit_note(part, kind=credits.BOOKS[source.credit.kind])
            post(account, act, note, why="order.undone", invoice=invoice)
        returned += part
    return returned


def _payments(account: Account, invoice: Invoice) -> Iterator[tuple[Payment | CreditUse, Money]]:
    """The money for an invoice that nobody took back."""
    taken_back = Payment.objects.filter(
        account=account,
        principal_centavos__lt=0,
        receipt__gateway=OuterRef("receipt__gateway"),
        receipt__reverses=OuterRef("receipt__external_id"),
    )
    paid = Payment.objects.filter(account=account, invoice=invoice, principal_centavos__gt=0, undone=False)
    for payment in paid.exclude(Exists(taken_back)).order_by("pk"):
        yield payment, Money(payment.principal_centavos)


def _uses(account: Account, invoice: Invoice) -> Iterator[tuple[Payment | CreditUse, Money]]:
    uses = CreditUse.objects.filter(account=account, invoice=invoice, returned_on=None).select_related("credit")
    for use in uses.order_by("pk"):
        yield use, Money(use.amount_centavos)


def _given_back(order: Order) -> Money:
    """What the first longer cycle after an addition gave back of it: the customer has that already (D12)."""
    later = Order.objects.filter(
        account=order.account_id, subscription=order.subscription_id, status="applied", pk__gt=order.pk
    )
    longer = later.exclude(cycle=None).order_by("pk").first()
    if longer is None:
        return ZERO
    return regret.given_back([row.line for row in order.invoice.lines.all()], period_of(order), longer.agreed_on)
