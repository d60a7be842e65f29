"""Billing contacts: whom the owner lets read and download invoices and receipts; they take no licence (D46)."""

from meuplano.actions import invite_user
from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import Member, User
from meuplano.rules.act import Act


class OwnerReadsAnyway(Exception):
    """The owner needs no permission to read."""


def name_contact(account_id: int, email: str, act: Act) -> Member:
    """Let somebody read the invoices; who is not of the account yet is invited, without a licence. Twice is once.

    Raises OwnerReadsAnyway and TooFast.
    """
    email = email.strip().lower()
    with locked(account_id, act) as account:
        member = Member.objects.filter(account=account, user__email=email).select_related("user").first()
        if member is not None and member.is_owner:
            raise OwnerReadsAnyway
        if member is not None and member.is_billing_contact:
            return member
        if member is None:
            user = User.objects.filter(email=email).first() or User.objects.create_user(email)
            member = Member(account=account, user=user, is_billing_contact=True)
            invite_user.send(account, member, act, access=False)
        else:
            Member.objects.filter(pk=member.pk).update(is_billing_contact=True)
        events.record("contact.named", act, account, member=member.pk, email=email)
    return member


def remove_contact(account_id: int, member_id: int, act: Act) -> None:
    """Take that back; who had not answered and was invited for nothing else is gone. Raises Member.DoesNotExist."""
    with locked(account_id, act) as account:
        contacts = Member.objects.filter(account=account, is_billing_contact=True).select_related("user")
        member = contacts.get(pk=member_id)
        if member.invited_until is not None and not member.has_access:
            Member.objects.filter(pk=member.pk).delete()
        else:
            Member.objects.filter(pk=member.pk).update(is_billing_contact=False)
        events.record("contact.removed", act, account, member=member.pk, email=member.user.email)
