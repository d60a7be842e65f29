"""Access given and taken (F08, D18, D19)."""

import pytest

from meuplano.actions.activate_user import NoFreeLicence, OwnerIsAlwaysActive, set_access
from meuplano.records.models import Event, Member
from tests import world

pytestmark = pytest.mark.django_db


def test_a_licence_freed_at_once_can_be_given_to_another():
    account = world.account(licences=8, active=8)
    leaving, staying = Member.objects.filter(account=account, is_owner=False).order_by("pk")[:2]
    assert set_access(account.pk, leaving.pk, active=False, act=world.act())
    assert not set_access(account.pk, leaving.pk, active=False, act=world.act()), "twice changes nothing"
    assert set_access(account.pk, leaving.pk, active=True, act=world.act())
    assert list(Event.objects.order_by("pk").values_list("name", "data__in_use")) == [
        ("user.deactivated", 7),
        ("user.activated", 8),
    ]
    assert staying.has_access


def test_activating_is_refused_only_when_no_licence_is_free():
    """D19."""
    account = world.account(licences=8, active=8)
    member = Member.objects.filter(account=account, is_owner=False).first()
    set_access(account.pk, member.pk, active=False, act=world.act())
    other = Member.objects.create(account=account, user=world.user("novo@c1001.example"), has_access=False)
    assert set_access(account.pk, other.pk, active=True, act=world.act())
    with pytest.raises(NoFreeLicence):
        set_access(account.pk, member.pk, active=True, act=world.act())


def test_the_owner_is_deactivated_by_nobody():
    """D18."""
    account = world.account()
    owner = Member.objects.get(account=account, is_owner=True)
    with pytest.raises(OwnerIsAlwaysActive):
        set_access(account.pk, owner.pk, active=False, act=world.act())
    assert not Event.objects.exists()


def test_a_member_of_another_account_is_unknown():
    account, other = world.account(), world.account("C2002")
    foreign = Member.objects.filter(account=other, is_owner=False).first()
    with pytest.raises(Member.DoesNotExist):
        set_access(account.pk, foreign.pk, active=False, act=world.act())
