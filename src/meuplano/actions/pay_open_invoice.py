"""The owner pays an open invoice in another way than it went out with (F18): one live charge for each method."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from meuplano.actions.accept_terms import keep_acceptance, refuse_unless_accepted
from meuplano.actions.calendar import banking_days
from meuplano.actions.cancel_invoice import supersede
from meuplano.actions.instalments import part_for
from meuplano.actions.lateness import charges_on
from meuplano.actions.lock import locked
from meuplano.actions.open_charge import by_file, gateway_for, open_charge
from meuplano.records import events
from meuplano.records.models import LIVE_CHARGES, Account, Card, Charge, Invoice, Order
from meuplano.rules import consent, orders
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY


class NotPossible(Exception):
    """The invoice is not open, belongs to an order, or this method cannot collect it; nothing was written."""


def pay_open_invoice(
    account_id: int,
    number: int,
    method: str,
    act: Act,
    *,
    card_id: int | None = None,
    make_default: bool = False,
    terms: int | None = None,
) -> Charge:
    """A charge for what is open of this invoice; the same one while it lives (a second click is the first one).

    Asked for after its due date it is for the total of that day, with fine and interest: a boleto is due on the next
    business day, a Pix ends today (D22). `card_id` is a stored card that pays at once; without it the number is
    typed on the gateway's page, and with `make_default` that card is kept and pays the recurring charge from then on
    (F16), with the terms accepted the first time: `terms` is their version (D53). An order that waits is paid by the
    method it was made for, and where that is a boleto by file also by Pix. Raises NotPossible, and
    NotAllowed(terms_not_accepted).
    """
    with locked(account_id, act) as account:
        invoice = _of_an_order(account, number, act) if method == orders.PIX else None
        invoice = invoice or open_of(account, number)
        if not gateway_for(method):
            raise NotPossible
        if method == orders.BOLETO and not invoice.billing.get("postal_code"):
            raise NotPossible
        if method == orders.PIX:
            return _pix(account, invoice, act)
        live = live_charges(invoice).filter(method=method).first()
        if live is not None:
            return live
        card = (
            Card.objects.filter(account=account, pk=card_id, dead_since=None, removed_on=None).first()
            if card_id
            else None
        )
        if card_id and card is None:
            raise NotPossible
        if make_default and method == orders.CARD:
            keep_acceptance(account, refuse_unless_accepted(account, (consent.CARD,), terms), act)
        day = _payable_on(invoice, method, act.today)
        return _open(account, invoice, method, day, act, card=card, default=make_default and method == orders.CARD)


def open_of(account: Account, number: int) -> Invoice:
    """The account's invoice of this number if it is open and no order's that waits. Raises NotPossible."""
    invoice = Invoice.objects.filter(account=account, number=number, status="open").first()
    if invoice is None or invoice.orders.filter(status="waiting").exists():
        raise NotPossible
    return invoice


def pix_beside(status: str, last_day: date, charges: Iterable[Charge], today: date) -> bool:
    """Whether an order can also be paid by Pix: it waits, and its boleto is payable once the bank has answered a file.

    For the amount that was agreed and up to the order's last day, as the boleto itself (D05, D06).
    """
    return (
        status == "waiting"
        and today <= last_day
        and bool(gateway_for(orders.PIX))
        and any(_is_paper(charge) and by_file(charge.gateway) for charge in charges)
    )


def _is_paper(charge: Charge) -> bool:
    return charge.method == orders.BOLETO and charge.state in LIVE_CHARGES and charge.superseded_on is None


def _of_an_order(account: Account, number: int, act: Act) -> Invoice | None:
    """The invoice of this number if an order by boleto waits for it that a Pix can pay; None for any other."""
    order = Order.objects.filter(account=account, invoice__number=number).select_related("invoice").first()
    if order is None or not pix_beside(order.status, order.pay_until, live_charges(order.invoice), act.today):
        return None
    return order.invoice


def live_charges(invoice: Invoice) -> QuerySet[Charge]:
    """The papers that can pay this invoice now, or its earliest open instalment.

    Without those that another one took the place of.
    """
    live = Charge.objects.filter(
        account=invoice.account_id, invoice=invoice, state__in=LIVE_CHARGES, superseded_on__isnull=True
    )
    return live.filter(instalment__number=invoice.instalment) if invoice.instalment else live


def pix_of_today(account: Account, invoice: Invoice, act: Act) -> Charge | None:
    """The Pix for today's total, beside a second copy; None where the vendor has no Pix. The account is locked."""
    return _pix(account, invoice, act) if gateway_for(orders.PIX) else None


def _pix(account: Account, invoice: Invoice, act: Act) -> Charge:
    """The one that lives while it is for what is owed today; another one takes its place when that has grown."""
    day = _payable_on(invoice, orders.PIX, act.today)
    live = live_charges(invoice).filter(method=orders.PIX).first()
    if live is not None:
        if live.amount_centavos == _owed(invoice, day).centavos and (live.pay_until or day) >= act.today:
            return live
        supersede(account, invoice, act, method=orders.PIX)
    return _open(account, invoice, orders.PIX, day, act)


def _open(
    account: Account,
    invoice: Invoice,
    method: str,
    day: date,
    act: Act,
    *,
    card: Card | None = None,
    default: bool = False,
) -> Charge:
    owed = _owed(invoice, day)
    if method == orders.BOLETO and owed < Money(settings.BILLING["boleto_minimum"]):
        raise NotPossible  # D50
    charge = open_charge(
        invoice,
        method,
        act,
        card=card,
        keep=default,
        make_default=default,
        due_on=day if method == orders.BOLETO else None,
        until=day if method == orders.PIX else None,
        amount=owed,
        late=owed - invoice.asked,
        instalment=part_for(invoice, None),
        somebody_waits=True,
    )
    events.record("charge.asked", act, account, charge=charge.pk, invoice=invoice.number, method=method)
    return charge


def _owed(invoice: Invoice, day: date) -> Money:
    return invoice.asked + charges_on(invoice, day, None).total


def _payable_on(invoice: Invoice, method: str, today: date) -> date:
    """The day for which the paper is made out: the due date, or when that is over today (a boleto's banks are open).

    A bank that is spoken to by files registers it tomorrow.
    """
    if banking_days().roll(invoice.due_on) >= today:
        return max(invoice.due_on, today)
    if method != orders.BOLETO:
        return today
    return banking_days().roll(today + ONE_DAY if by_file(gateway_for(method)) else today)
