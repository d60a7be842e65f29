"""Inviting a person by e-mail, sending the invitation again, taking it back (F08, D18)."""

from meuplano.actions import invitations
from meuplano.actions.activate_user import claim_licence
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.pace import refuse_too_fast
from meuplano.records import events
from meuplano.records.models import Account, Event, Member, User
from meuplano.rules.act import Act


class AlreadyHere(Exception):
    """This e-mail is a user of the account already; the member is attached."""

    def __init__(self, member: Member) -> None:
        super().__init__("already a member")
        self.member = member


def invite(account_id: int, email: str, *, is_admin: bool, act: Act) -> Member:
    """Invite somebody, who holds a licence until they answer or seven days are over; twice is one invitation.

    Raises AlreadyHere, NoFreeLicence, NotAllowed and TooFast.
    """
    email = email.strip().lower()
    with locked(account_id, act) as account:
        member = Member.objects.filter(account=account, user__email=email).select_related("user").first()
        if member is not None and member.invited_until is None:
            raise AlreadyHere(member)
        if member is not None and member.has_access and invitations.is_open(member, act):
            return member
        claim_licence(account, act)
        if member is None:
            user = User.objects.filter(email=email).first() or User.objects.create_user(email)
            member = Member(account=account, user=user)
        member.is_admin = is_admin
        send(account, member, act, access=True)
    return member


def resend(account_id: int, member_id: int, act: Act) -> Member:
    """Send an unanswered invitation again, for another seven days; the link sent before is worth nothing then.

    One that lapsed needs a free licence again. Raises Member.DoesNotExist, NoFreeLicence, NotAllowed and TooFast.
    """
    with locked(account_id, act) as account:
        invitations.lapse(account, act)
        member = _unanswered(account, member_id)
        takes_licence = not member.is_billing_contact or member.has_access
        if takes_licence and not member.has_access:
            claim_licence(account, act)
        send(account, member, act, access=takes_licence)
    return member


def withdraw(account_id: int, member_id: int, act: Act) -> None:
    """Take an unanswered invitation back: its licence is free at once. Raises Member.DoesNotExist."""
    with locked(account_id, act) as account:
        member = _unanswered(account, member_id)
        Member.objects.filter(pk=member.pk).delete()
        events.record("invitation.withdrawn", act, account, email=member.user.email, **invitations.usage(account))


def _unanswered(account: Account, member_id: int) -> Member:
    unanswered = Member.objects.filter(account=account, invited_until__isnull=False)
    return unanswered.select_related("user").get(pk=member_id)


def send(account: Account, member: Member, act: Act, *, access: bool) -> None:
    """Keep the member and have the invitation mailed; `access` is what holds a licence. The account is locked.

    Raises TooFast.
    """
    sent = Event.objects.filter(account=account, name="user.invited", at__gt=act.at - invitations.PACE.within)
    refuse_too_fast(sent.values_list("at", flat=True), invitations.PACE, act)
    member.has_access = access
    member.invited_at, member.invited_until = act.at, act.today + invitations.VALID
    member.save()
    tell(
        events.record(
            "user.invited",
            act,
            account,
            member=member.pk,
            email=member.user.email,
            until=member.invited_until.isoformat(),
            **invitations.usage(account),
        )
    )
