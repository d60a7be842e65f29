"""Telling each account once a year that its yearly statement is there: by May, or once its last debt is paid (D52)."""

from django.db.models import QuerySet

from meuplano.actions.due import for_each_due
from meuplano.actions.later import tell
from meuplano.actions.statement_paper import statements_of
from meuplano.records import events
from meuplano.records.models import Account, Event, Subscription
from meuplano.rules import statements
from meuplano.rules.act import Act

READY = "statement.ready"


def tell_statements(act: Act) -> int:
    """Look at the accounts whose day has come; returns how many were told."""
    return for_each_due(to_look_at(act), _look, "tell statements", act, by="statement_on")


def to_look_at(act: Act) -> QuerySet[Subscription]:
    """Whose yearly statement is to be looked at by today."""
    return Subscription.objects.filter(statement_on__lte=act.today)


def _look(account: Account, act: Act) -> bool:
    """Each year once; a year with debts is looked at again every month. Only the last subscription keeps a day."""
    due = to_look_at(act).filter(account=account)
    if not due.exists():
        return False
    years = [it for it in statements_of(account, act.today) if statements.may_be_told(it.year, act.today)]
    told = set(Event.objects.filter(account=account, name=READY).values_list("data__year", flat=True))
    ready = [it.year for it in years if it.is_whole and it.year not in told]
    last = Subscription.objects.filter(account=account).latest("pk")
    due.exclude(pk=last.pk).update(statement_on=None)
    look_on = statements.next_look(act.today, waiting=any(it.open for it in years))
    due.filter(pk=last.pk).update(statement_on=look_on)
    for year in reversed(ready):
        tell(events.record(READY, act, account, year=year))
    return bool(ready)
