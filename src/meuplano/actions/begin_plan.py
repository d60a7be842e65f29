"""The plan that waited for what is paid to be used begins with a period (D48)."""

from meuplano.actions.later import tell
from meuplano.records import events
from meuplano.records.models import Account, Plan, Subscription
from meuplano.records.renewing import scheduled_changes
from meuplano.records.together import change
from meuplano.rules.act import Act
from meuplano.rules.periods import Period


def begin_plan(account: Account, subscription: Subscription, period: Period, act: Act) -> bool:
    """False if no other plan is scheduled for this period. The account is locked."""
    waiting = scheduled_changes(account)
    scheduled = next((c for c in waiting if c.kind == "plan" and c.effective_on <= period.start), None)
    if scheduled is None:
        return False
    before = subscription.plan.name
    subscription.plan = Plan.objects.get(pk=scheduled.data["plan"])
    change(subscription, "plan")
    scheduled.status, scheduled.ended_on = "applied", act.today
    change(scheduled, "status", "ended_on")
    days = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    tell(events.record("plan.changed", act, account, before=before, after=subscription.plan.name, **days))
    return True
