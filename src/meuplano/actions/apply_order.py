"""What an order agreed comes into force: licences, space, modules (F04), a longer cycle (F10), the card (F07)."""

from collections.abc import Mapping
from datetime import date

from meuplano.actions.begin_longer_cycle import begin_longer_cycle
from meuplano.actions.begin_subscription import CONTRACT, begin
from meuplano.actions.instalments import collect
from meuplano.actions.later import tell
from meuplano.actions.set_method import set_method
from meuplano.records import events
from meuplano.records.contract import Contract, contract_of
from meuplano.records.models import (
    LIVE_CHARGES,
    Account,
    Card,
    Charge,
    Instalment,
    Invoice,
    LicenceEntry,
    Order,
    Subscription,
)
from meuplano.rules.act import Act


def apply_order(
    account: Account,
    order: Order,
    act: Act,
    card: Card | None = None,
    *,
    paid_on: date | None = None,
    contract: Contract | None = None,
) -> bool:
    """Add the order's items to the running period and to its renewal, or begin its period; False if that was done.

    The account is locked. `card` is the card that paid, when the gateway keeps it; `contract` is handed in by whoever
    has read it under this lock. What was scheduled stays scheduled: the target grows by the same number (R-07). An
    order that begins a subscription begins it on the day of payment.
    """
    if not order.move("apply", ended_on=act.today):
        return False
    added = dict(order.items.values_list("item", "quantity"))
    before: dict[str, int] = {}
    if order.quote["kind"] == CONTRACT:
        begin(account, order, paid_on or act.today, act)
    else:
        contract = contract or contract_of(account)
        before = dict(contract.now)
        if order.cycle:
            begin_longer_cycle(account, order, contract, act)
        else:
            _add(account, order, contract, added, act)
    event = events.record("order.applied", act, account, order=order.number, added=added, before=before)
    if added:
        tell(event)
    if order.instalments > 1:
        Subscription.objects.filter(account=account, pk=order.subscription_id).update(instalments=order.instalments)
        _collect_the_others(account, order, act)
    if order.make_default and card is not None:
        set_method(account, "card", card, act, order=order.number)
    return True


def _collect_the_others(account: Account, order: Order, act: Act) -> None:
    """The first of n boletos has paid: the others go out (D28).

    Released on confirmation, the first one is out and unpaid: it has its boleto already.
    """
    invoice = Invoice.objects.get(account=account, pk=order.invoice_id)
    out = Charge.objects.filter(account=account, invoice=invoice, state__in=LIVE_CHARGES, superseded_on=None)
    others = Instalment.objects.filter(account=account, invoice=invoice, status="open")
    others = others.exclude(pk__in=out.filter(instalment__isnull=False).values("instalment"))
    collect(invoice, list(others), act)


def _add(account: Account, order: Order, contract: Contract, added: Mapping[str, int], act: Act) -> None:
    LicenceEntry.objects.bulk_create(
        LicenceEntry(
            account=account,
            subscription=contract.subscription,
            item=item,
            on=act.today,
            now=contract.now.get(item, 0) + quantity,
            at_renewal=contract.at_renewal.get(item, 0) + quantity,
            why="order",
            order=order,
        )
        for item, quantity in added.items()
    )
