"""Credit that goes back as money, once and never below zero (D33), or pays an open invoice (D32); reversals (D34)."""

from datetime import date, timedelta

import pytest

from meuplano.actions import ask_refund, pay_refund
from meuplano.actions.do_task import Refused, finish_task, reopen_task
from meuplano.actions.lock import locked
from meuplano.actions.pay_open_invoice import NotPossible
from meuplano.actions.receipts import write_down
from meuplano.actions.roll_over import end_subscription
from meuplano.actions.settle_refund import settle_refund
from meuplano.actions.use_credit import use_credit
from meuplano.gateways import base
from meuplano.records.models import Charge, Credit, Invoice, Payment, Refund, Subscription, Task
from meuplano.rules.money import Money
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def paid_twice(story: Story) -> Charge:
    """A Pix of R$ 121,86 for an order that the payer paid twice: as much credit, and its task."""
    story.opens("2027-03-20")
    order = story.buys(by="pix", licence=3)
    story.pays(order).pays(order).tick()
    assert story.tasks() == ["surplus"]
    return story.charge(order)


def refund(story: Story) -> Refund:
    """The owner asks for all the credit back."""
    (asked,) = ask_refund.ask_refund(story.account.pk, seen=Money(story.credit()), reason="", act=story.act())
    return asked


def test_asked_for_and_given_back_by_the_bank(story: Story):
    """D33."""
    charge = paid_twice(story)
    amount = story.credit()
    asked = refund(story)
    assert story.credit() == 0, "no invoice uses what is on its way back"
    with pytest.raises(ask_refund.NothingToReturn):
        ask_refund.ask_refund(story.account.pk, seen=Money(amount), reason="", act=story.act())
    assert pay_refund.by_gateway(story.account.pk, asked.pk, story.act("Rafael")) == "paid"
    assert pay_refund.by_gateway(story.account.pk, asked.pk, story.act("Rafael")) == "paid"
    story.tick()
    assert list(Payment.objects.order_by("pk").values_list("amount_centavos", flat=True)) == [amount, amount, -amount]
    assert Task.objects.get(kind="refund").note == "Devolvido pelo banco"
    assert story.books() == {"cash": amount, "revenue": -amount}
    charge.refresh_from_db()
    assert charge.state == "paid"
    assert not ask_refund.drop_refund(story.account.pk, asked.pk, story.act())
    story.sound()


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "error_after", "hang_midway"])
def test_a_bank_that_is_silent_gives_it_back_once(story: Story, fault: str):
    paid_twice(story)
    amount = story.credit()
    asked = refund(story)
    story.bank.control("faults", fault=fault, command="refund", times=1)
    assert pay_refund.by_gateway(story.account.pk, asked.pk, story.act("Rafael")) == "unknown"
    with pytest.raises(pay_refund.NotPossible):
        pay_refund.by_hand(story.account.pk, asked.pk, paid_on=date(2027, 3, 20), proof="TED 1", act=story.act())
    assert not ask_refund.drop_refund(story.account.pk, asked.pk, story.act())
    with pytest.raises(Refused):
        finish_task(asked.task_id, "feito", story.act())
    Refund.objects.update(sent_at=story.act().at - timedelta(hours=1))
    story.tick().tick()
    asked.refresh_from_db()
    assert asked.state == "paid"
    assert story.books() == {"cash": amount, "revenue": -amount}
    story.sound()


def test_given_back_by_hand_with_its_proof(story: Story):
    paid_twice(story)
    amount = story.credit()
    asked = refund(story)
    for day, proof in ((date(2027, 3, 20), " "), (date(2027, 3, 21), "TED 7"), (date(2027, 3, 19), "TED 7")):
        with pytest.raises(pay_refund.NotPossible):
            pay_refund.by_hand(story.account.pk, asked.pk, paid_on=day, proof=proof, act=story.act("Rafael"))
    said = {"paid_on": date(2027, 3, 20), "proof": "TED 7", "act": story.act("Rafael")}
    assert pay_refund.by_hand(story.account.pk, asked.pk, **said)
    assert not pay_refund.by_hand(story.account.pk, asked.pk, **said)
    assert story.books() == {"cash": amount, "revenue": -amount}
    task = Task.objects.get(kind="refund")
    assert (task.note, task.done_by) == ("TED 7", "Rafael")
    with pytest.raises(Refused):
        reopen_task(task.pk, "engano", story.act("Rafael"))
    story.sound()


def test_thought_better_of_it(story: Story):
    paid_twice(story)
    amount = story.credit()
    asked = refund(story)
    assert ask_refund.drop_refund(story.account.pk, asked.pk, story.act())
    assert not ask_refund.drop_refund(story.account.pk, asked.pk, story.act())
    assert story.credit() == amount
    assert refund(story).pk != asked.pk
    story.sound()


def test_what_the_bank_takes_back_is_not_given_back_too(story: Story):
    charge = paid_twice(story)
    asked = refund(story)
    story.bank.control("reverse", key=charge.key)
    story.tick()
    asked.refresh_from_db()
    assert (asked.state, story.credit()) == ("dropped", 0)
    assert Invoice.objects.get().status == "open"
    story.sound()


def test_a_refund_of_another_sum_waits_for_a_person(story: Story):
    charge = paid_twice(story)
    asked = refund(story)
    with locked(story.account.pk, story.act()) as account:
        told = base.Receipt("fake", "d1", charge.key, 100, story.act().today, "pix", "reversal")
        row, _ = write_down(told, story.act(), None, matched=True)
        assert settle_refund(account, asked, row, story.act()) == "unmatched"
    asked.refresh_from_db()
    assert (asked.state, story.tasks()[-1]) == ("due", "receipt_unmatched")


def test_given_back_and_then_taken_back_by_the_bank(story: Story):
    charge = paid_twice(story)
    asked = refund(story)
    pay_refund.by_gateway(story.account.pk, asked.pk, story.act("Rafael"))
    story.bank.control("reverse", key=charge.key)
    story.tick()
    invoice = Invoice.objects.get()
    assert (invoice.status, story.credit()) == ("open", 0)
    assert story.books() == {"receivable": invoice.total_centavos, "revenue": -invoice.total_centavos}
    story.sound()


def test_at_the_end_money_goes_back_and_gifts_lapse(story: Story):
    """D33."""
    paid_twice(story)
    amount = story.credit()
    story.has_credit(700)
    with locked(story.account.pk, story.act()) as account:
        end_subscription(account, Subscription.objects.get(account=account), "cancelled_by_owner", story.act())
    story.expect("subscription.ended", "credit.lapsed", "refund.asked")
    assert story.credit() == 0
    asked = Refund.objects.get()
    assert (asked.amount_centavos, asked.reason, asked.task.amount_centavos) == (amount, "Fim da assinatura", amount)
    story.sound()


def test_credit_used_on_an_open_invoice_and_a_paper_for_the_rest(story: Story):
    """D32."""
    story.opens("2027-03-20").on("2027-03-26")
    invoice = Invoice.objects.get()
    first = Charge.objects.get()
    story.has_credit(30000).has_credit(10000)
    with pytest.raises(NotPossible):
        use_credit(story.account.pk, invoice.number, seen=Money(30000), act=story.act())
    (rest,) = use_credit(story.account.pk, invoice.number, seen=Money(40000), act=story.act())
    assert (rest.amount_centavos, rest.due_on, rest.method) == (49900, date(2027, 4, 5), "boleto")
    story.tick().expect("credit.used", "charge.pending")
    first.refresh_from_db()
    assert first.state == "cancelled"
    story.bank.control("pay", key=rest.key)
    story.on("2027-03-27")
    story.on("2027-03-29")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.credit_centavos, invoice.paid_centavos) == ("paid", 40000, 49900)
    story.sound()


def test_credit_that_covers_an_open_invoice_pays_it_and_its_paper_is_withdrawn(story: Story):
    story.opens("2027-03-20").on("2027-03-26")
    invoice = Invoice.objects.get()
    story.has_credit(100000)
    assert use_credit(story.account.pk, invoice.number, seen=Money(89900), act=story.act()) == []
    with pytest.raises(NotPossible):
        use_credit(story.account.pk, invoice.number, seen=Money(89900), act=story.act())
    story.tick().expect("credit.used")
    invoice.refresh_from_db()
    assert (invoice.status, story.credit(), Charge.objects.get().state) == ("paid", 10100, "cancelled")
    story.sound()


def test_a_payment_taken_back_can_be_covered_by_the_same_credit_again(story: Story):
    """D34: the invoice is open again for the amount, due on the 3rd business day; licences in use stay."""
    story.opens("2027-03-20").has_credit(40000).on("2027-03-26")
    invoice = Invoice.objects.get()
    charge = Charge.objects.get()
    story.bank.control("pay", key=charge.key)
    story.on("2027-03-29").on("2027-03-30")
    story.bank.control("reverse", key=charge.key)
    story.tick()
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open, invoice.due_on) == ("open", Money(49900), date(2027, 4, 2))
    assert story.tasks()[-1] == "reversal"
    assert story.contracted()["licence"] == 10
    story.has_credit(20000)
    use_credit(story.account.pk, invoice.number, seen=Money(20000), act=story.act())
    assert Credit.objects.count() == 2
    story.sound()
