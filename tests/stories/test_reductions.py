"""What is renewed less: policy, space and modules; counting again after the invoice went out (F09, F15, D17, D20)."""

from datetime import date
from typing import Any

import pytest

from meuplano.actions.activate_user import set_access
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.change_renewal import change_renewal
from meuplano.actions.recount_renewal import recount
from meuplano.records.models import Charge, Event, Invoice, Member, Subscription, UsageReport
from tests.stories.conftest import Story
from tests.stories.test_cycles import money, renewals

pytestmark = pytest.mark.first_day("2027-03-20")


def leaves(story: Story, n: int) -> None:
    """So many people lose their access."""
    for member in Member.objects.filter(account=story.account, has_access=True, is_owner=False).order_by("pk")[:n]:
        set_access(story.account.pk, member.pk, active=False, act=story.act())


def sets(story: Story, **what: Any) -> bool:
    return change_renewal(story.account.pk, story.act(), **what)


def lines(invoice: Invoice) -> list[tuple[str, int]]:
    return [(line.item, line.quantity) for line in invoice.lines.all()]


def test_only_the_active_ones_from_the_next_renewal_on_and_undone(story: Story):
    story.opens("2027-03-20")
    assert sets(story, policy="active")
    assert not sets(story, policy="active")
    story.expect("policy.changed").on("2027-03-26")
    assert renewals(story) == [(8 * 8990, "open")]
    sets(story, policy="all")
    assert renewals(story) == [(8 * 8990, "replaced"), (89900, "open")]
    story.on("2027-04-05")
    assert story.contracted()["licence"] == 10


def test_targets_are_absolute_grow_with_what_is_bought_and_are_undone(story: Story):
    """D20."""
    story.opens("2027-03-20", gb=20, conversas=4)
    sets(story, targets={"storage": 5, "conversas": 1})
    assert not sets(story, targets={"storage": 5})
    order = story.buys(by="pix", storage=3)
    story.pays(order).tick()
    sets(story, targets={"conversas": 4})
    story.on("2027-03-26")
    assert lines(Invoice.objects.get(kind="renewal")) == [("licence", 10), ("storage", 8), ("conversas", 4)]
    story.on("2027-04-05")
    assert story.contracted() == {"licence": 10, "storage": 8, "conversas": 4}


def test_a_target_below_what_is_in_use_is_refused(story: Story):
    """D20, R-14."""
    story.opens("2027-03-20", gb=20, included_gb=10)
    UsageReport.objects.create(account=story.account, used_bytes=18_300_000_000, measured_at=story.act().at)
    with pytest.raises(NotAllowed, match="below_use"):
        sets(story, targets={"storage": 8})
    with pytest.raises(NotAllowed, match="more_is_bought"):
        sets(story, targets={"storage": 21})
    with pytest.raises(NotAllowed, match="unknown_item"):
        sets(story, targets={"licence": 9})
    assert sets(story, targets={"storage": 9})


def test_a_reduction_after_the_renewal_was_paid_waits_for_the_one_after(story: Story):
    story.opens("2027-03-20", gb=20).on("2027-03-29")
    money(story, Charge.objects.get(invoice__kind="renewal"), "2027-03-29")
    sets(story, targets={"storage": 5})
    assert renewals(story) == [(89900 + 20 * 150, "paid")]
    story.on("2027-04-05")
    assert story.contracted()["storage"] == 20
    story.on("2027-05-05")
    assert story.contracted()["storage"] == 5


def test_less_after_the_issue_needs_the_owners_click_and_the_old_paper_finds_its_invoice(story: Story):
    """D17."""
    story.opens("2027-03-20", licences=10, active=10, renewal_policy="active").on("2027-03-29")
    old = Invoice.objects.get(kind="renewal")
    leaves(story, 2)
    assert renewals(story) == [(89900, "open")]
    new = recount(story.account.pk, story.act())
    assert new is not None
    assert recount(story.account.pk, story.act()) is None, "there is nothing less any more"
    assert (old.number, new.number, lines(new), new.due_on.isoformat()) == (1, 2, [("licence", 8)], "2027-04-05")
    story.expect(
        "renewal.issued", "charge.pending", "user.deactivated", "user.deactivated",
        "invoice.replaced", "renewal.issued",
    )  # fmt: skip
    story.tick()
    paper = Charge.objects.get(invoice=old)
    assert paper.state == "cancelled"
    money(story, paper, "2027-03-30")
    old.refresh_from_db()
    assert (old.status, story.credit()) == ("replaced", 89900)
    assert Event.objects.filter(name="credit.granted").latest("pk").data["invoice"] == old.number


def test_recounting_is_for_what_is_out_unpaid_and_not_begun(story: Story):
    story.opens("2027-03-20", licences=10, active=10, renewal_policy="active")
    with pytest.raises(NotAllowed, match="nothing_to_recount"):
        recount(story.account.pk, story.act())
    story.on("2027-03-29")
    assert recount(story.account.pk, story.act()) is None
    money(story, Charge.objects.get(invoice__kind="renewal"), "2027-03-29")
    leaves(story, 1)
    with pytest.raises(NotAllowed, match="nothing_to_recount"):
        recount(story.account.pk, story.act())


def test_part_of_the_old_paper_was_paid_and_pays_for_the_new_one(story: Story):
    story.opens("2027-03-20", licences=10, active=10, renewal_policy="active").on("2027-03-29")
    charge = Charge.objects.get(invoice__kind="renewal")
    story.bank.control("pay", key=charge.key, amount=50000)
    story.on("2027-03-31")
    leaves(story, 2)
    new = recount(story.account.pk, story.act())
    assert new is not None
    assert (new.total_centavos, new.credit_centavos, new.open.centavos) == (71920, 50000, 21920)


def test_r09_any_order_of_people_leaving_and_coming_back_renews_the_same(story: Story):
    story.opens("2027-03-20", licences=10, active=8, renewal_policy="active")
    leaves(story, 3)
    for member in Member.objects.filter(account=story.account, has_access=False).order_by("-pk")[:2]:
        set_access(story.account.pk, member.pk, active=True, act=story.act())
    story.on("2027-03-26")
    assert lines(Invoice.objects.get(kind="renewal")) == [("licence", 7)]
    assert Subscription.objects.get(account=story.account).period_end == date(2027, 4, 5)
