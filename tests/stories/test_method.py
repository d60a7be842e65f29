"""The method of the recurring charge changed: what holds from when, and cards that stay or go (F16, D31, R-20)."""

from datetime import date

import pytest

from meuplano.actions import pay_invoice
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.change_method import change_method, remove_card
from meuplano.actions.pay_open_invoice import pay_open_invoice
from meuplano.records.models import BillingDetails, Card, Charge, Invoice, Subscription
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def subscription(story: Story) -> Subscription:
    return Subscription.objects.get(account=story.account)


def change(story: Story, method: str, card: Card | None = None) -> bool:
    return change_method(story.account.pk, method, story.act(), card_id=card.pk if card else None)


def test_before_the_issue_the_next_invoice_goes_out_the_new_way(story: Story):
    story.opens("2027-03-20")
    assert change(story, "pix")
    assert not change(story, "pix")
    story.expect("method.changed")
    story.on("2027-03-26")
    assert Charge.objects.get().method == "pix"
    story.sound()


def test_an_open_invoice_keeps_its_paper(story: Story):
    story.opens("2027-03-20").on("2027-03-26")
    card = Card.objects.create(
        account=story.account, gateway="fake", token=story.stored_card_token(), brand="Visa", last4="4242",
        expires="2030-12", added_on=date(2027, 3, 20),
    )  # fmt: skip
    assert change(story, "card", card)
    assert (subscription(story).issue_on, subscription(story).announce_on) == (None, None)
    assert Charge.objects.get().method == "boleto"
    paid = pay_open_invoice(story.account.pk, Invoice.objects.get().number, "card", story.act(), card_id=card.pk)
    assert pay_invoice.send(paid.pk, story.act()) == "paid"
    story.tick()
    assert Invoice.objects.get().status == "paid"
    assert Charge.objects.get(method="boleto").state == "cancelled"
    story.on("2027-05-02")
    assert Invoice.objects.count() == 1, "a card is announced, and charged on the first day"
    story.on("2027-05-05")
    assert [row.method for row in Invoice.objects.order_by("number")] == ["boleto", "card"]
    story.sound(alone=True)


def test_from_card_to_boleto_in_the_last_days_the_invoice_goes_out_at_once(story: Story):
    """D31: due on the later of the first day and the 3rd business day."""
    story.opens("2027-03-20")
    story.charge_by_card(announce_on=date(2027, 4, 2))
    story.on("2027-04-03")
    assert change(story, "boleto")
    invoice = Invoice.objects.get()
    assert (invoice.method, invoice.issued_on, invoice.due_on) == ("boleto", date(2027, 4, 3), date(2027, 4, 7))
    story.on("2027-04-05")
    assert Invoice.objects.count() == 1
    story.sound(alone=True)


def test_a_boleto_needs_billing_details_and_a_card_one_that_is_stored(story: Story):
    story.opens("2027-03-20", method="pix", complete=False)
    for method, reason in (("boleto", "needs_billing_details"), ("card", "unknown_card"), ("cash", "unknown_method")):
        with pytest.raises(NotAllowed, match=reason):
            change(story, method)
    BillingDetails.objects.update(postal_code="05433010", street="Rua Aspicuelta", city="São Paulo", state="SP")
    assert change(story, "boleto")


def test_R20_a_card_in_use_is_not_taken_away(story: Story):
    story.opens("2027-03-20")
    card = story.charge_by_card(announce_on=date(2027, 4, 2))
    with pytest.raises(NotAllowed, match="card_in_use"):
        remove_card(story.account.pk, card.pk, story.act())
    change(story, "pix")
    assert remove_card(story.account.pk, card.pk, story.act())
    assert not remove_card(story.account.pk, card.pk, story.act())
    card.refresh_from_db()
    assert card.token == ""
    with pytest.raises(NotAllowed, match="unknown_card"):
        change(story, "card", card)


def test_a_new_card_that_pays_an_open_invoice_pays_the_next_ones_too(story: Story):
    story.opens("2027-03-20").on("2027-03-26")
    invoice = Invoice.objects.get()
    charge = pay_open_invoice(story.account.pk, invoice.number, "card", story.act(), make_default=True)
    pay_invoice.send(charge.pk, story.act())
    assert subscription(story).method == "boleto", "not before the card was accepted (F07)"
    story.bank.control("card", key=charge.key, number="4242424242424242")
    story.tick()
    assert (subscription(story).method, story.account_cards()) == ("card", ["4242"])
    story.sound()
