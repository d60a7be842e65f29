"""A subscription that waits for its first payment, and its beginning on the day of it (D36, D39)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from meuplano.actions.draw_up import draw_up
from meuplano.actions.open_charge import open_charge
from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.records import events
from meuplano.records.contract import units_to_json
from meuplano.records.credits import available
from meuplano.records.models import (
    Account,
    LicenceEntry,
    Order,
    OrderItem,
    Plan,
    Subscription,
    SubscriptionPeriod,
)
from meuplano.records.models.base import uuid7
from meuplano.records.pricing import price_list_on
from meuplano.records.quoted import quote_to_json
from meuplano.rules import orders, quotes, statements
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO
from meuplano.rules.periods import Cycle, Period, nth_period
from meuplano.rules.quotes import Quote

CONTRACT = "contract"  # the kind of such an order's quote, and of its invoice


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to begin: `quantities` by item."""

    plan: Plan
    cycle: Cycle
    quantities: Mapping[str, int]
    policy: str = "all"


def quote_contract(account: Account, wanted: Wanted, act: Act) -> Quote:
    """What the first period costs at the list of today, with what was agreed. Raises NothingAdded, UnknownItem."""
    listed = price_list_on(act.today, wanted.plan, account)
    return quotes.quote_renewal(
        quantities=wanted.quantities,
        units=listed.prices.units(wanted.cycle),
        period=nth_period(act.today, wanted.cycle, 0),
        credit=available(account),
        today=act.today,
        kind=CONTRACT,
    )


def new_subscription(account: Account, wanted: Wanted, period: Period, method: str, status: str) -> Subscription:
    """The row; a card pays what recurs only after it has paid once."""
    return Subscription(
        account=account,
        plan=wanted.plan,
        status=status,
        cycle=wanted.cycle,
        anchor=period.start,
        period_start=period.start,
        period_end=period.end,
        renewal_policy=wanted.policy,
        statement_on=statements.next_look(period.start),
        method=orders.PIX if method == orders.CARD else method,
    )


def agree_contract(
    account: Account,
    wanted: Wanted,
    quote: Quote,
    offered: orders.Offered | None,
    *,
    method: str,
    draft_key: UUID,
    act: Act,
    somebody_waits: bool = False,
) -> Order:
    """A subscription that waits, its invoice of kind contract and the order that carries both. The account is locked.

    Credit that covers it all begins it at once. Without its money it ends as an order does.
    """
    subscription = new_subscription(account, wanted, quote.period, method, "contracted")
    subscription.save(force_insert=True)
    pay_until = (offered and offered.payable_until) or act.today
    invoice = draw_up(account, subscription, quote, kind=CONTRACT, method=method, due_on=pay_until, act=act)
    account.last_order_number += 1
    account.draft_key = uuid7()
    account.save(update_fields=["last_order_number", "draft_key"])
    order = Order.objects.create(
        account=account,
        number=account.last_order_number,
        subscription=subscription,
        invoice=invoice,
        draft_key=draft_key,
        quote=quote_to_json(quote),
        fingerprint=quote.fingerprint(),
        method=method,
        make_default=method == orders.CARD,
        agreed_on=act.today,
        agreed_at=act.at,
        agreed_by=act.by,
        pay_until=pay_until,
        expires_on=(offered and offered.expires_on) or act.today,
    )
    OrderItem.objects.bulk_create(
        OrderItem(account=account, order=order, item=item, quantity=quantity)
        for item, quantity in wanted.quantities.items()
        if quantity
    )
    events.record(
        "order.agreed",
        act,
        account,
        order=order.number,
        invoice=invoice.number,
        added={item: quantity for item, quantity in wanted.quantities.items() if quantity},
        due_now=quote.due_now.centavos,
        method=method,
    )
    if quote.due_now > ZERO:
        open_charge(
            invoice,
            method,
            act,
            keep=method == orders.CARD,
            due_on=pay_until if method == orders.BOLETO else None,
            until=pay_until,
            somebody_waits=somebody_waits,
        )
    return order


def begin(account: Account, order: Order, first_day: date, act: Act) -> None:
    """The first period starts on that day, with the prices of the order's day. The account is locked."""
    subscription = order.subscription
    quantities = dict(order.items.values_list("item", "quantity"))
    start(account, subscription, quantities, first_day, order.agreed_on, act, order=order)


def start(
    account: Account,
    subscription: Subscription,
    quantities: Mapping[str, int],
    first_day: date,
    priced_on: date,
    act: Act,
    *,
    order: Order | None = None,
) -> None:
    """The subscription is active from that day on, which is its anchor."""
    cycle = Cycle(subscription.cycle)
    period = nth_period(first_day, cycle, 0)
    listed = price_list_on(priced_on, subscription.plan, account)
    subscription.status, subscription.anchor = "active", period.start
    subscription.period_start, subscription.period_end = period.start, period.end
    set_renewal_dates(subscription)
    subscription.save()
    SubscriptionPeriod.objects.create(
        account=account,
        subscription=subscription,
        start=period.start,
        end=period.end,
        cycle=cycle,
        price_version_id=listed.version_id,
        unit_prices=units_to_json(listed.prices.units(cycle)),
        paid_outside=order is None,
    )
    LicenceEntry.objects.bulk_create(
        LicenceEntry(
            account=account,
            subscription=subscription,
            item=item,
            on=period.start,
            now=quantity,
            at_renewal=quantity,
            why="order" if order else "contract",
            order=order,
        )
        for item, quantity in quantities.items()
    )
    events.record(
        "subscription.began",
        act,
        account,
        start=period.start.isoformat(),
        end=period.end.isoformat(),
        before={},
        after=dict(quantities),
    )


def never_began(account: Account, order: Order, act: Act) -> None:
    """The order of a subscription ended unpaid: there is none. Credit stays. The account is locked."""
    subscription = order.subscription
    subscription.status, subscription.ended_on = "cancelled", act.today
    subscription.save(update_fields=["status", "ended_on"])
    events.record("subscription.ended", act, account, why="never_began", on=act.today.isoformat())
