"""The second step of a renewal: at 00:00 of the first day the new period begins, paid or not (D15, D17)."""

from collections.abc import Mapping
from dataclasses import replace

from meuplano.actions.begin_period import Terms, begin_period
from meuplano.actions.close_order import close_all
from meuplano.actions.count_renewal import Counted, bought_after, count_renewal, moving_due_day, targets_after
from meuplano.actions.due import for_each_due
from meuplano.actions.end_subscription import end_subscription, give_up_next_period
from meuplano.actions.full_price import plan_full_price
from meuplano.actions.issue_complement import issue_complement
from meuplano.actions.issue_renewals import send_renewal
from meuplano.records.contract import Contract, NoSubscription, contract_of
from meuplano.records.models import Account, Invoice, ScheduledChange, Subscription
from meuplano.records.pricing import is_adjusted
from meuplano.rules import renewal
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle


def roll_over_all(act: Act) -> int:
    """Begin the new period of every subscription whose running one is over; returns how many periods began."""
    due = Subscription.objects.filter(status="active", period_end__lte=act.today)
    ending = ScheduledChange.objects.filter(kind="cancel", status="scheduled", effective_on__lte=act.today)
    return for_each_due(due, roll_over, "roll over", act) + for_each_due(ending, roll_over, "end subscription", act)


def roll_over(account: Account, act: Act) -> bool:
    """Bring the account to today (D47), through as many periods as have passed. The account is locked."""
    began = False
    while (contract := _over(account, act)) is not None:
        if not _end_or_begin(account, contract, act):
            return began
        began = True
    return began


def _over(account: Account, act: Act) -> Contract | None:
    live = Subscription.objects.filter(account=account, status__in=["active", "suspended"], period_end__lte=act.today)
    if not live.exists():
        return None
    try:
        return contract_of(account)
    except NoSubscription:
        return None


def _end_or_begin(account: Account, contract: Contract, act: Act) -> bool:
    subscription, last_day = contract.subscription, contract.period.end
    until = last_day if subscription.status == "active" else act.today
    ending = ScheduledChange.objects.filter(
        account=account, subscription=subscription, kind="cancel", status="scheduled", effective_on__lte=until
    ).first()
    if ending is not None:
        ending.move("apply", ended_on=act.today)
        give_up_next_period(account, subscription, ending.effective_on, act)
        end_subscription(account, subscription, "cancelled_by_owner", act)
        return False
    if subscription.status != "active":
        return False
    close_all(account, subscription, "expire", act)
    counted = count_renewal(account, contract, act)
    renewing = _renewal_invoice(account, contract, counted)
    holding = renewal.after_the_count(invoiced=counted.quantities, bought=bought_after(counted), in_use=contract.active)
    if renewing is None:  # a card's first day, or a run that never came: the one invoice holds what is held (D17)
        counted = replace(counted, quantities=holding)
        send_renewal(account, contract, counted, act)
    _begin(account, contract, counted, holding, act)
    if renewing is not None:
        issue_complement(
            account, subscription, counted.period, counted.complement_units, counted.quantities, holding, act
        )
    return True


def _renewal_invoice(account: Account, contract: Contract, counted: Counted) -> Invoice | None:
    return Invoice.objects.filter(
        account=account,
        subscription=contract.subscription,
        kind="renewal",
        period_start=counted.period.start,
        status__in=["open", "paid", "written_off"],
    ).first()


def _begin(account: Account, contract: Contract, counted: Counted, holding: Mapping[str, int], act: Act) -> None:
    row, period = counted.row, counted.period
    if is_adjusted(contract.subscription, row.price_version_id, period.start):
        contract.subscription.adjusted_on = period.start
    ScheduledChange.objects.filter(
        account=account, subscription=contract.subscription, kind="cycle", status="scheduled", effective_on=period.start
    ).update(status="applied", ended_on=act.today)
    moved = moving_due_day(account, contract, Cycle(row.cycle))
    if moved is not None:
        contract.subscription.anchor = moved.anchor
        ScheduledChange.objects.filter(
            account=account, subscription=contract.subscription, kind="due_day", status="scheduled"
        ).update(status="applied", ended_on=act.today)
    terms = Terms(
        period, row.cycle, row.price_version_id, row.unit_prices, row.invoiced_prices, courtesy_id=row.courtesy_id
    )
    begin_period(account, contract, terms, holding, act, targets=targets_after(counted, holding))
    if row.courtesy_id:
        plan_full_price(contract.subscription, act)
