"""Another plan for the renewal: it waits until everything paid is used, and can be undone until then (D48)."""

from dataclasses import dataclass
from datetime import date

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.recount_renewal import count_again
from meuplano.actions.scheduled import refuse_when_paid, schedule, used_up_on, waiting
from meuplano.records import events
from meuplano.records.contract import NoSubscription, contract_of
from meuplano.records.models import Account, Plan, ScheduledChange
from meuplano.records.overview import Overview
from meuplano.records.pricing import price_list_for
from meuplano.rules import proration
from meuplano.rules.act import Act
from meuplano.rules.lines import lines_for, total_of
from meuplano.rules.quotes import Quote, quote_other_plan

KIND = "plan"


@dataclass(frozen=True, slots=True)
class AtRenewal:
    """What the other plan would cost from the renewal on, and on which day it begins."""

    quote: Quote
    on: date


def quote_plan(account: Account, overview: Overview, plan: Plan, act: Act) -> AtRenewal:
    """What the first renewal with the other plan costs, counted today; reads only. Raises quotes.UnknownItem."""
    contract = overview.contract
    on = used_up_on(account, contract)
    coming_is_paid = on != contract.period.end
    period = overview.after_coming() if coming_is_paid else overview.coming
    before = price_list_for(contract.subscription, period.start, contract.plan).renewal_units(overview.coming_cycle)
    listed = price_list_for(contract.subscription, period.start, plan)
    quote = quote_other_plan(
        quantities=overview.renewing(plan=plan),
        units=listed.renewal_units(overview.coming_cycle),
        next_period=period,
        today=act.today,
        renewal_before=total_of(lines_for(overview.renewing(plan=contract.plan), before, proration.whole(period))),
    )
    return AtRenewal(quote, on)


def schedule_plan(account: Account, plan: Plan, act: Act) -> ScheduledChange:
    """Have the plan change when everything paid is used; the later choice replaces the earlier one.

    The account is locked, and the change was found to be allowed. An unpaid renewal that is out is issued anew.
    """
    contract = contract_of(account)
    before = waiting(account, contract, KIND)
    if before is not None:
        refuse_when_paid(account, contract, before, "plan_already_paid")
        before.move("replace", ended_on=act.today)
    on = used_up_on(account, contract)
    change = schedule(account, contract, KIND, on, {"plan": plan.pk, "name": plan.name}, act)
    names = {"before": contract.plan.name, "after": plan.name}
    tell(events.record("plan.scheduled", act, account, **names, on=on.isoformat()))
    count_again(account, contract, "plan_scheduled", act)
    return change


def undo(account_id: int, act: Act) -> bool:
    """The owner's "Desfazer"; False if nothing is scheduled. Raises NotAllowed when its first period is paid."""
    with locked(account_id, act) as account:
        try:
            contract = contract_of(account)
        except NoSubscription:
            return False
        change = waiting(account, contract, KIND)
        if change is None:
            return False
        refuse_when_paid(account, contract, change, "plan_already_paid")
        change.move("undo", ended_on=act.today)
        tell(events.record("plan.kept", act, account, plan=contract.plan.name, instead_of=change.data["name"]))
        count_again(account, contract, "plan_kept", act)
        return True
