"""Invitations: they hold a licence for seven days, are answered once, and lapse by themselves (F08, D18)."""

import re
from datetime import timedelta

import pytest

from meuplano.actions import invitations
from meuplano.actions.accept_invitation import NotOpen, SignInFirst, join, join_as
from meuplano.actions.activate_user import NoFreeLicence, set_access
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.invite_user import AlreadyHere, invite, resend, withdraw
from meuplano.actions.set_permission import OwnerIsAlwaysAdministrator, set_permission
from meuplano.records.contract import contract_of
from meuplano.records.models import Event, Mail, Member, Subscription, User
from meuplano.records.overview import overview_of
from tests import world

pytestmark = pytest.mark.django_db
WEEK = timedelta(7)


def token_of(member: Member) -> str:
    member.refresh_from_db()
    return invitations.link(member).split("/")[-2]


def in_use(account) -> int:
    assert contract_of(account).active == overview_of(account).contract.active
    return contract_of(account).active


def events() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def test_an_invitation_holds_a_licence_until_it_is_answered_and_after():
    account = world.account(licences=9, active=8)
    member = invite(account.pk, " Renata@C1001.example ", is_admin=False, act=world.act())
    assert (in_use(account), member.invited_until) == (9, world.TODAY + WEEK)
    with pytest.raises(NoFreeLicence):
        invite(account.pk, "outra@c1001.example", is_admin=False, act=world.act())

    joined = join(token_of(member), name="Renata Siqueira", password="x", act=world.act())
    renata = User.objects.get(email="renata@c1001.example")
    assert (joined.user, renata.name, renata.check_password("x")) == (renata, "Renata Siqueira", True)
    assert in_use(account) == 9
    assert events() == ["user.invited", "user.joined"]
    assert Event.objects.filter(name="user.invited", data__in_use=9, data__of=9).exists()
    with pytest.raises(NotOpen):
        join(token_of(member), name="Outro nome", password="y", act=world.act())


def test_inviting_twice_is_one_invitation():
    account = world.account(licences=9, active=8)
    first = invite(account.pk, "renata@c1001.example", is_admin=False, act=world.act())
    assert invite(account.pk, "RENATA@c1001.example", is_admin=False, act=world.act()) == first
    assert events() == ["user.invited"]


def test_somebody_who_is_here_is_not_invited():
    account = world.account()
    with pytest.raises(AlreadyHere) as told:
        invite(account.pk, "marina@c1001.example", is_admin=False, act=world.act())
    assert told.value.member.is_owner


def test_a_withdrawn_invitation_frees_its_licence_and_its_link_is_dead():
    account = world.account(licences=9, active=8)
    member = invite(account.pk, "renata@c1001.example", is_admin=False, act=world.act())
    token = token_of(member)
    withdraw(account.pk, member.pk, world.act())
    assert in_use(account) == 8
    with pytest.raises(NotOpen):
        join(token, name="Renata", password="x", act=world.act())
    with pytest.raises(Member.DoesNotExist):
        withdraw(account.pk, member.pk, world.act())


def test_it_lapses_after_its_last_day_and_can_be_sent_again():
    account = world.account(licences=9, active=8)
    member = invite(account.pk, "renata@c1001.example", is_admin=True, act=world.act())
    sweep, later = invitations.lapse_all, world.act(world.TODAY + WEEK + timedelta(1))
    assert (sweep(world.act(world.TODAY + WEEK)), in_use(account)) == (0, 9), "the seventh day is still theirs"
    assert (sweep(later), sweep(later), in_use(account)) == (1, 0, 8)
    assert events().count("invitation.lapsed") == 1
    with pytest.raises(NotOpen):
        join(token_of(member), name="Renata", password="x", act=later)

    resend(account.pk, member.pk, later)
    assert in_use(account) == 9
    assert join(token_of(member), name="Renata", password="x", act=later).is_admin


def test_a_lapsed_one_makes_room_before_the_clock_has_swept():
    account = world.account(licences=9, active=8)
    invite(account.pk, "renata@c1001.example", is_admin=False, act=world.act())
    later = world.act(world.TODAY + WEEK + timedelta(1))
    assert invite(account.pk, "outra@c1001.example", is_admin=False, act=later).has_access
    assert in_use(account) == 9


def test_sending_it_again_kills_the_first_link():
    account = world.account()
    member = invite(account.pk, "renata@c1001.example", is_admin=False, act=world.act())
    first = token_of(member)
    resend(account.pk, member.pk, world.act(world.TODAY + timedelta(2)))
    with pytest.raises(NotOpen):
        join(first, name="Renata", password="x", act=world.act())
    assert invitations.invited(token_of(member)) == member
    assert invitations.invited("nada") is None


def test_who_has_a_password_accepts_signed_in_and_may_belong_to_several_accounts():
    account, other = world.account(), world.account("C2002")
    marina = Member.objects.get(account=other, is_owner=True).user
    marina.set_password("x")
    marina.save()
    member = invite(account.pk, marina.email, is_admin=False, act=world.act())
    with pytest.raises(SignInFirst):
        join(token_of(member), name="Impostora", password="y", act=world.act())
    with pytest.raises(SignInFirst):
        join_as(token_of(member), world.user("outra@x.example"), world.act())
    assert join_as(token_of(member), marina, world.act()).user == marina
    assert set(marina.memberships.values_list("account", flat=True)) == {account.pk, other.pk}
    marina.refresh_from_db()
    assert marina.check_password("x")


def test_access_is_not_given_to_who_has_not_answered():
    account = world.account()
    member = invite(account.pk, "renata@c1001.example", is_admin=False, act=world.act())
    with pytest.raises(Member.DoesNotExist):
        set_access(account.pk, member.pk, active=False, act=world.act())


def test_nobody_is_invited_or_activated_while_suspended():
    account = world.account()
    colleague = Member.objects.filter(account=account, is_owner=False).first()
    Subscription.objects.update(status="suspended", suspended_on=world.TODAY)
    assert set_access(account.pk, colleague.pk, active=False, act=world.act()), "taking access away always works (D24)"
    with pytest.raises(NotAllowed, match="suspended"):
        set_access(account.pk, colleague.pk, active=True, act=world.act())
    with pytest.raises(NotAllowed, match="suspended"):
        invite(account.pk, "renata@c1001.example", is_admin=False, act=world.act())


def test_permission_is_given_and_taken_but_never_the_owners():
    account = world.account()
    owner, colleague = Member.objects.filter(account=account).order_by("-is_owner", "pk")[:2]
    assert set_permission(account.pk, colleague.pk, is_admin=True, act=world.act())
    assert not set_permission(account.pk, colleague.pk, is_admin=True, act=world.act())
    with pytest.raises(OwnerIsAlwaysAdministrator):
        set_permission(account.pk, owner.pk, is_admin=False, act=world.act())
    assert list(Event.objects.values_list("name", "data__is_admin")) == [("user.permission_changed", True)]


def test_the_mail_goes_to_the_invited_alone_and_opens_their_link(drain):
    account = world.account()
    member = invite(account.pk, "renata@c1001.example", is_admin=False, act=world.act())
    resend(account.pk, member.pk, world.act(world.TODAY + timedelta(1)))
    drain()
    mail = Mail.objects.get(kind="invitation")
    assert mail.to == "renata@c1001.example"
    assert mail.subject == "Marina Duarte convida você para a conta Agência Aurora"
    (token,) = re.findall(r"/convite/([^/\s]+)/", mail.text)
    assert invitations.invited(token) == member
    assert "01/04/2027" in mail.text
    assert "responsável pela conta" not in mail.html
