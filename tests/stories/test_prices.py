"""What an account pays, lived through: new lists, agreed prices, adjustments, courtesy (D03, D04, D38, D40)."""

from datetime import date

import pytest
from django.test import Client

from meuplano.actions import adjust_prices
from meuplano.actions.agree_price import agree_price, end_agreed_price
from meuplano.actions.give_courtesy import give_courtesy, stop_courtesy
from meuplano.actions.move_due_day import move_due_day
from meuplano.actions.publish_prices import NewPrices, publish_prices
from meuplano.actions.requests.offer import Terms, offer_for
from meuplano.records.models import (
    Event,
    Invoice,
    Mail,
    Plan,
    PlanPrice,
    PriceNotice,
    PriceVersion,
    Subscription,
    User,
)
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


def test_O03_an_agreed_discount_holds_from_the_next_renewal(story: Story):
    """D01: 10 × R$ 83,16; what is bought before it costs the list's price."""
    story.opens("2027-02-20", licences=10, anchor=date(2027, 1, 5))
    agree = {"item": "licence", "discount": 750, "reason": "Negociado em fevereiro"}
    agreed = agree_price(story.account.pk, **agree, act=story.act("Rafael"))
    assert agree_price(story.account.pk, **agree, act=story.act("Rafael")).pk == agreed.pk
    story.expect("price.agreed")
    quote = story.sees(licence=1).quote
    assert (quote.due_now.centavos, quote.renewal_before.centavos) == (4174, 83160)  # 13 of 28 days of R$ 89,90
    story.jump("2027-03-05").pay_open()
    assert latest(story).total_centavos == 83160
    assert story.sees(licence=1).quote.due_now.centavos == 8316
    assert end_agreed_price(story.account.pk, agreed.pk, "Acabou", story.act("Rafael"))
    assert not end_agreed_price(story.account.pk, agreed.pk, "Acabou", story.act("Rafael"))
    story.jump("2027-04-05")
    assert latest(story).total_centavos == 89900


def test_an_agreed_price_is_adjusted_with_notice_and_only_once_in_twelve_months(story: Story):
    """D38: R$ 80,00 + 4,83 % is R$ 83,86; the yearly cycle's discount comes after it."""
    story.opens("2027-02-20", licences=10, gb=20, anchor=date(2027, 1, 5))
    agree_price(story.account.pk, item="licence", monthly=Money(8000), reason="Contrato", act=story.act("Rafael"))
    story.expect("price.agreed")
    shown = adjust_prices.preview(483, adjust_prices.OF_AGREED, story.act("Rafael"))
    assert (shown.reached, shown.too_soon, [(a.first_day, a.monthly) for a in shown.shown]) == (
        1,
        0,
        [(date(2027, 4, 5), {"licence": (Money(8000), Money(8386))})],
    )
    for _ in range(2):
        adjust_prices.order_adjustment(483, adjust_prices.OF_AGREED, "Reajuste anual", story.act("Rafael"))
        story.tick()
    story.expect("prices.adjusted")
    assert Mail.objects.filter(kind="price_notice").count() == 2
    with pytest.raises(adjust_prices.Refused, match="too_soon"):
        adjust_prices.adjust_account(story.account.pk, 483, "De novo", story.act("Rafael"))
    story.jump("2027-03-05").pay_open()
    assert latest(story).total_centavos == 80000 + 3000
    story.jump("2027-04-05")
    assert latest(story).total_centavos == 83860 + 3000
    assert Subscription.objects.get(account=story.account).adjusted_on == date(2027, 4, 5)


def test_O13_one_account_of_the_list_is_adjusted(story: Story):
    """D38: R$ 89,90 + 4,83 % is R$ 94,24, a GB R$ 1,57."""
    story.opens("2027-02-20", licences=12, gb=20, anchor=date(2027, 1, 5))
    adjust_prices.adjust_account(story.account.pk, 483, "Reajuste", story.act("Rafael"))
    story.jump("2027-04-05")
    assert latest(story).total_centavos == 116228


def test_D40_a_courtesy_is_for_so_many_periods_and_its_end_is_announced(story: Story):
    story.opens("2027-02-20", licences=10, anchor=date(2027, 1, 5))
    half = {"off": 5000, "periods": 1, "reason": "Instabilidade de fevereiro"}
    given = give_courtesy(story.account.pk, **half, act=story.act("Rafael"))
    assert give_courtesy(story.account.pk, **half, act=story.act("Rafael")).pk == given.pk
    story.expect("courtesy.given")
    assert story.sees(licence=1).quote.renewal_before.centavos == 44950
    story.jump("2027-03-05")
    assert (latest(story).total_centavos, latest(story).lines.get().full_unit_centavos) == (44950, 8990)
    assert story.sees(licence=2).quote.due_now.centavos == 17980, "additions cost the normal price"
    story.pay_open().jump("2027-03-26")
    ending = Event.objects.get(account=story.account, name="courtesy.ending")
    assert (ending.data["first_day"], ending.data["before"], ending.data["after"]) == ("2027-04-05", 44950, 89900)
    assert Mail.objects.filter(kind="full_price").count() == 2
    story.tick().jump("2027-04-05")
    assert latest(story).total_centavos == 89900
    assert Event.objects.filter(name="courtesy.ending").count() == 1


def test_D40_a_free_period_is_paid_at_issue_and_a_stopped_courtesy_keeps_its_ten_days(story: Story):
    story.opens("2027-02-20", licences=10, anchor=date(2027, 1, 5))
    given = give_courtesy(story.account.pk, off=10_000, periods=3, reason="Desculpas", act=story.act("Rafael"))
    story.jump("2027-03-05")
    assert (latest(story).total_centavos, latest(story).status) == (0, "paid")
    story.jump("2027-03-24")
    assert stop_courtesy(story.account.pk, given.pk, "Resolvido", story.act("Rafael"))
    assert not stop_courtesy(story.account.pk, given.pk, "Resolvido", story.act("Rafael"))
    story.tick().jump("2027-04-05")
    assert latest(story).total_centavos == 89900
    assert Event.objects.get(name="courtesy.ending").data["after"] == 89900


def test_D45_a_moved_due_day_brings_the_bridge_into_the_next_renewal(story: Story):
    """From the 5th to the 20th: 15 of 31 days more, then a month; 10 × 89,90 × 15 ÷ 31 is R$ 435,00."""
    story.opens("2027-02-20", licences=10, anchor=date(2027, 1, 5))
    move_due_day(story.account.pk, 20, "A pedido, dia do faturamento deles", story.act("Rafael"))
    move_due_day(story.account.pk, 20, "A pedido, dia do faturamento deles", story.act("Rafael"))
    story.expect("due_day.scheduled")
    shown = story.sees(licence=1).quote
    assert shown.renewal_before.centavos == 89900 + 43500
    story.jump("2027-02-23")
    invoice = latest(story)
    assert [(line.kind, line.days, line.of_days, line.amount_centavos) for line in invoice.lines.all()] == [
        ("charge", 31, 31, 89900),
        ("bridge", 15, 31, 43500),
    ]
    assert (invoice.period_start, invoice.period_end, invoice.due_on) == (
        date(2027, 3, 5),
        date(2027, 4, 20),
        date(2027, 3, 5),
    )
    with pytest.raises(adjust_prices.Refused, match="renewal_is_out"):
        move_due_day(story.account.pk, 10, "Mudou de ideia", story.act("Rafael"))
    story.types_card(story.buys(by="card", licence=2)).tick()
    story.pay_open().jump("2027-03-05")
    complement = Invoice.objects.get(account=story.account, kind="complement")
    assert complement.total_centavos == 2 * (8990 + 4350)
    assert story.sees(licence=1).quote.due_now.centavos == 8990 + 4350
    story.pay_open().jump("2027-04-20")
    again = Subscription.objects.get(account=story.account)
    assert (again.anchor, again.period_end) == (date(2027, 3, 20), date(2027, 5, 20))
    assert latest(story).total_centavos == 12 * 8990
    billed = Invoice.objects.filter(account=story.account, kind="renewal").order_by("pk")
    assert [row.period_start.isoformat() for row in billed] == ["2027-03-05", "2027-04-20"], "none again (R-18)"


def test_D45_what_follows_a_paid_period_with_a_moved_day_is_counted_from_that_day(story: Story):
    """Another plan (D48) and a shorter cycle (D14), both after 15 bridging days and a quarter that are paid."""
    story.opens("2027-02-20", licences=10, cycle=Cycle.QUARTERLY, anchor=date(2026, 12, 5))
    move_due_day(story.account.pk, 20, "A pedido", story.act("Rafael"))
    story.jump("2027-02-23").pay_open().jump("2027-02-24")
    assert latest(story).status == "paid"
    smaller = Plan.objects.create(code="essencial", name="Essencial", minimum_licences=1, included_gb=10)
    PlanPrice.objects.create(version=PriceVersion.objects.get(), plan=smaller, licence_centavos=5990)
    offer = offer_for(story.account, Terms({}, plan=smaller, at_renewal=True), story.act())
    assert (offer.plan_on, offer.quote.next_renewal.centavos) == (date(2027, 6, 20), 3 * 59900)
    client = Client()
    client.force_login(User.objects.get(memberships__account=story.account, memberships__is_owner=True))
    page = client.get("/plano/alteracao/?periodicidade=1").content.decode()
    assert "20/06/2027" in page


def test_D45_moving_back_undoes_it(story: Story):
    story.opens("2027-02-20", anchor=date(2027, 1, 5))
    move_due_day(story.account.pk, 20, "A pedido", story.act("Rafael"))
    assert move_due_day(story.account.pk, 5, "Melhor não", story.act("Rafael")) is None
    story.expect("due_day.scheduled", "due_day.undone")
    story.jump("2027-03-05")
    assert Subscription.objects.get(account=story.account).period_end == date(2027, 4, 5)
