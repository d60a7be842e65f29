"""Giving a user access to the product, and taking it away: one licence each, the last one given out once (F08, D19)."""

from meuplano.actions import invitations
from meuplano.actions.allowed import NotAllowed, situation
from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import Account, Member
from meuplano.records.overview import overview_of
from meuplano.rules import changes
from meuplano.rules.act import Act
from meuplano.rules.prices import LICENCE


class NoFreeLicence(Exception):
    """Every contracted licence is in use."""


class OwnerIsAlwaysActive(Exception):
    """Nobody deactivates the owner (D18); the way is to transfer the account first (F02)."""


def set_access(account_id: int, member_id: int, *, active: bool, act: Act) -> bool:
    """Give or take a user's access; True if that changed something.

    Raises NoFreeLicence, NotAllowed (while suspended, D24), OwnerIsAlwaysActive, and Member.DoesNotExist, also for
    somebody who has not answered an invitation.
    """
    with locked(account_id, act) as account:
        member = Member.objects.get(account=account, pk=member_id, invited_until__isnull=True)
        if member.has_access == active:
            return False
        if not active and member.is_owner:
            raise OwnerIsAlwaysActive
        if active:
            claim_licence(account, act)
        Member.objects.filter(pk=member.pk).update(has_access=active)
        name = "user.activated" if active else "user.deactivated"
        events.record(name, act, account, member=member.pk, **invitations.usage(account))
        return True


def claim_licence(account: Account, act: Act) -> None:
    """Make sure that one more user may be active now. The account is locked. Raises NoFreeLicence and NotAllowed."""
    invitations.lapse(account, act)
    overview = overview_of(account)
    if overview is None:
        raise NotAllowed(changes.ENDED)
    answer = changes.may(changes.ACTIVATE, situation(overview, act))
    if not answer.allowed:
        raise NotAllowed(answer.reason or changes.SUSPENDED)
    if overview.contract.active >= overview.contract.now.get(LICENCE, 0):
        raise NoFreeLicence
