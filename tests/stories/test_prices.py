"""What an account pays, lived through: new lists, agreed prices, adjustments, courtesy (D03, D04, D38, D40)."""

from datetime import date

import pytest

from meuplano.actions.publish_prices import NewPrices, publish_prices
from meuplano.records.models import Event, Invoice, Mail, PriceNotice, PriceVersion, Subscription
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests import world
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-02-20")
CYCLES = {Cycle.MONTHLY: 0, Cycle.QUARTERLY: 0, Cycle.SEMIANNUAL: 1000, Cycle.ANNUAL: 2000}


def latest(story: Story) -> Invoice:
    return Invoice.objects.filter(account=story.account, kind="renewal").latest("pk")


def adjusted_list(on: date, valid_from: date) -> PriceVersion:
    """4,83 % more: R$ 94,24 a licence, R$ 1,57 a GB, R$ 31,34 for Conversas."""
    prices = NewPrices(valid_from, Money(157), {"profissional": Money(9424)}, {"conversas": Money(3134)}, CYCLES)
    return publish_prices(prices, "Reajuste anual de 4,83 %", world.act(on, by="Rafael Nogueira, financeiro"))


def test_O13_a_new_list_holds_30_days_after_the_notice(story: Story):
    """D04, D38: account 1 renews on 05/04 with the new list, account 2 on 10/03 once more with the old one."""
    story.opens("2027-02-20", licences=10, gb=20, anchor=date(2027, 1, 5), minimum=1, included_gb=0)
    two = world.account("C1002", licences=10, anchor=date(2027, 1, 10), on=date(2027, 2, 20))
    adjusted_list(date(2027, 2, 20), date(2027, 3, 22))
    story.tick().expect("prices.announced")
    story.tick().expect()
    event = Event.objects.get(name="prices.announced", account=story.account)
    assert event.data["first_day"] == "2027-04-05"
    assert event.data["changed"]["licence"] == {"before": 8990, "after": 9424}
    told = Mail.objects.filter(kind="price_notice", event=event).order_by("pk").values_list("to", flat=True)
    assert list(told) == ["marina@c1001.example", "financeiro@c1001.example"]
    story.jump("2027-03-05").pay_open()
    story.jump("2027-03-10")
    assert Invoice.objects.get(account=two, period_start=date(2027, 3, 10)).total_centavos == 89900
    assert latest(story).total_centavos == 89900 + 3000  # from 05/03, 13 days after the notice
    story.pay_open()
    story.jump("2027-03-25")
    assert (offer := story.sees(licence=2).quote).due_now.centavos == 6380  # 11 of 31 days at the old price
    assert offer.next_renewal.centavos == 12 * 9424 + 20 * 157
    story.jump("2027-04-05")
    assert latest(story).total_centavos == 10 * 9424 + 20 * 157
    assert Subscription.objects.get(account=story.account).adjusted_on == date(2027, 4, 5)
    story.jump("2027-04-10")
    assert Invoice.objects.get(account=two, period_start=date(2027, 4, 10)).total_centavos == 94240


def test_O13_the_renewal_by_card_counts_on_its_first_day_with_what_was_bought(story: Story):
    """D04: bought on 30/03 at the old price, 34,80; renewed on 05/04 at the new one, 1.162,28."""
    story.opens("2027-02-20", licences=10, gb=20, anchor=date(2027, 1, 5), minimum=1, included_gb=0)
    adjusted_list(date(2027, 2, 20), date(2027, 3, 22))
    story.tick().jump("2027-03-05").pay_open()
    story.jump("2027-03-20")
    story.charge_by_card(announce_on=date(2027, 4, 2))
    story.jump("2027-03-30")
    quote = story.sees(licence=2).quote
    assert (quote.due_now.centavos, quote.next_renewal.centavos) == (3480, 116228)
    story.types_card(story.buys(by="card", licence=2)).tick()
    story.jump("2027-04-05")
    assert (latest(story).total_centavos, latest(story).status) == (116228, "paid")


def test_within_twelve_months_of_the_last_adjustment_the_old_price_holds(story: Story):
    story.opens("2027-02-20", licences=10, anchor=date(2027, 1, 5))
    Subscription.objects.filter(account=story.account).update(adjusted_on=date(2026, 6, 5))
    adjusted_list(date(2027, 2, 20), date(2027, 3, 22))
    story.tick().expect("prices.announced")
    event = Event.objects.get(name="prices.announced", account=story.account)
    assert event.data["first_day"] == "2027-06-05"
    for day, total in (("2027-03-05", 89900), ("2027-05-05", 89900), ("2027-06-05", 94240)):
        story.jump(day).pay_open()
        assert latest(story).total_centavos == total, day


def test_who_comes_later_on_an_older_list_is_told_too_and_each_once(story: Story):
    story.opens("2027-02-20")
    version = adjusted_list(date(2027, 2, 20), date(2027, 3, 22))
    story.tick()
    late = world.account("C1002", anchor=date(2027, 2, 20), on=date(2027, 2, 20))
    story.tick().tick()
    assert set(PriceNotice.objects.values_list("account", flat=True)) == {story.account.pk, late.pk}
    assert PriceNotice.objects.filter(version=version).count() == 2
