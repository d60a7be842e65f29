"""Somebody without the right to see Meu Plano asks the account's owner (F01, U05)."""

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import Event, User
from meuplano.rules.act import Act

LONGEST = 500  # characters of the message


def ask_owner(account_id: int, user: User, message: str, act: Act) -> bool:
    """Write to the owner on behalf of a member; False if this person already asked today."""
    with locked(account_id, act) as account:
        asked = Event.objects.filter(account=account, name="owner.asked", data__asker_email=user.email)
        if asked.filter(data__on=act.today.isoformat()).exists():
            return False
        tell(
            events.record(
                "owner.asked",
                act,
                account,
                on=act.today.isoformat(),
                asker=user.name or user.email,
                asker_email=user.email,
                message=message.strip()[:LONGEST],
            )
        )
        return True
