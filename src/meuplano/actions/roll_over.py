"""The second step of a renewal: at 00:00 of the first day the new period begins, paid or not (D15, D17)."""

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings

from meuplano.actions.calendar import banking_days
from meuplano.actions.count_renewal import Counted, bought_after, count_renewal, moving_due_day
from meuplano.actions.draw_up import draw_up
from meuplano.actions.due import for_each_due
from meuplano.actions.full_price import plan_full_price
from meuplano.actions.issue_renewals import send_renewal
from meuplano.actions.later import tell
from meuplano.actions.open_charge import open_charge
from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.actions.return_credit import end_credits
from meuplano.records import events
from meuplano.records.contract import Contract, contract_of
from meuplano.records.credits import available
from meuplano.records.models import Account, LicenceEntry, Subscription, SubscriptionPeriod
from meuplano.records.pricing import is_adjusted
from meuplano.records.renewing import RENEWAL, active_until, renewal_of_next, scheduled_changes
from meuplano.records.together import change, insert_all
from meuplano.rules import orders, quotes, renewal
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO
from meuplano.rules.periods import Cycle


def roll_over_all(act: Act) -> int:
    """Begin the new period of every subscription whose running one is over; returns how many periods began."""
    due = Subscription.objects.filter(status="active", period_end__lte=act.today)
    return for_each_due(due, roll_over, "roll over", act, by="period_end", ahead=RENEWAL)


def roll_over(account: Account, act: Act) -> bool:
    """Bring the account to today (D47), through as many periods as have passed. The account is locked."""
    began = False
    until = active_until(account)
    while until is not None and until <= act.today:
        contract = contract_of(account)
        if not _end_or_begin(account, contract, act):
            return began
        until, began = contract.subscription.period_end, True
    return began


def _end_or_begin(account: Account, contract: Contract, act: Act) -> bool:
    subscription, last_day = contract.subscription, contract.period.end
    waiting = scheduled_changes(account)
    ending = next((change for change in waiting if change.kind == "cancel" and change.effective_on <= last_day), None)
    if ending is not None:
        ending.move("apply", ended_on=act.today)
        end_subscription(account, subscription, "cancelled_by_owner", act)
        return False
    counted = count_renewal(account, contract, act)
    renewing = renewal_of_next(account)
    holding = renewal.after_the_count(
        invoiced=counted.quantities, bought=bought_after(contract, counted), in_use=contract.active
    )
    if renewing is None:  # a card's first day, or a run that never came: the one invoice holds what is held (D17)
        counted = replace(counted, quantities=holding)
        send_renewal(account, contract, counted, act)
    _begin(account, contract, counted, holding, act)
    if renewing is not None:
        _complement(account, subscription, counted, holding, act)
    return True


def _begin(account: Account, contract: Contract, counted: Counted, holding: Mapping[str, int], act: Act) -> None:
    subscription, period = contract.subscription, counted.period
    if is_adjusted(subscription, counted.row.price_version_id, period.start):
        subscription.adjusted_on = period.start
    moved = moving_due_day(account, contract, Cycle(counted.row.cycle))
    if moved is not None:
        subscription.anchor = moved.anchor
    for scheduled in scheduled_changes(account):
        if scheduled.kind == "due_day" or (scheduled.kind, scheduled.effective_on) == ("cycle", period.start):
            scheduled.status, scheduled.ended_on = "applied", act.today
            change(scheduled, "status", "ended_on")
    insert_all(
        [
            SubscriptionPeriod(
                account=account,
                subscription=subscription,
                start=period.start,
                end=period.end,
                cycle=counted.row.cycle,
                price_version_id=counted.row.price_version_id,
                unit_prices=counted.row.unit_prices,
                invoiced_prices=counted.row.invoiced_prices,
                courtesy_id=counted.row.courtesy_id,
            )
        ]
    )
    insert_all(
        LicenceEntry(
            account=account,
            subscription=subscription,
            item=item,
            on=period.start,
            now=holding.get(item, 0),
            at_renewal=holding.get(item, 0),
            why="renewal",
        )
        for item in sorted({*contract.now, *holding})
        if (contract.now.get(item, 0), contract.at_renewal.get(item, 0)) != (holding.get(item, 0),) * 2
    )
    subscription.cycle = counted.row.cycle
    subscription.period_start, subscription.period_end = period.start, period.end
    set_renewal_dates(subscription)
    change(subscription, "adjusted_on", "anchor", "cycle", "period_start", "period_end", "announce_on", "issue_on")
    if counted.row.courtesy_id:
        plan_full_price(subscription, act)
    events.record(
        "period.began",
        act,
        account,
        start=period.start.isoformat(),
        end=period.end.isoformat(),
        before=dict(contract.now),
        after=dict(holding),
    )


def _complement(
    account: Account, subscription: Subscription, counted: Counted, holding: Mapping[str, int], act: Act
) -> None:
    quote = quotes.quote_complement(
        holding=holding,
        invoiced=counted.quantities,
        units=counted.complement_units,
        period=counted.period,
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


def end_subscription(account: Account, subscription: Subscription, why: str, act: Act, **more: int) -> None:
    """The subscription is over; users stay, access ends by the dates (F24, D26, D35). `more` goes into its event."""
    subscription.status, subscription.ended_on = "cancelled", act.today
    subscription.announce_on = subscription.issue_on = None
    subscription.save(update_fields=["status", "ended_on", "announce_on", "issue_on"])
    tell(events.record("subscription.ended", act, account, why=why, on=act.today.isoformat(), **more))
    end_credits(account, act)
