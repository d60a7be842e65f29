"""Who answers for an account: handed over by the owner, or by finance with a reason (F02)."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from meuplano.actions.activate_user import NoFreeLicence, set_access
from meuplano.actions.invite_user import invite
from meuplano.actions.transfer_ownership import NotPossible, ReasonMissing, recover_ownership, transfer_ownership
from meuplano.records.models import Event, Mail, Member
from tests import world
from tests.portal.signing_in import with_password

pytestmark = pytest.mark.django_db


def owner_and_colleague(account) -> tuple[Member, Member]:
    owner, colleague = Member.objects.filter(account=account).order_by("-is_owner", "pk")[:2]
    return owner, colleague


def test_the_old_owner_stays_an_administrator_and_both_are_told(drain):
    account = world.account()
    owner, colleague = owner_and_colleague(account)
    transfer_ownership(account.pk, colleague.pk, world.act())
    owner.refresh_from_db()
    colleague.refresh_from_db()
    assert (owner.is_owner, owner.is_admin, owner.has_access) == (False, True, True)
    assert (colleague.is_owner, colleague.is_admin) == (True, True)
    event = Event.objects.get(name="owner.transferred")
    assert (event.data["before"], event.data["after"], event.data["reason"]) == (owner.pk, colleague.pk, "")

    drain()
    mails = {mail.to: mail.text for mail in Mail.objects.all()}
    assert set(mails) == {"marina@c1001.example", "pessoa1@c1001.example"}
    assert "Só você vê e muda o Meu Plano" in mails["pessoa1@c1001.example"]
    assert "não vê mais o Meu Plano" in mails["marina@c1001.example"]


def test_both_sign_in_again_and_nobody_else():
    account = world.account()
    owner, colleague = owner_and_colleague(account)
    bystander = Member.objects.filter(account=account).order_by("-pk")[0]
    clients = {member: with_password(member.user) for member in (owner, colleague, bystander)}
    assert UserSession.objects.count() == Session.objects.count() == 3
    transfer_ownership(account.pk, colleague.pk, world.act())
    assert clients[owner].get("/usuarios/")["Location"].startswith("/entrar/login/")
    assert clients[colleague].get("/usuarios/")["Location"].startswith("/entrar/login/")
    assert clients[bystander].get("/usuarios/").status_code == 403


def test_only_an_active_user_of_the_same_account_can_become_it():
    account, other = world.account(), world.account("C2002")
    owner, colleague = owner_and_colleague(account)
    set_access(account.pk, colleague.pk, active=False, act=world.act())
    invited = invite(account.pk, "renata@c1001.example", is_admin=True, act=world.act())
    for unfit in (owner, colleague):
        with pytest.raises(NotPossible):
            transfer_ownership(account.pk, unfit.pk, world.act())
    for unknown in (invited.pk, owner_and_colleague(other)[1].pk):
        with pytest.raises(Member.DoesNotExist):
            transfer_ownership(account.pk, unknown, world.act())
    assert Member.objects.get(account=account, is_owner=True) == owner


def test_finance_recovers_an_account_only_with_a_reason():
    account = world.account(licences=8, active=8)
    _, colleague = owner_and_colleague(account)
    with pytest.raises(ReasonMissing):
        recover_ownership(account.pk, colleague.pk, "  ", world.act(by="Rafael, financeiro"))
    recover_ownership(account.pk, colleague.pk, "Marina saiu da empresa", world.act(by="Rafael, financeiro"))
    event = Event.objects.get(name="owner.transferred")
    assert (event.by, event.data["reason"]) == ("Rafael, financeiro", "Marina saiu da empresa")


def test_whom_finance_chooses_gets_access_and_that_takes_a_licence():
    account = world.account(licences=9, active=8)
    heir = Member.objects.create(account=account, user=world.user("antiga@c1001.example"), has_access=False)
    invited = invite(account.pk, "renata@c1001.example", is_admin=False, act=world.act())
    with pytest.raises(NoFreeLicence):
        recover_ownership(account.pk, heir.pk, "Marina saiu", world.act())
    Member.objects.filter(pk=invited.pk).delete()
    recover_ownership(account.pk, heir.pk, "Marina saiu", world.act())
    heir.refresh_from_db()
    assert (heir.is_owner, heir.has_access) == (True, True)
