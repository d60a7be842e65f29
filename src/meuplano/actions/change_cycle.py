"""A longer cycle: a renewal that happens today, less what the running period has left (F10, D11, D12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from meuplano.records.contract import Contract
from meuplano.records.models import Account, Invoice, InvoiceLine, OrderItem, Plan
from meuplano.records.overview import Overview
from meuplano.records.pricing import price_list_for
from meuplano.rules.act import Act
from meuplano.rules.agreements import Agreed
from meuplano.rules.lines import RECURRING, Line
from meuplano.rules.money import Money, total
from meuplano.rules.periods import Cycle, nth_period
from meuplano.rules.prices import UnitPrice
from meuplano.rules.quotes import Held, Quote, quote_longer_cycle


@dataclass(frozen=True, slots=True)
class NewPeriod:
    """What an order keeps of the period that it will begin: its cycle and prices, and the papers it takes over."""

    cycle: Cycle
    price_version_id: int
    units: Mapping[str, UnitPrice]
    replaces: Mapping[int, Money]  # invoice number → what is open of it
    plan: Plan | None = None  # another one with it (D48)


def longer_cycle(
    account: Account,
    overview: Overview,
    cycle: Cycle,
    *,
    added: Mapping[str, int],
    renewal_before: Money,
    act: Act,
    agreed: Sequence[Agreed] = (),
    plan: Plan | None = None,
) -> tuple[Quote, NewPeriod]:
    """What the longer cycle costs today, `added` being part of the new period (D10); reads only.

    `agreed` are prices to be agreed together with it, `plan` another one that begins with it: then the cycle may be the
    same (D48). Raises quotes.OutsidePeriod and UnknownItem.
    """
    contract = overview.contract
    listed = price_list_for(contract.subscription, act.today, plan).agreeing(agreed, act.today)
    units = listed.prices.units(cycle)  # a courtesy is for the periods it was given for, not for a whole year
    renewed = overview.renewing(plan=plan)
    replaces = _still_open(account, overview)
    quote = quote_longer_cycle(
        quantities={item: renewed.get(item, 0) + added.get(item, 0) for item in {**renewed, **added}},
        units=units,
        new_period=nth_period(act.today, cycle, 0),
        held=_held(account, contract),
        period=contract.period,
        credit=overview.credit,
        today=act.today,
        prepaid=_prepaid(account, overview),
        still_open=total(replaces.values()),
        renewal_before=renewal_before,
    )
    return quote, NewPeriod(cycle, listed.version_id, units, replaces, plan)


def _held(account: Account, contract: Contract) -> list[Held]:
    """What is in force at the unit prices really invoiced: those of the courtesy, and of what was added since (D12)."""
    running = contract.subscription.periods.filter(start=contract.period.start)
    if not running.filter(courtesy__isnull=False).exists():
        return [Held(item, quantity, contract.units[item]) for item, quantity in contract.now.items()]
    ordered = OrderItem.objects.filter(
        account=account, order__subscription=contract.subscription, order__status="applied", order__cycle=None
    ).filter(order__agreed_on__gte=contract.period.start)
    added = dict(ordered.values("item").annotate(n=Sum("quantity")).values_list("item", "n"))
    return [
        held
        for item, quantity in contract.now.items()
        for held in (
            Held(item, quantity - added.get(item, 0), contract.invoiced[item]),
            Held(item, added.get(item, 0), contract.units[item]),
        )
    ]


def _still_open(account: Account, overview: Overview) -> dict[int, Money]:
    """The papers of the running period that are still open: the order takes them over (D12).

    None is overdue, or the change would be refused (D13).
    """
    contract = overview.contract
    period = contract.period
    debts = Invoice.objects.filter(
        Q(kind__in=["contract", "renewal", "complement"]) | Q(orders__status="applied"),
        account=account,
        subscription=contract.subscription,
        status="open",
        period_start__gte=period.start,
        period_start__lt=period.end,
    )
    return {invoice.number: invoice.open for invoice in debts.order_by("number")}


def _prepaid(account: Account, overview: Overview) -> list[Line]:
    """What the next period costs, when its renewal invoice is already paid (D12)."""
    if overview.invoice is None or overview.invoice.status != "paid":
        return []
    lines = InvoiceLine.objects.filter(account=account, invoice__number=overview.invoice.number)
    return [row.line for row in lines.filter(kind__in=RECURRING)]
