"""Licences bought each way, and what can go wrong with an order's money (F04, D05–D09)."""

from datetime import date

import pytest

from meuplano.actions import change_plan, end_order
from meuplano.records.models import Charge, Order, Payment, Receipt, Subscription
from tests.stories.conftest import Story


@pytest.fixture(autouse=True)
def _no_renewal_in_between(settings):
    """These stories are about orders: renewals go out on the first day of their period."""
    settings.BILLING = settings.BILLING | {"issue_days_ahead": 0}


def test_three_licences_by_boleto_are_there_when_the_bank_says_so(story: Story):
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    story.expect("order.agreed", "charge.pending")
    assert order.quote["due_now"] == 10440  # O-12
    assert (order.pay_until.isoformat(), order.expires_on.isoformat()) == ("2027-03-30", "2027-04-01")
    charge = story.charge(order)
    assert (len(charge.barcode), len(charge.linha_digitavel)) == (44, 47)
    assert story.contracted()["licence"] == 10

    story.on("2027-03-29").pays(order).tick().expect()  # the bank tells of a boleto on the next business day
    story.on("2027-03-30").expect("payment.received", "order.applied")
    assert story.contracted()["licence"] == 13
    assert story.invoices() == [(10440, "paid")]
    assert story.books() == {"revenue": -10440, "cash": 10440}
    assert story.mails() == ["order_received", "payment_received", "licences_released"]
    story.tick().expect()


def test_three_licences_by_pix_are_there_in_seconds(story: Story):
    story.opens("2027-03-24")
    order = story.buys(by="pix", licence=3)
    assert story.charge(order).brcode.startswith("000201")
    story.expect("order.agreed", "charge.pending").pays(order).tick()
    story.expect("payment.received", "order.applied")
    assert story.contracted()["licence"] == 13


def test_a_new_card_is_typed_at_the_bank_and_kept_only_with_the_tick(story: Story):
    story.opens("2027-03-24")
    order = story.buys(by="card", licence=3)
    assert story.charge(order).page_url.startswith("http")
    story.types_card(order).tick().expect("order.agreed", "charge.pending", "payment.received", "order.applied")
    assert story.contracted()["licence"] == 13
    assert not story.account_cards()
    assert Subscription.objects.get(account=story.account).method == "boleto"


def test_the_tick_makes_an_accepted_card_the_default(story: Story):
    """R-20."""
    story.opens("2027-03-24")
    order = story.buys(by="card", licence=3, make_default=True)
    assert Subscription.objects.get(account=story.account).method == "boleto", "not before the card was accepted"
    story.types_card(order).tick()
    story.expect("order.agreed", "charge.pending", "card.stored", "payment.received", "order.applied", "method.changed")
    subscription = Subscription.objects.get(account=story.account)
    assert (subscription.method, subscription.card.last4) == ("card", "4242")


def test_a_declined_card_makes_no_order_and_another_one_does(story: Story):
    story.opens("2027-03-24")
    first = story.buys(by="card", licence=3, make_default=True)
    story.types_card(first).tick()
    card = Subscription.objects.get(account=story.account).card
    story.bank.control("faults", fault="insufficient_funds")
    declined = story.buys(by="card", licence=2, card_id=card.pk)
    assert declined.status == "declined"
    assert story.contracted()["licence"] == 13
    accepted = story.buys(by="card", licence=2, card_id=card.pk)
    assert accepted.status == "applied"
    assert story.contracted()["licence"] == 15
    assert [status for _, status in story.invoices()] == ["paid", "cancelled", "paid"]


def test_a_time_out_after_charging_is_asked_about_and_never_charged_again(story: Story):
    story.opens("2027-03-24")
    first = story.buys(by="card", licence=1, make_default=True)
    story.types_card(first).tick()
    card = Subscription.objects.get(account=story.account).card
    story.bank.control("faults", fault="timeout_after")
    order = story.buys(by="card", licence=2, card_id=card.pk)
    assert (order.status, story.charge(order).state) == ("waiting", "unknown")
    story.tick()
    order.refresh_from_db()
    assert order.status == "applied"
    assert Payment.objects.filter(invoice=order.invoice).count() == 1
    assert Charge.objects.filter(invoice=order.invoice).count() == 1


def test_a_time_out_before_charging_is_sent_again_with_the_same_key(story: Story):
    story.opens("2027-03-24")
    story.bank.control("faults", fault="timeout_before")
    order = story.buys(by="pix", licence=2)
    key = story.charge(order).key
    assert story.charge(order).state == "unknown"
    story.age_charges().tick().tick()
    assert (story.charge(order).state, story.charge(order).key) == ("pending", key)


def test_a_changed_offer_is_shown_again_instead_of_charged(story: Story):
    story.opens("2027-03-24")
    seen = story.sees(licence=3).quote.fingerprint()
    story.on("2027-03-25")
    with pytest.raises(change_plan.QuoteChanged) as changed:
        story.buys(by="pix", licence=3, seen=seen)
    assert changed.value.offer.quote.due_now.centavos == 9570  # 11 of 31 days
    assert not Order.objects.exists()


def test_a_boleto_keeps_its_amount_though_the_offer_changes_while_it_waits(story: Story):
    """D05."""
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    story.on("2027-03-29").pays(order).on("2027-03-30")
    order.refresh_from_db()
    assert (order.status, order.quote["due_now"]) == ("applied", 10440)  # D05


def test_two_orders_wait_side_by_side_each_as_if_alone(story: Story):
    """D09."""
    story.opens("2027-03-24")
    one, two = story.buys(by="boleto", licence=3), story.buys(by="boleto", licence=2, storage=10)
    assert (one.number, two.number, one.quote["due_now"], two.quote["due_now"]) == (1, 2, 10440, 6960 + 581)
    story.pays(two).pays(one).on("2027-03-25")
    assert story.contracted() == {"licence": 15, "storage": 10, "conversas": 0}


def test_an_order_expires_and_its_late_money_becomes_credit(story: Story):
    story.opens("2027-03-24", anchor=date(2027, 3, 15))
    order = story.buys(by="boleto", licence=3)
    due = order.quote["due_now"]
    story.expect("order.agreed", "charge.pending")
    story.on("2027-04-01").expect("charge.expired")  # the bank no longer takes it
    story.on("2027-04-02").expect("invoice.cancelled", "order.expired")
    assert (story.contracted()["licence"], story.invoices()) == (10, [(due, "cancelled")])
    assert story.books() == {}
    story.pays(order).on("2027-04-05").expect("payment.received", "credit.granted")
    assert story.credit() == due  # D07
    assert story.tasks() == ["surplus"]
    assert story.contracted()["licence"] == 10
    assert story.mails() == ["order_received", "order_expired", "dead_order_credit"]


def test_money_after_the_due_date_of_a_waiting_order_is_credit(story: Story):
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    story.on("2027-03-31").pays(order).on("2027-04-01")  # O-12: due on the 30th
    order.refresh_from_db()
    assert (order.status, story.credit(), story.contracted()["licence"]) == ("waiting", 10440, 10)


def test_giving_up_an_order_leaves_no_charge(story: Story):
    """D08, R-13."""
    story.opens("2027-03-24")
    order = story.buys(by="pix", licence=3)
    assert end_order.withdraw(story.account.pk, order.number, story.act())
    story.tick().expect("order.agreed", "charge.pending", "invoice.cancelled", "order.withdrawn")
    assert story.charge(order).state == "cancelled"
    assert not end_order.withdraw(story.account.pk, order.number, story.act()), "twice changes nothing"
    assert story.books() == {}


def test_credit_is_used_and_comes_back_when_the_order_dies(story: Story):
    story.opens("2027-03-24").has_credit(10100)
    order = story.buys(by="boleto", licence=4)
    assert (order.quote["due_now"], story.credit()) == (13920 - 10100, 0)
    story.on("2027-04-02")
    assert story.credit() == 10100


def test_an_order_covered_by_credit_needs_no_payment(story: Story):
    story.opens("2027-03-24").has_credit(50000)
    order = story.buys(by="pix", licence=3)
    assert (order.status, story.contracted()["licence"], story.credit()) == ("applied", 13, 39560)
    assert not Charge.objects.exists()
    assert story.invoices() == [(10440, "paid")]


@pytest.mark.parametrize("fault", ["tell_twice", "tell_five_times", "tell_late", "forge_first", "tell_never"])
def test_news_that_comes_strangely_counts_once(story: Story, fault: str):
    """R-22."""
    story.opens("2027-03-24")
    story.bank.control("faults", fault=fault)
    order = story.buys(by="pix", licence=3)
    story.pays(order).tick().on("2027-03-25").tick()
    assert story.contracted()["licence"] == 13
    assert Receipt.objects.count() == Payment.objects.count() == 1
    assert story.credit() == 0


def test_paid_twice_the_second_is_a_visible_credit(story: Story):
    story.opens("2027-03-24")
    story.bank.control("faults", fault="paid_twice")
    order = story.buys(by="pix", licence=3)
    story.pays(order).tick().on("2027-03-25")
    assert (story.contracted()["licence"], story.credit(), story.tasks()) == (13, 10440, ["surplus"])


@pytest.mark.parametrize("fault", ["lie", "lie_out_of_order"])
def test_a_payment_taken_back_reopens_the_invoice_and_keeps_the_licences(story: Story, fault: str):
    story.opens("2027-03-24")
    story.bank.control("faults", fault=fault)
    order = story.buys(by="pix", licence=3)
    story.pays(order).tick().on("2027-03-25").tick().on("2027-03-26")
    order.refresh_from_db()
    invoice = order.invoice
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_centavos, invoice.due_on.isoformat()) == ("open", 0, "2027-03-31")  # D34
    assert story.contracted()["licence"] == 13
    assert "reversal" in story.tasks()
    assert story.books() == {"receivable": 10440, "revenue": -10440}
    assert story.told() == [
        "24/03 order_received marina",
        "24/03 payment_received financeiro",
        "24/03 licences_released marina",
        "25/03 payment_reversed marina",
        "25/03 payment_reversed financeiro",
    ]
    assert "pague de novo até 31/03/2027" in story.letter("payment_reversed").subject


def test_money_that_fits_nothing_waits_for_a_person(story: Story):
    story.opens("2027-03-24")
    story.bank.control("receive", amount=7777)
    story.tick()
    assert Receipt.objects.get().matched is False
    assert story.tasks() == ["receipt_unmatched"]
