"""Which mails a month brings, and which it does not: one event, one message, and none for what is over (R-25)."""

import smtplib
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from meuplano import clock
from meuplano.actions import cancel_subscription, schedule_cycle
from meuplano.actions.change_renewal import change_renewal
from meuplano.actions.climb_ladder import climb_ladders
from meuplano.actions.read_notice import take_in
from meuplano.actions.write_mails import send_mail, write_mails
from meuplano.brazil.boleto import decode
from meuplano.gateways.base import Receipt
from meuplano.jobs.tasks import send_mails
from meuplano.records.models import BillingDetails, Card, Charge, Event, Invoice, Mail, Payment, Subscription, Task
from meuplano.rules.periods import Cycle
from tests.documents.paper import itf, rendered
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def renewal(story: Story) -> tuple[Invoice, Charge]:
    invoice = Invoice.objects.get(account=story.account, kind="renewal")
    return invoice, Charge.objects.get(invoice=invoice)


def attached() -> tuple[str, bytes, str]:
    message = mail.outbox[-1]
    assert isinstance(message, EmailMultiAlternatives)
    [(name, content, kind)] = message.attachments
    assert isinstance(content, bytes)
    return str(name), content, str(kind)


def test_a_boleto_paid_in_time_brings_the_invoice_and_the_receipt(story: Story):
    story.opens("2027-03-20").on("2027-03-26")
    _, charge = renewal(story)
    name, pdf, kind = attached()
    assert (name, kind) == ("C1001-1.pdf", "application/pdf")
    assert decode(itf(rendered(pdf, 200), 200).text, date(2027, 3, 26)).amount == 89900
    story.bank.control("pay", key=charge.key)
    story.on("2027-04-06")
    assert story.told() == ["26/03 renewal_issued financeiro", "29/03 payment_received financeiro"]


def test_the_owner_hears_of_money_where_no_finance_address_is_given_and_nobody_twice(story: Story):
    story.opens("2027-03-20")
    BillingDetails.objects.filter(account=story.account).update(finance_emails=[])
    story.on("2027-03-26")
    BillingDetails.objects.filter(account=story.account).update(finance_emails=["MARINA@C1001.example"])
    story._move(date(2027, 4, 20))
    assert climb_ladders(story.act()) == 1
    story._drain()
    assert [line.split(" ", 1)[1] for line in story.told()] == ["renewal_issued marina", "suspended marina"]


def test_a_mail_whose_fact_is_over_is_dropped_and_not_sent(story: Story, monkeypatch: pytest.MonkeyPatch):
    """The mail server is away while the boleto is paid: nobody is asked to pay it afterwards."""
    story.opens("2027-03-20").on("2027-03-25")

    def away(self: Any, *more: Any) -> int:
        raise smtplib.SMTPServerDisconnected("away on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", away)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            story.on("2027-03-26")
    waiting = Mail.objects.get(kind="renewal_issued")
    _, charge = renewal(story)
    take_in(Receipt("fake", "p1", charge.key, 89900, clock.today(), "boleto"), story.act())
    assert not send_mail(waiting.pk, story.act())
    waiting.refresh_from_db()
    assert (waiting.sent_at, waiting.dropped_at is not None) == (None, True)
    assert write_mails(waiting.event_id, story.act()) == {}


def test_a_job_that_runs_again_sends_nothing_again(story: Story):
    """R-25."""
    story.opens("2027-03-20").on("2027-03-26")
    event, sent = Event.objects.get(name="charge.pending"), len(mail.outbox)
    send_mails.func(event_id=event.pk)
    assert not send_mail(Mail.objects.get().pk, story.act())
    assert (len(mail.outbox), Mail.objects.count()) == (sent, 1)


def test_a_paper_that_the_owner_asked_for_is_before_their_eyes(story: Story):
    story.opens("2027-03-20").on("2027-03-26")
    invoice, _ = renewal(story)
    story.pix_today(invoice)
    story._drain()
    assert story.told() == ["26/03 renewal_issued financeiro"]


def test_a_bank_that_makes_no_boleto_does_not_hide_the_invoice(story: Story):
    story.opens("2027-03-20").on("2027-03-25")
    BillingDetails.objects.filter(account=story.account).update(city="")  # a bank registers no boleto without it
    story.on("2027-03-26")
    assert story.tasks() == ["charge_refused"]
    letter = story.letter("renewal_issued")
    assert "Linha digitável" not in letter.text
    assert f"/faturas/{renewal(story)[0].number}/" in letter.text


def test_paid_too_much_is_one_mail_and_paid_twice_another(story: Story):
    story.opens("2027-03-20").on("2027-03-26")
    _, charge = renewal(story)
    take_in(Receipt("fake", "p1", charge.key, 90000, clock.today(), "boleto"), story.act())
    take_in(Receipt("fake", "p2", charge.key, 89900, clock.today(), "boleto"), story.act())
    story._drain()
    assert story.told()[1:] == ["26/03 payment_received financeiro", "26/03 surplus_credited financeiro"]
    assert "Passaram do valor em aberto R$\xa01,00" in story.letter("payment_received").text
    assert "já estava paga quando entraram mais R$\xa0899,00" in story.letter("surplus_credited").text


def test_a_card_that_expires_is_told_once_and_its_renewal_goes_out_by_boleto(story: Story):
    """D30."""
    story.opens("2027-03-20")
    card = Card.objects.create(
        account=story.account, gateway="fake", token="t", brand="Visa", last4="4242", expires="2027-03",
        added_on=date(2027, 3, 1),
    )  # fmt: skip
    Subscription.objects.filter(account=story.account).update(method="card", card=card)
    story.on("2027-03-22").on("2027-03-26")
    assert story.told() == [
        "21/03 card_expiring marina",
        "21/03 card_expiring financeiro",
        "26/03 renewal_issued financeiro",
    ]
    assert "essa renovação sai por boleto em 26/03/2027" in story.letter("card_expiring").text


def test_a_card_that_must_not_be_tried_again_is_followed_by_a_boleto_at_once(story: Story):
    story.opens("2027-04-03")
    story.charge_by_card(announce_on=date(2027, 4, 2))
    story.bank.control("faults", fault="card_declined")
    story.on("2027-04-05")
    assert story.told() == ["04/04 renewal_announced financeiro", "05/04 card_given_up financeiro"]
    assert "pediu para não tentar de novo" in story.letter("card_given_up").text
    assert attached()[0] == "C1001-1.pdf"
    assert Subscription.objects.get(account=story.account).issue_on == date(2027, 4, 25), "the next one by boleto (D30)"


def test_what_the_owner_decides_about_the_plan_is_told_once_in_writing(story: Story):
    """Each decision and each undoing has a message of its own, from the state as it is (R-25)."""
    story.opens("2027-03-20", gb=20, conversas=4)
    who, act = story.account.pk, story.act
    change_renewal(who, act(), policy="active")
    change_renewal(who, act(), targets={"storage": 10, "conversas": 0})
    story.tick()
    cancel_subscription.cancel(who, date(2027, 4, 5), act())
    story.tick()
    cancel_subscription.undo(who, act())
    story.tick()
    assert [line.split(" ", 1)[1] for line in story.told()] == [
        "policy_changed marina",
        "targets_set marina",
        "cancellation_scheduled marina",
        "cancellation_scheduled financeiro",
        "cancellation_undone marina",
        "cancellation_undone financeiro",
    ]
    assert "Espaço: 20 → 10\nConversas: 4 → 0" in story.letter("targets_set").text
    assert "05/04/2027" in story.letter("cancellation_scheduled").text


def test_a_cycle_is_told_when_it_is_scheduled_kept_and_changed(story: Story):
    story.opens("2027-03-20", cycle=3, anchor=date(2027, 3, 5))
    schedule_cycle.choose_cycle(story.account.pk, Cycle.MONTHLY, story.act())
    story.tick()
    schedule_cycle.choose_cycle(story.account.pk, Cycle.QUARTERLY, story.act())
    story.tick()
    order = story.buys(by="pix", cycle=12)
    story.pays(order).tick()
    kinds = [line.split()[1] for line in story.told()]
    assert kinds == ["cycle_scheduled", "cycle_kept", "order_received", "payment_received", "cycle_changed"]
    assert "de trimestral para mensal em 05/06/2027" in story.letter("cycle_scheduled").text
    assert "20/03/2027 a 19/03/2028" in story.letter("cycle_changed").text


def test_a_decision_that_is_taken_back_before_it_was_told_is_not_told(story: Story):
    story.opens("2027-03-20")
    cancel_subscription.cancel(story.account.pk, date(2027, 4, 5), story.act())
    cancel_subscription.undo(story.account.pk, story.act())
    story.tick()
    assert [line.split()[1] for line in story.told()] == ["cancellation_undone", "cancellation_undone"]


def test_the_team_is_told_of_its_queue_once_a_business_morning(story: Story):
    """A task of Monday the 29th: told on Tuesday, once, and no more when it is done."""
    story.opens("2027-03-20").on("2027-03-29")
    event = Event.objects.create(account=story.account, name="x", by="x", at=story.act().at)
    task = Task.objects.create(account=story.account, kind="surplus", text="x", event=event, made_on=date(2027, 3, 29))
    story.tick()
    assert not Mail.objects.filter(kind="queue_digest").exists(), "it is of today, and the team saw it come"
    story.on("2027-03-30").tick()
    mail = Mail.objects.get(kind="queue_digest")
    assert (mail.to, mail.subject) == ("financeiro@prancheta.example", "Financeiro: 1 tarefa espera")
    assert "Pagos a mais: 1 (1 dia)" in mail.text
    Task.objects.filter(pk=task.pk).update(done_at=story.act().at, done_by="Rafael")
    story.on("2027-03-31").on("2027-04-03")
    assert Mail.objects.filter(kind="queue_digest").count() == 1


@pytest.mark.first_day("2027-09-20")
def test_D52_a_year_that_was_paid_is_stated_in_april_and_once(story: Story):
    """From month to month in jumps: seven renewals, each paid by its boleto, until the day of the mail."""
    story.opens("2027-09-20", statement_on=date(2028, 4, 20))
    for n in range(9, 16):
        story.jump(date(2027 + (n - 1) // 12, (n - 1) % 12 + 1, 27).isoformat()).pay_open()
    paid_in_2027 = Payment.objects.filter(account=story.account, paid_on__year=2027).count()
    assert paid_in_2027 == 4
    story.jump("2028-04-19")
    assert "statement_ready" not in story.mails()
    story.jump("2028-04-20").jump("2028-04-27").pay_open().jump("2028-05-20")
    assert [mail for mail in story.told() if "statement" in mail] == [
        "20/04 statement_ready marina",
        "20/04 statement_ready financeiro",
    ]
    assert "2027" in story.letter("statement_ready").subject
    story.sound()
