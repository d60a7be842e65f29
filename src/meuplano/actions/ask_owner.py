"""A colleague without permission asks the account's owner for a change (F01)."""

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import Event, Member
from meuplano.rules.act import Act

PATIENCE = 3_600  # seconds in which the same person's second request is the same request


def ask_owner(account_id: int, *, user_id: int, message: str, act: Act) -> bool:
    """Write the owner a mail in the name of this member; False when one went out within the last hour.

    Raises Member.DoesNotExist for somebody who is not of this account.
    """
    with locked(account_id) as account:
        member = Member.objects.select_related("user").get(account=account, user_id=user_id)
        last = Event.objects.filter(account=account, name="owner.asked", data__member=member.pk).order_by("-id").first()
        if last is not None and (act.at - last.at).total_seconds() < PATIENCE:
            return False
        event = events.record("owner.asked", act, account, member=member.pk, message=message.strip())
        tell(event)
        return True
