"""What an invitation is: its link, when it lapses, and what it holds meanwhile (D18)."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet

from meuplano.actions.due import for_each_due
from meuplano.records import events
from meuplano.records.models import Account, LicenceEntry, Member
from meuplano.rules.act import Act
from meuplano.rules.pace import Pace
from meuplano.rules.prices import LICENCE

VALID = timedelta(days=7)
PACE = Pace(100, timedelta(days=1))  # each is a mail to somebody who did not ask for it; a whole agency fits in a day
SALT = "invitation"


def link(member: Member) -> str:
    """The address by which the invited person answers; sending it again makes another one and kills this."""
    assert member.invited_at is not None
    token = signing.dumps([member.pk, member.invited_at.isoformat()], salt=SALT)
    return f"{settings.BASE_URL}/convite/{token}/"


def invited(token: str) -> Member | None:
    """Who a link invites, answered or not; None for a link that is not ours, was replaced or taken back."""
    try:
        pk, sent = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    member = Member.objects.filter(pk=pk).select_related("account", "user").first()
    return member if member and member.invited_at and member.invited_at.isoformat() == sent else None


def is_open(member: Member, act: Act) -> bool:
    """Whether the invitation can still be accepted."""
    return member.invited_until is not None and member.invited_until >= act.today


def over(act: Act) -> QuerySet[Member]:
    """Who was invited, did not answer, and cannot any more."""
    return Member.objects.filter(has_access=True, invited_until__lt=act.today)


def lapse(account: Account, act: Act) -> bool:
    """Free the licences of invitations whose last day is over; True if there were any. The account is locked."""
    lapsed = list(over(act).filter(account=account).order_by("pk"))
    for member in lapsed:
        Member.objects.filter(pk=member.pk).update(has_access=False)
        events.record("invitation.lapsed", act, account, member=member.pk, **usage(account))
    return bool(lapsed)


def lapse_all(act: Act) -> int:
    """Do that for every account; returns for how many it did something."""
    return for_each_due(over(act), lapse, "lapse invitations", act)


def usage(account: Account) -> dict[str, int]:
    """How many licences are in use of how many, for an event."""
    entries = LicenceEntry.objects.filter(account=account, item=LICENCE).exclude(subscription__status="cancelled")
    last = entries.order_by("-pk").first()
    return {
        "in_use": Member.objects.filter(account=account, has_access=True).count(),
        "of": last.now if last else 0,
    }
