"""Which mails a month brings, and which it does not: one event, one message, and none for what is over (R-25)."""

import smtplib
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from meuplano import clock
from meuplano.actions.climb_ladder import climb_ladders
from meuplano.actions.read_notice import take_in
from meuplano.actions.write_mails import send_mail, write_mails
from meuplano.brazil.boleto import decode
from meuplano.gateways.base import Receipt
from meuplano.jobs.tasks import send_mails
from meuplano.records.models import BillingDetails, Card, Charge, Event, Invoice, Mail, Subscription
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
