"""One invoice in n boletos: the days of each, what is paid, the ladder of the earliest (D23, D28, D29, O-11)."""

from datetime import date
from typing import Any

import pytest

from meuplano.actions import change_plan, pay_invoice, second_copy
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.pay_open_invoice import NotPossible, live_charges
from meuplano.actions.use_credit import use_credit
from meuplano.records.models import Charge, Instalment, Invoice, Subscription
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-01-10")
DUE = ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31"]


def in_boletos(story: Story, n: int = 10) -> Invoice:
    """O-11: an annual renewal on 31/01/2027 for 5 licences, 3 GB and 1 Conversas."""
    story.opens(
        "2027-01-10", licences=5, active=3, gb=3, conversas=1, cycle=Cycle.ANNUAL, anchor=date(2026, 1, 31),
        instalments=n,
    )  # fmt: skip
    story.on("2027-01-21")
    return Invoice.objects.get(kind="renewal")


def boleto(number: int) -> Charge:
    return Charge.objects.filter(instalment__number=number, method="boleto").latest("pk")


def pays(story: Story, number: int, **how: int) -> None:
    story.bank.control("pay", key=boleto(number).key, **how)


def test_O11_ten_boletos_and_the_third_never_paid(story: Story):
    """D23, D28, D29."""
    invoice = in_boletos(story)
    parts = list(Instalment.objects.all())
    assert [part.amount_centavos for part in parts] == [46455] * 4 + [46454] * 6
    assert [part.due_on.isoformat() for part in parts] == [f"2027-{day}" for day in DUE]
    assert sorted(Charge.objects.values_list("amount_centavos", flat=True)) == sorted(p.amount_centavos for p in parts)
    assert story.mails() == ["renewal_issued"], "one message tells of all"
    story.on("2027-01-31")
    pays(story, 1)
    story.on("2027-02-28")
    pays(story, 2)
    story.on("2027-03-02")
    invoice.refresh_from_db()
    assert (invoice.paid_centavos, invoice.instalment, invoice.due_on) == (92910, 3, date(2027, 3, 31))
    story.on("2027-04-14")
    assert Subscription.objects.get().status == "active"
    story.on("2027-04-15")
    assert Subscription.objects.get().status == "suspended"
    assert list(Instalment.objects.filter(status="open").values_list("due_on", flat=True))[1] == date(2027, 4, 30)
    story.sound()
    offer = second_copy.offered(invoice, live_charges(invoice).last(), story.act())
    assert (offer.principal, offer.charges.fine, offer.charges.interest) == (Money(46455), Money(929), Money(232))
    copies = second_copy.ask_second_copy(story.account.pk, invoice.number, story.act(), seen=offer.total)
    for charge in copies:
        pay_invoice.send(charge.pk, story.act())
    story.bank.control("pay", key=copies[1].key)
    story.tick()
    assert (Subscription.objects.get().status, Instalment.objects.get(number=3).status) == ("active", "paid")
    story.sound()


def test_the_last_one_pays_the_invoice_and_one_paid_twice_is_credit(story: Story):
    invoice = in_boletos(story, 2)
    for number in (2, 1, 1):
        pays(story, number)
    story.on("2027-01-25")
    invoice.refresh_from_db()
    assert (invoice.status, story.credit()) == ("paid", Instalment.objects.get(number=1).amount_centavos)
    story.bank.control("reverse", key=boleto(2).key)
    story.tick()
    invoice.refresh_from_db()
    assert (invoice.status, invoice.instalment, Instalment.objects.get(number=2).status) == ("open", 2, "open")
    with pytest.raises(NotPossible):
        use_credit(story.account.pk, invoice.number, seen=Money(story.credit()), act=story.act())
    story.sound()


def test_a_longer_cycle_in_boletos_begins_with_the_first_one(story: Story):
    """D28."""
    story.opens("2027-01-10", anchor=date(2027, 1, 5))
    offer = change_plan.preview(story.account, added={}, cycle=Cycle.ANNUAL, act=story.act())
    assert change_plan.most_parts(offer, "boleto") == 10
    assert change_plan.most_parts(offer, "pix") == 1
    story.account.refresh_from_db()
    asked = {
        "added": {}, "cycle": Cycle.ANNUAL, "method": "boleto", "seen": offer.quote.fingerprint(),
        "draft_key": story.account.draft_key, "act": story.act(),
    }  # fmt: skip
    with pytest.raises(NotAllowed, match="unknown_terms"):
        change_plan.confirm(story.account.pk, **asked, instalments=11)
    order = change_plan.confirm(story.account.pk, **asked, instalments=4)
    pay_invoice.send(Charge.objects.get().pk, story.act())
    pays(story, 1)
    story.on("2027-01-12")
    order.refresh_from_db()
    assert order.status == "applied"
    subscription = Subscription.objects.get()
    assert (subscription.cycle, subscription.instalments) == (12, 4)
    assert Charge.objects.filter(state="pending").count() == 3
    assert [part.due_on.day for part in Instalment.objects.all()][1:] == [10, 10, 10]
    story.sound()


def test_released_on_confirmation_each_boleto_goes_out_once(story: Story, settings: Any):
    """Found by a life: the first boleto was asked for twice, and the order could not be confirmed at all."""
    settings.BILLING = settings.BILLING | {"release": "confirmation"}
    story.opens("2027-01-10", anchor=date(2027, 1, 5))
    offer = story.sees(12)
    order = change_plan.confirm(
        story.account.pk, added={}, cycle=Cycle.ANNUAL, method="boleto", seen=offer.quote.fingerprint(),
        draft_key=story.account.draft_key, act=story.act(), instalments=4,
    )  # fmt: skip
    assert (order.status, Subscription.objects.get().cycle) == ("applied", 12)
    pay_invoice.send(Charge.objects.earliest("pk").pk, story.act())
    story.tick()
    assert list(Charge.objects.order_by("instalment__number").values_list("instalment__number", "state")) == [
        (number, "pending") for number in (1, 2, 3, 4)
    ]
    pays(story, 1)
    story.on("2027-01-12")
    assert list(Instalment.objects.order_by("pk").values_list("status", flat=True)) == ["paid", "open", "open", "open"]
    story.sound()
