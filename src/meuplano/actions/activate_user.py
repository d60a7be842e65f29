"""Giving a user access to the product, and taking it away: one licence each, the last one given out once (F08, D19)."""

from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.contract import contract_of
from meuplano.records.models import Member
from meuplano.rules.act import Act
from meuplano.rules.prices import LICENCE


class NoFreeLicence(Exception):
    """Every contracted licence is in use."""


class OwnerIsAlwaysActive(Exception):
    """Nobody deactivates the owner (D18); the way is to transfer the account first (F02)."""


def set_access(account_id: int, member_id: int, *, active: bool, act: Act) -> bool:
    """Give or take a user's access; True if that changed something.

    Raises NoFreeLicence, OwnerIsAlwaysActive, Member.DoesNotExist, records.contract.NoSubscription.
    """
    with locked(account_id, act) as account:
        member = Member.objects.select_related("user").get(account=account, pk=member_id)
        if member.has_access == active:
            return False
        if not active and member.is_owner:
            raise OwnerIsAlwaysActive
        contract = contract_of(account)
        if active and contract.active >= contract.now.get(LICENCE, 0):
            raise NoFreeLicence
        Member.objects.filter(pk=member.pk).update(has_access=active)
        events.record(
            "user.activated" if active else "user.deactivated",
            act,
            account,
            member=member.pk,
            in_use=contract.active + (1 if active else -1),
            of=contract.now.get(LICENCE, 0),
        )
        return True
