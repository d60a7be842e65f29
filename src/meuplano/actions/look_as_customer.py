"""Somebody of the finance team looks at an account as its owner sees it: never without a trace (U27)."""

from datetime import datetime, timedelta

from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import Account, Event, User
from meuplano.rules.act import Act

LASTS = timedelta(minutes=30)  # then it is asked for, and written down, anew
NAME = "account.looked_at"


def look_as_customer(account_id: int, user: User, act: Act) -> bool:
    """Let this person look for `LASTS`; one event says who and when. False while an earlier look lasts."""
    with locked(account_id, act) as account:
        if may_look(account, user, act.at):
            return False
        events.record(NAME, act, account, user=user.pk)
        return True


def may_look(account: Account, user: User, at: datetime) -> bool:
    """Whether this person's look was written down, and still lasts."""
    looks = Event.objects.filter(account=account, name=NAME, data__user=user.pk)
    return looks.filter(at__gt=at - LASTS, at__lte=at).exists()
