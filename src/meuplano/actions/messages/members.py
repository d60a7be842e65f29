"""People of an account: the invitation to join it, and who answers for it."""

from collections.abc import Iterable

from django.conf import settings

from meuplano.actions import invitations
from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, Person, owner, tell_each
from meuplano.records.models import Account, Event, Member


def _invitation(event: Event, account: Account) -> Iterable[Message]:
    """The link goes to the invited person alone; one that was sent again or answered meanwhile is not sent."""
    member = Member.objects.select_related("user").filter(account=account, pk=event.data["member"]).first()
    if member is None or member.invited_at != event.at or member.invited_until is None:
        return ()
    values = {"url": invitations.link(member), "inviter": event.by, "until": member.invited_until}
    values["reads_only"] = not member.has_access
    return (Message(Person(member.user.email, member.user.name, "invited"), "invitation", values),)


def _owner_changed(event: Event, account: Account) -> Iterable[Message]:
    """To the old and the new owner alike: whoever did not expect it can say so at once."""
    people = Member.objects.select_related("user").filter(
        account=account, pk__in=[event.data["before"], event.data["after"]]
    )
    for member in people.order_by("pk"):
        is_new = member.pk == event.data["after"]
        values = {"url": f"{settings.BASE_URL}/", "is_new": is_new, "by": event.by}
        values |= {name: event.data[name] for name in ("new", "reason")}
        yield Message(Person(member.user.email, member.user.name, "member"), "owner_changed", values)


def _moved(event: Event, account: Account) -> Iterable[Message]:
    """To the owner, of this screen alone; an account that went back meanwhile is not told."""
    if event.data["to"] != "new" or not account.new_screen or not Member.objects.filter(account=account, is_owner=True):
        return ()
    return tell_each(owner(account), "account_moved", {"url": facts.url()})


MESSAGES: dict[str, Compose] = {
    "user.invited": _invitation,
    "owner.transferred": _owner_changed,
    "account.moved": _moved,
}
