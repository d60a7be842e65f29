"""Handing an account over to another of its users; finance does it for an account whose owner left (F02)."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession

from meuplano.actions.activate_user import claim_licence
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import Account, Member, User
from meuplano.rules.act import Act


class NotPossible(Exception):
    """This user cannot become the owner: they are it already, or have no access to the system."""


class ReasonMissing(ValueError):
    """Finance says why."""


def transfer_ownership(account_id: int, member_id: int, act: Act) -> Member:
    """The owner hands the account over to an active user of it, and stays an administrator without Meu Plano.

    Both sign in again. Raises NotPossible, and Member.DoesNotExist.
    """
    with locked(account_id, act) as account:
        heir = _heir(account, member_id)
        if not heir.has_access:
            raise NotPossible
        return _hand_over(account, heir, act, reason="")


def recover_ownership(account_id: int, member_id: int, reason: str, act: Act) -> Member:
    """Finance does the same, with a reason; a user without access gets it, which takes a free licence.

    Raises ReasonMissing, NotPossible, Member.DoesNotExist, NoFreeLicence and NotAllowed.
    """
    if not reason.strip():
        raise ReasonMissing
    with locked(account_id, act) as account:
        heir = _heir(account, member_id)
        if not heir.has_access:
            claim_licence(account, act)
        return _hand_over(account, heir, act, reason=reason.strip())


def _heir(account: Account, member_id: int) -> Member:
    heir = Member.objects.select_related("user").get(account=account, pk=member_id, invited_until__isnull=True)
    if heir.is_owner:
        raise NotPossible
    return heir


def _hand_over(account: Account, heir: Member, act: Act, *, reason: str) -> Member:
    before = Member.objects.filter(account=account, is_owner=True).select_related("user").first()
    Member.objects.filter(account=account, is_owner=True).update(is_owner=False, is_admin=True)
    heir.is_owner = heir.is_admin = heir.has_access = True
    heir.save(update_fields=["is_owner", "is_admin", "has_access"])
    _end_sessions([heir.user, *([before.user] if before else [])])
    tell(
        events.record(
            "owner.transferred",
            act,
            account,
            before=before.pk if before else None,
            after=heir.pk,
            old=str(before.user) if before else "",
            new=str(heir.user),
            reason=reason,
        )
    )
    return heir


def _end_sessions(users: Iterable[User]) -> None:
    for session in UserSession.objects.filter(user__in=list(users)):
        session.end()
