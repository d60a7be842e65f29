"""The second step of a renewal: at 00:00 of the first day the new period begins, paid or not (D15, D17)."""

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import QuerySet

from meuplano.actions.begin_period import Terms, begin_period
from meuplano.actions.begin_plan import begin_plan
from meuplano.actions.close_order import close_all
from meuplano.actions.count_renewal import Counted, bought_after, count_renewal, moving_due_day, targets_after
from meuplano.actions.due import for_each_due
from meuplano.actions.end_subscription import end_subscription, give_up_next_period
from meuplano.actions.full_price import plan_full_price
from meuplano.actions.issue_complement import issue_complement
from meuplano.actions.issue_renewals import send_renewal
from meuplano.records.contract import Contract, contract_of
from meuplano.records.models import Account, ScheduledChange, Subscription
from meuplano.records.pricing import is_adjusted
from meuplano.records.renewing import RENEWAL, active_until, orders_wait, renewal_of_next, scheduled_changes
from meuplano.records.together import change
from meuplano.rules import renewal
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle


def to_roll_over(act: Act) -> QuerySet[Subscription]:
    """Whose running period is over."""
    return Subscription.objects.filter(status="active", period_end__lte=act.today)


def to_end(act: Act) -> QuerySet[ScheduledChange]:
    """Cancellations whose day has come, of suspended subscriptions too."""
    return ScheduledChange.objects.filter(kind="cancel", status="scheduled", effective_on__lte=act.today)


def roll_over_all(act: Act) -> int:
    """Begin the new period of every subscription whose running one is over; returns how many began, or ended."""
    began = for_each_due(to_roll_over(act), roll_over, "roll over", act, by="period_end", ahead=RENEWAL)
    return began + for_each_due(to_end(act), roll_over, "end subscription", act, by="effective_on")


def roll_over(account: Account, act: Act) -> bool:
    """Bring the account to today (D47), through as many periods as have passed. The account is locked."""
    began = False
    until = active_until(account)
    if until is None:
        return _end_suspended(account, act)
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
        _end(account, subscription, ending, act)
        return False
    if orders_wait(account):
        close_all(account, subscription, "expire", act)
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
        units = counted.complement_units
        issue_complement(account, subscription, counted.period, units, counted.quantities, holding, act)
    return True


def _end_suspended(account: Account, act: Act) -> bool:
    """A suspended subscription has no next period, but it ends on the day for which it was cancelled."""
    waiting = scheduled_changes(account)
    ending = next((change for change in waiting if change.kind == "cancel" and change.effective_on <= act.today), None)
    if ending is None:
        return False
    _end(account, ending.subscription, ending, act)
    return True


def _end(account: Account, subscription: Subscription, ending: ScheduledChange, act: Act) -> None:
    ending.move("apply", ended_on=act.today)
    give_up_next_period(account, subscription, ending.effective_on, act)
    end_subscription(account, subscription, "cancelled_by_owner", act)


def _begin(account: Account, contract: Contract, counted: Counted, holding: Mapping[str, int], act: Act) -> None:
    subscription, period = contract.subscription, counted.period
    if is_adjusted(subscription, counted.row.price_version_id, period.start):
        subscription.adjusted_on = period.start
    moved = moving_due_day(account, contract, Cycle(counted.row.cycle))
    if moved is not None:
        subscription.anchor = moved.anchor
    for scheduled in scheduled_changes(account):
        if scheduled.kind == "due_day" or (scheduled.kind == "cycle" and scheduled.effective_on <= period.start):
            scheduled.status, scheduled.ended_on = "applied", act.today
            change(scheduled, "status", "ended_on")
    begin_plan(account, subscription, period, act)
    row = counted.row
    terms = Terms(period, row.cycle, row.price_version_id, row.unit_prices, row.invoiced_prices, row.courtesy_id)
    begin_period(account, contract, terms, holding, act, targets=targets_after(contract, counted, holding))
    if counted.row.courtesy_id:
        plan_full_price(subscription, act)
