"""People come and go while time passes: what they hold, what the renewal counts, who is told (F02, F08, D18)."""

import pytest

from meuplano.actions.accept_invitation import join
from meuplano.actions.activate_user import set_access
from meuplano.actions.billing_contacts import name_contact
from meuplano.actions.invite_user import invite
from meuplano.actions.move_accounts import NEW, OLDER, move_account
from meuplano.actions.transfer_ownership import transfer_ownership
from meuplano.records.models import Invoice, Member
from tests.actions.test_invitations import token_of
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def test_the_renewal_counts_who_is_invited_and_not_whose_invitation_lapsed(story: Story):
    """Ten licences, eight users, only the active renew: one joins, one never answers, one only reads, one leaves."""
    story.opens("2027-03-16", renewal_policy="active")
    account = story.account.pk
    invite(account, "nunca@c1001.example", is_admin=False, act=story.act())
    name_contact(account, "contador@fora.example", story.act())
    story.tick().expect("user.invited", "user.invited", "contact.named")
    story.on("2027-03-20")
    joining = invite(account, "renata@c1001.example", is_admin=False, act=story.act())
    story.tick().expect("user.invited")
    story.on("2027-03-24").expect("invitation.lapsed")

    leaving = Member.objects.filter(account=account, has_access=True, is_owner=False).order_by("pk").first()
    assert leaving is not None
    set_access(account, leaving.pk, active=False, act=story.act())
    join(token_of(joining), name="Renata Siqueira", password="x", act=story.act())
    staying = invite(account, "espera@c1001.example", is_admin=False, act=story.act())
    story.tick().expect("user.deactivated", "user.joined", "user.invited")

    story.on("2027-03-26").expect("renewal.issued", "charge.pending")
    assert Invoice.objects.get(account=account).total_centavos == 9 * 8990, "seven users, one who joined, one invited"
    assert Member.objects.get(pk=staying.pk).invited_until is not None


def test_the_new_owner_is_written_to_from_the_transfer_on(story: Story):
    story.opens("2027-03-24")
    heir = Member.objects.filter(account=story.account, is_owner=False).order_by("pk").first()
    assert heir is not None
    transfer_ownership(story.account.pk, heir.pk, story.act())
    story.tick().expect("owner.transferred")
    order = story.buys(by="pix", licence=1)
    story.pays(order).tick()
    assert story.told()[:3] == [
        "24/03 owner_changed marina",
        "24/03 owner_changed pessoa1",
        "24/03 order_received pessoa1",
    ]


def test_the_owner_is_told_of_the_new_screen_unless_it_was_taken_back_meanwhile(story: Story):
    story.opens("2027-03-20")
    account = story.account.pk
    assert move_account(account, OLDER, story.act("Rafael, financeiro"))
    story.tick().expect("account.moved")
    assert story.told() == []
    move_account(account, NEW, story.act("Rafael, financeiro"))
    move_account(account, OLDER, story.act("Rafael, financeiro"))
    story.tick().expect("account.moved", "account.moved")
    assert story.told() == []
    move_account(account, NEW, story.act("Rafael, financeiro"))
    story.tick().expect("account.moved")
    assert story.told() == ["20/03 account_moved marina"]
