"""Golden scenarios that no other story lives, by the real actions to the centavo: O-01, O-02, O-03, O-09, O-12."""

from datetime import UTC, date, datetime

import pytest

from meuplano import clock
from meuplano.actions import change_plan
from meuplano.records.models import Account, Charge, Clock, Invoice, Order, Subscription
from meuplano.rules.orders import BOLETO, CARD, PIX
from meuplano.rules.periods import Cycle
from tests.stories.conftest import Story


def renewal(story: Story) -> Invoice:
    return Invoice.objects.filter(account=story.account, kind="renewal").latest("pk")


def at(story: Story, instant: str) -> None:
    """It is this moment, written in UTC; the bank's day is São Paulo's."""
    Clock.move(datetime.fromisoformat(instant).replace(tzinfo=UTC) - clock.system_now())
    if story.bank.today < clock.today():
        story.bank.control("date", date=clock.today().isoformat())


def amounts(order: Order) -> list[int]:
    return [line["amount"] for line in order.quote["lines"]]


def test_O01_one_order_three_items_in_the_middle_of_the_period(story: Story):
    story.opens("2027-03-24")
    card = story.charge_by_card(announce_on=date(2027, 4, 2))
    asked = {"licence": 3, "storage": 5, "conversas": 2}
    quote = story.sees(**asked).quote
    assert [(line.days, line.of_days, line.amount.centavos) for line in quote.lines] == [
        (12, 31, 10440), (12, 31, 290), (12, 31, 2315),
    ]  # fmt: skip
    assert (quote.due_now.centavos, quote.renewal_on, quote.next_renewal.centavos) == (13045, date(2027, 4, 5), 123600)
    order = story.buys(by="card", card_id=card.pk, **asked)
    assert (order.status, amounts(order), story.invoices()) == ("applied", [10440, 290, 2315], [(13045, "paid")])
    story.jump("2027-04-05")
    assert (renewal(story).total_centavos, renewal(story).status) == (123600, "paid")
    story.sound(alone=True)


@pytest.mark.first_day("2027-02-20")
def test_O02_the_last_day_is_sao_paulos_and_costs_one_day(story: Story):
    """Half past two in the morning of the 28th in UTC is still the 27th: 1 of 28 days (D03, R-06)."""
    story.opens("2027-02-20", licences=6, active=4, anchor=date(2027, 1, 31))
    card = story.charge_by_card(announce_on=date(2027, 2, 25))
    at(story, "2027-02-28T02:30")
    order = story.buys(by="card", card_id=card.pk, licence=2)
    assert (order.status, order.quote["due_now"], order.agreed_on) == ("applied", 642, date(2027, 2, 27))
    story.jump("2027-02-28")
    assert (renewal(story).total_centavos, renewal(story).status) == (71920, "paid")
    assert Subscription.objects.get().period_end == date(2027, 3, 31)


@pytest.mark.first_day("2027-02-20")
def test_O02_across_midnight_the_summary_is_shown_again_at_the_full_price(story: Story):
    story.opens("2027-02-20", licences=6, active=4, anchor=date(2027, 1, 31))
    card = story.charge_by_card(announce_on=date(2027, 2, 25))
    at(story, "2027-02-28T02:58")
    seen = story.sees(licence=2).quote.fingerprint()
    at(story, "2027-02-28T03:01")
    with pytest.raises(change_plan.QuoteChanged) as changed:
        story.buys(by="card", card_id=card.pk, licence=2, seen=seen)
    assert changed.value.offer.quote.due_now.centavos == 17980
    assert not Order.objects.exists()
    story.tick()
    assert (renewal(story).total_centavos, renewal(story).status) == (53940, "paid")
    at(story, "2027-02-28T12:00")
    order = story.buys(by="card", card_id=card.pk, licence=2)
    assert (order.status, order.quote["due_now"], order.quote["lines"][0]["days"]) == ("applied", 17980, 31)


@pytest.mark.first_day("2027-09-10")
def test_O03_three_licences_in_a_yearly_period(story: Story):
    """The unit price of the period is R$ 863,04; 127 of its 365 days are left (D01, D02)."""
    story.opens("2027-09-10", cycle=Cycle.ANNUAL, anchor=date(2027, 1, 15))
    order = story.buys(by="pix", licence=3)
    story.pays(order).tick()
    line = order.quote["lines"][0]
    assert (line["unit"], line["days"], line["of_days"], line["amount"]) == (86304, 127, 365, 90087)
    assert (story.invoices(), story.contracted()["licence"]) == ([(90087, "paid")], 13)


@pytest.mark.first_day("2027-05-20")
def test_O09_due_on_a_saturday_and_paid_on_monday_nothing_more(story: Story):
    """D21: days late are counted from the due date moved to a business day."""
    story.opens("2027-05-20", licences=2, active=2, minimum=1, anchor=date(2027, 2, 5)).jump("2027-05-26")
    charge = Charge.objects.get()
    assert (charge.amount_centavos, charge.due_on) == (17980, date(2027, 6, 5))
    story.jump("2027-06-07").bank.control("pay", key=charge.key)
    story.jump("2027-06-08")
    assert (renewal(story).status, renewal(story).paid_on, story.credit()) == ("paid", date(2027, 6, 7), 0)
    assert story.books() == {"cash": 17980, "revenue": -17980}
    story.sound()


def test_O12_paid_in_time_and_told_on_the_day_of_its_expiry(story: Story):
    """The date of the payment decides, not that of the news (D06)."""
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    assert (order.quote["due_now"], order.pay_until, order.expires_on) == (10440, date(2027, 3, 30), date(2027, 4, 1))
    story.jump("2027-03-30").pays(order)
    assert story.contracted()["licence"] == 10
    story.jump("2027-04-01")
    order.refresh_from_db()
    assert (order.status, order.quote["due_now"], story.contracted()["licence"]) == ("applied", 10440, 13)


def test_O12_paid_a_day_late_it_is_credit_that_makes_the_order_again(story: Story):
    """D07: nothing is added; the message offers the order again with that credit."""
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    story.jump("2027-03-31").pays(order).jump("2027-04-01").jump("2027-04-02")
    order.refresh_from_db()
    assert (order.status, story.credit(), story.contracted()["licence"]) == ("expired", 10440, 10)
    assert "dead_order_credit" in story.mails()
    again = story.buys(by="pix", licence=3)
    assert (again.status, again.quote["due_now"], story.credit()) == ("applied", 0, 10440 - again.quote["total"])
    assert story.contracted()["licence"] == 13


def test_O12_near_the_end_of_the_period(story: Story):
    """A boleto that could not be paid and told of in time is not offered; no code outlives the last day (D06)."""
    story.opens("2027-03-30")
    boleto = story.buys(by="boleto", licence=3)
    assert (boleto.quote["due_now"], boleto.pay_until, boleto.expires_on) == (5220, date(2027, 3, 31), date(2027, 4, 2))
    for day in ("2027-03-31", "2027-04-03", "2027-04-04"):
        story.jump(day)
        methods = story.sees(licence=3).methods
        assert [name for name in (BOLETO, CARD, PIX) if methods[name].offered] == [CARD, PIX], day
        if day >= "2027-04-03":
            pix = story.buys(by="pix", licence=1)
            assert story.charge(pix).pay_until == pix.pay_until == date(2027, 4, 4)


def test_R17_two_orders_of_one_day_are_two_and_one_sent_twice_is_one(story: Story):
    story.opens("2027-03-24")
    draft = story.account.draft_key
    seen = story.sees(licence=1).quote.fingerprint()
    one = story.buys(by="pix", licence=1)
    again = story.buys(by="pix", licence=1, draft=draft, seen=seen)
    two = story.buys(by="pix", licence=1)
    assert (again.pk, [order.pk for order in Order.objects.order_by("pk")]) == (one.pk, [one.pk, two.pk])
    assert [(invoice.number, invoice.issued_on) for invoice in Invoice.objects.order_by("number")] == [
        (1, date(2027, 3, 24)), (2, date(2027, 3, 24)),
    ]  # fmt: skip
    assert Account.objects.get().last_invoice_number == 2
