"""The plan that waited for what is paid to be used begins with a period (D48)."""

from meuplano.actions.later import tell
from meuplano.records import events
from meuplano.records.models import Account, Plan, Subscription
from meuplano.records.renewing import beginning
from meuplano.records.together import change
from meuplano.rules.act import Act
from meuplano.rules.periods import Period


def begin_plan(account: Account, subscription: Subscription, period: Period, act: Act) -> bool:
    """False if no other plan is scheduled for this period. The account is locked."""
    scheduled = beginning(account, "plan", period.start)
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
