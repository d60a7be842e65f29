"""People of an account: the invitation to join it."""

from collections.abc import Iterable

from meuplano.actions import invitations
from meuplano.actions.messages.people import Compose, Message, Person
from meuplano.records.models import Account, Event, Member


def _invitation(event: Event, account: Account) -> Iterable[Message]:
    """The link goes to the invited person alone; one that was sent again or answered meanwhile is not sent."""
    member = Member.objects.select_related("user").filter(account=account, pk=event.data["member"]).first()
    if member is None or member.invited_at != event.at or member.invited_until is None:
        return ()
    values = {"url": invitations.link(member), "inviter": event.by, "until": member.invited_until}
    return (Message(Person(member.user.email, member.user.name, "invited"), "invitation", values),)


MESSAGES: dict[str, Compose] = {"user.invited": _invitation}
