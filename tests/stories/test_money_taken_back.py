"""Money that the bank takes back, in every order and state of what it had paid (D26, D27, D34)."""

from dataclasses import replace
from datetime import date

import pytest

from meuplano.actions import end_order
from meuplano.actions.read_notice import take_in
from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.records.models import Charge, Invoice, Order, Payment
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def paid(charge: Charge, amount: int, on: str, number: int) -> Receipt:
    return Receipt("fake", f"p{number}", charge.key, amount, date.fromisoformat(on), charge.method)


def taken_back(payment: Receipt, on: str) -> Receipt:
    day = date.fromisoformat(on)
    return Receipt(
        "fake", f"r-{payment.external_id}", payment.key, payment.amount, day, payment.method, "reversal",
        reverses=payment.external_id,
    )  # fmt: skip


def test_the_reversal_that_is_told_before_its_payment_waits_for_it(story: Story):
    story.opens("2027-03-20")
    order = story.buys(by="pix", licence=3)
    payment = paid(story.charge(order), order.quote["due_now"], "2027-03-20", 1)
    take_in(taken_back(payment, "2027-03-20"), story.act())
    assert story.tasks() == ["receipt_unmatched"]
    take_in(payment, story.act())
    order.refresh_from_db()
    invoice = order.invoice
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_centavos) == ("open", 0)
    assert story.books() == {"receivable": order.quote["due_now"], "revenue": -order.quote["due_now"]}
    assert list(Payment.objects.order_by("pk").values_list("amount_centavos", flat=True)) == [
        order.quote["due_now"],
        -order.quote["due_now"],
    ]


def test_a_part_that_was_taken_back_is_no_credit_when_the_order_dies(story: Story):
    story.opens("2027-03-20")
    order = story.buys(by="boleto", licence=3)
    part = paid(story.charge(order), 5000, "2027-03-22", 1)
    take_in(part, story.act())
    take_in(taken_back(part, "2027-03-22"), story.act())
    story.on("2027-03-31")
    assert Order.objects.get().status == "expired"
    assert story.credit() == 0
    assert story.books() == {"receivable": 89900, "revenue": -89900}, "the renewal, and nothing of the order"


def test_a_receipt_counts_once_however_often_it_is_told(story: Story):
    story.opens("2027-03-20")
    order = story.buys(by="pix", licence=3)
    told = paid(story.charge(order), order.quote["due_now"], "2027-03-20", 1)
    assert [settle(told, story.act()) for _ in range(3)] == ["settled", "known", "known"]
    assert (Payment.objects.count(), story.credit(), story.tasks()) == (1, 0, [])


def test_a_reversal_of_another_sum_waits_for_a_person(story: Story):
    story.opens("2027-03-20")
    order = story.buys(by="pix", licence=3)
    payment = paid(story.charge(order), order.quote["due_now"], "2027-03-20", 1)
    take_in(payment, story.act())
    take_in(replace(taken_back(payment, "2027-03-21"), amount=100), story.act())
    assert story.tasks() == ["receipt_unmatched"]
    assert story.books() == {"cash": payment.amount, "revenue": -payment.amount}


def test_what_was_paid_in_part_is_credit_when_the_order_dies(story: Story):
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    take_in(paid(story.charge(order), 5000, "2027-03-25", 1), story.act())
    assert story.credit() == 0
    end_order.withdraw(story.account.pk, order.number, story.act())
    assert story.credit() == 5000
    assert story.books() == {"cash": 5000, "credit": -5000}


def test_what_was_used_of_a_surplus_that_is_taken_back_is_owed_again(story: Story):
    story.opens("2027-03-20")
    order = story.buys(by="pix", licence=1)
    due = order.quote["due_now"]  # 16 of 31 days: 46,40
    second = paid(story.charge(order), due, "2027-03-20", 2)
    take_in(paid(story.charge(order), due, "2027-03-20", 1), story.act())
    take_in(second, story.act())
    assert story.credit() == due == 4640
    small = story.buys(by="pix", storage=10)  # 7,74 of the credit
    assert (small.quote["due_now"], story.credit()) == (0, 4640 - 774)
    take_in(taken_back(second, "2027-03-21"), story.act())
    assert story.credit() == 0
    assert story.books() == {"cash": due, "receivable": 774, "revenue": -due - 774}


@pytest.mark.first_day("2027-02-20")
def test_the_ladders_end_takes_off_what_was_paid_in_part(story: Story):
    """O-14 with R$ 100,00 paid: R$ 295,80 of access less R$ 100,00 stay owed (D26)."""
    story.opens("2027-02-20", licences=6, active=4, anchor=date(2027, 2, 5))
    story.on("2027-03-06")
    renewal = Invoice.objects.get(account=story.account, kind="renewal")
    part = paid(Charge.objects.get(invoice=renewal), 10000, "2027-03-06", 1)
    take_in(part, story.act())
    story.on("2027-05-04")
    smaller = Invoice.objects.get(account=story.account, status="open")
    assert [line.item for line in smaller.lines.all()] == ["licence", "already_paid"]
    assert smaller.total_centavos == 29580 - 10000

    take_in(taken_back(part, "2027-05-04"), story.act())
    assert story.tasks()[-1] == "reversal"
    assert story.books() == {"receivable": 29580, "revenue": -29580}, "what came back is owed again, on no paper"
