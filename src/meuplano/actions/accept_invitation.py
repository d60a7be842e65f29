"""Answering an invitation: by setting a name and a password, or as somebody who has them already (F08)."""

from meuplano.actions import invitations
from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import Account, Member, User
from meuplano.rules.act import Act


class NotOpen(Exception):
    """The link is not ours, was replaced, taken back or answered, or its last day is over."""


class SignInFirst(Exception):
    """The invited person has a password: they accept it signed in with it."""


def join(token: str, *, name: str, password: str, act: Act) -> Member:
    """The invited person, new here, with their name and password. Raises NotOpen and SignInFirst."""
    with locked(_account_of(token), act) as account:
        member = _open(token, act)
        user = member.user
        if user.has_usable_password():
            raise SignInFirst
        user.name = name.strip()
        user.set_password(password)
        user.save(update_fields=["name", "password"])
        _answer(account, member, Act(by=str(user), at=act.at))
    return member


def join_as(token: str, user: User, act: Act) -> Member:
    """The invited person, signed in. Raises NotOpen, and SignInFirst for anybody else."""
    with locked(_account_of(token), act) as account:
        member = _open(token, act)
        if member.user != user:
            raise SignInFirst
        _answer(account, member, act)
    return member


def _account_of(token: str) -> int:
    member = invitations.invited(token)
    if member is None:
        raise NotOpen
    return member.account_id


def _open(token: str, act: Act) -> Member:
    member = invitations.invited(token)
    if member is None or not invitations.is_open(member, act):
        raise NotOpen
    return member


def _answer(account: Account, member: Member, act: Act) -> None:
    Member.objects.filter(pk=member.pk).update(invited_until=None, last_access_on=act.today)
    events.record("user.joined", act, account, member=member.pk)
