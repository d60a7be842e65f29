"""The finance team's digest: once a business morning, and only when something waits for a person (U26)."""

from django.db import transaction
from django.db.models import Exists, QuerySet, Subquery
from django.db.models.functions import TruncDate

from meuplano.actions.calendar import banking_days
from meuplano.actions.later import tell
from meuplano.records import events
from meuplano.records.models import Event, Task
from meuplano.rules.act import SAO_PAULO, Act

DIGESTED = "queue.digested"
EARLIEST = 8  # o'clock in Sao Paulo


def to_tell(act: Act) -> QuerySet[Task]:
    """What waits for a person since before today, unless the team was told today."""
    last = Event.objects.filter(account=None, name=DIGESTED).order_by("-pk").values("pk")[:1]
    told = Event.objects.alias(day=TruncDate("at", tzinfo=SAO_PAULO)).filter(pk=Subquery(last), day__gte=act.today)
    return Task.objects.filter(~Exists(told), done_at=None, made_on__lt=act.today)


def digest(act: Act) -> int:
    """Tell the team what waits, once a day however often it is asked; returns how many tasks that are."""
    if act.at.astimezone(SAO_PAULO).hour < EARLIEST or not banking_days().is_business_day(act.today):
        return 0
    with transaction.atomic():
        waiting = to_tell(act).count()
        if waiting:
            tell(events.record(DIGESTED, act, None, on=act.today.isoformat(), count=waiting))
        return waiting
