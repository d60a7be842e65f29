"""Making a user an administrator of the account, and taking that back (F08)."""

from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import Member
from meuplano.rules.act import Act


class OwnerIsAlwaysAdministrator(Exception):
    """The owner's permission cannot be taken away."""


def set_permission(account_id: int, member_id: int, *, is_admin: bool, act: Act) -> bool:
    """Administrators manage users; True if that changed something.

    Raises OwnerIsAlwaysAdministrator and Member.DoesNotExist.
    """
    with locked(account_id, act) as account:
        member = Member.objects.get(account=account, pk=member_id)
        if member.is_admin == is_admin:
            return False
        if member.is_owner:
            raise OwnerIsAlwaysAdministrator
        Member.objects.filter(pk=member.pk).update(is_admin=is_admin)
        events.record("user.permission_changed", act, account, member=member.pk, is_admin=is_admin)
        return True
