"""One thing that breaks stops nothing else: it is kept, finance sees it, and the rest goes on (rule 6)."""

from datetime import date, timedelta

import pytest

from meuplano import clock
from meuplano.actions import catch_up, end_order, pay_invoice, read_notice
from meuplano.actions.read_notice import take_in
from meuplano.gateways.base import Receipt
from meuplano.records.models import Charge, Invoice, LateCharge, Notice, Order, Parking
from tests import world
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def breaks_for(action, wrong):
    def instead(first, *more, **options):
        if wrong(first):
            raise LookupError("broken on purpose")
        return action(first, *more, **options)

    return instead


def test_news_that_break_do_not_hold_back_the_money_of_others(story: Story, monkeypatch: pytest.MonkeyPatch):
    story.opens("2027-03-20")
    first, second = story.buys(by="pix", licence=1), story.buys(by="pix", licence=2)
    bad = story.charge(first).key
    story.pays(first).pays(second)
    monkeypatch.setattr(read_notice, "settle", breaks_for(read_notice.settle, lambda receipt: receipt.key == bad))
    story.tick()
    assert [order.status for order in Order.objects.order_by("pk")] == ["waiting", "applied"]
    assert story.tasks() == ["receipt_unmatched"], "kept, for a person to settle"
    story.tick()
    assert story.tasks() == ["receipt_unmatched"]


def test_a_notice_that_breaks_is_set_aside_and_the_others_are_read(story: Story, monkeypatch: pytest.MonkeyPatch):
    story.opens("2027-03-20")
    early = story.act()
    for body in (b"{}", b'{"type": "nothing", "charge": null}'):
        read_notice.receive("fake", {}, body, type(early)(early.by, early.at - timedelta(hours=1)))
    broken = Notice.objects.earliest("pk").pk
    monkeypatch.setattr(read_notice, "read", breaks_for(read_notice.read, lambda pk: pk == broken))
    catch_up.read_unread(story.act())
    assert [notice.state for notice in Notice.objects.order_by("pk")] == ["failed", "read"]
    assert story.tasks() == ["notice_failed"]


def test_a_charge_that_breaks_parks_its_account_and_the_others_are_sent(story: Story, monkeypatch: pytest.MonkeyPatch):
    story.opens("2027-03-20")
    order = story.buys(by="pix", licence=1, send=False)
    other = story.buys(by="pix", licence=2, send=False)
    story.age_charges()
    bad = story.charge(order).pk
    monkeypatch.setattr(pay_invoice, "send", breaks_for(pay_invoice.send, lambda pk: pk == bad))
    catch_up.send_unsent(story.act())
    assert (story.charge(order).state, story.charge(other).state) == ("to_send", "pending")
    assert Parking.objects.get(account=story.account).work == "send charges"


def test_an_order_that_cannot_expire_parks_its_account_and_the_others_expire(
    story: Story, monkeypatch: pytest.MonkeyPatch
):
    story.opens("2027-03-20")
    first = story.buys(by="pix", licence=1)
    story.account = world.account("C1002", on=date(2027, 3, 20))
    second = story.buys(by="pix", licence=1)
    monkeypatch.setattr(
        end_order, "_expire", breaks_for(end_order._expire, lambda account: account == first.account_id)
    )
    story._move(date(2027, 3, 27))
    assert end_order.expire_orders(story.act()) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("waiting", "expired")
    assert Parking.objects.get().account_id == first.account_id


def test_paid_late_taken_back_and_paid_late_again_leaves_the_charges_of_both(story: Story):
    """The lives' seed 51: the second late payment met the first one's row, and no money could be read any more."""
    story.opens("2027-03-20").on("2027-03-26")
    invoice = Invoice.objects.get(account=story.account)
    charge = Charge.objects.get(invoice=invoice)
    story.on("2027-04-09")
    first = Receipt("fake", "p1", charge.key, 89900, clock.today(), "boleto")
    take_in(first, story.act())
    assert LateCharge.objects.get().amount_centavos == 1798 + 120  # D21: 2 %, and 4 days
    day = clock.today()
    take_in(Receipt("fake", "r1", charge.key, 89900, day, "boleto", "reversal", reverses="p1"), story.act())
    story.on("2027-04-20")
    take_in(Receipt("fake", "p2", charge.key, 89900, clock.today(), "boleto"), story.act())
    invoice.refresh_from_db()
    assert invoice.status == "paid"
    assert LateCharge.objects.get().amount_centavos == 1798 + 120 + 1798 + 180  # due on the 14th, 6 days
