"""The second copy at a bank that is spoken to by files (F19, D22): the reprint, the Pix beside it, the new title."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from meuplano.actions import pay_invoice, second_copy
from meuplano.actions.bank_files import carry, titles
from meuplano.records.models import BankTitle, BillingDetails, Charge, Invoice, Payment, Remittance, TitleCommand, User
from meuplano.rules.money import Money
from tests.brazil.test_agreement import AGREEMENTS
from tests.stories.conftest import Story
from tests.stories.test_bank_files import entered


@pytest.fixture(autouse=True)
def _boletos_by_file(settings: Any, story: Story) -> None:
    settings.METHOD_GATEWAYS = settings.METHOD_GATEWAYS | {"boleto": "bank_cnab"}
    settings.GATEWAYS = settings.GATEWAYS | {"bank_cnab": {}}
    settings.BILLING = settings.BILLING | {"issue_days_ahead": 0}


def carried(story: Story, day: str = "") -> None:
    """The evening's file is taken there; on that day the morning's is fetched."""
    carry.bring_remittance(story.act())
    if day:
        story.on(day)
    carry.fetch_returns(story.act())
    story._drain()


def renewed(story: Story) -> tuple[Invoice, BankTitle]:
    """R$ 899,00 due on 05/04/2027, registered."""
    with override_settings(BILLING=settings.BILLING | {"issue_days_ahead": 10}):
        story.opens("2027-03-24")
        carry.open_agreement(story.act())
        story.on("2027-03-26")
        carried(story, "2027-03-29")
    invoice = Invoice.objects.get(kind="renewal")
    return invoice, BankTitle.objects.get(charge__invoice=invoice)


def copied(story: Story, invoice: Invoice) -> list[Charge]:
    charges = second_copy.ask_second_copy(story.account.pk, invoice.number, story.act())
    for charge in charges:
        pay_invoice.send(charge.pk, story.act())
        charge.refresh_from_db()
    return charges


def page(story: Story, invoice: Invoice) -> str:
    """What the owner sees of the invoice."""
    owner = Client()
    owner.force_login(User.objects.get(memberships__account=story.account, memberships__is_owner=True))
    return owner.get(f"/faturas/{invoice.number}/").content.decode().replace("\xa0", " ")


def test_overdue_it_is_the_same_paper_with_the_banks_own_charges_and_a_pix(story: Story) -> None:
    invoice, title = renewed(story)
    story.jump("2027-04-15")
    said = page(story, invoice)
    assert "que soma a multa e os juros do dia" in said
    assert "venceu em 05/04/2027" in said
    assert "Gerar 2ª via" not in said
    boleto, pix = copied(story, invoice)
    assert (boleto.pk, boleto.due_on) == (title.charge_id, date(2027, 4, 5))
    fine, interest = invoice.total.part(200, 10_000), invoice.total.part(100 * 10, 300_000)
    assert Money(pix.amount_centavos) == invoice.total + fine + interest
    assert copied(story, invoice) == [boleto, pix]
    assert not TitleCommand.objects.exclude(verb="entry").exists(), "no date is asked for that the bank would refuse"

    story.bank.control("title", own=title.own_id)  # both papers are paid, the boleto first
    story.bank.control("pay", key=pix.key)
    story.on("2027-04-16")
    carried(story, "2027-04-19")
    invoice.refresh_from_db()
    assert invoice.status == "paid"
    total = sum(Payment.objects.values_list("amount_centavos", flat=True))
    assert total == 2 * pix.amount_centavos
    assert story.credit() == pix.amount_centavos
    assert BankTitle.objects.get().state == "paid"


def test_the_pix_that_pays_withdraws_the_boleto_and_a_late_payment_of_it_is_credit(story: Story) -> None:
    invoice, title = renewed(story)
    story.jump("2027-04-15")
    _, pix = copied(story, invoice)
    story.bank.control("pay", key=pix.key)
    story.tick()
    title.refresh_from_db()
    assert title.state == "withdrawn"
    carried(story, "2027-04-16")
    title.refresh_from_db()
    assert title.state == "cancelled"
    story.bank.control("title", own=title.own_id)
    carried(story, "2027-04-19")
    paid = Payment.objects.filter(receipt__charge_key=title.charge.key)
    assert [payment.invoice_id for payment in paid] == [invoice.pk]
    assert story.credit() == sum(payment.amount_centavos for payment in paid) > 89900


def test_a_new_title_when_the_old_one_is_gone_and_both_are_paid(story: Story, monkeypatch: Any) -> None:
    monkeypatch.setattr(carry, "AGREEMENT", entered(AGREEMENTS["237"]))  # Sicoob takes no number of days
    with override_settings(BILLING=settings.BILLING | {"cancellation_day": 12}):
        invoice, old = renewed(story)
    story.jump("2027-04-20")
    carried(story)
    old.refresh_from_db()
    assert (old.state, old.charge.state) == ("written_off", "expired")
    assert "2ª via" in page(story, invoice)
    boleto, _pix = copied(story, invoice)
    new = BankTitle.objects.get(charge=boleto)
    assert (new.state, new.due_on) == ("queued", date(2027, 4, 22)), "the bank registers it tomorrow, after a holiday"
    assert "Boleto ainda não registrado" in page(story, invoice)
    assert "O banco responde no próximo dia útil" in page(story, invoice)
    assert copied(story, invoice)[0] == boleto
    carried(story, "2027-04-22")
    new.refresh_from_db()
    assert new.state == "registered"
    assert "vence em 22/04/2027" in page(story, invoice)
    fine, interest = invoice.total.part(200, 10_000), invoice.total.part(100 * 17, 300_000)
    assert Money(new.amount_centavos) == invoice.total + fine + interest
    content = bytes(Remittance.objects.latest("pk").content).split(b"\r\n")
    entry = next(line for line in content if line[13:14] == b"P")
    assert (entry[117:118], int(entry[126:141])) == (b"1", invoice.total.part(100, 300_000).centavos)
    assert not any(line[13:14] == b"R" for line in content), "the fine is in it already"

    story.on("2027-04-23")
    assert copied(story, invoice)[0] == boleto, "a day late it is still the right paper: it grows by the day's interest"
    story.bank.control("title", own=old.own_id)
    story.bank.control("title", own=new.own_id)
    carried(story, "2027-04-26")
    invoice.refresh_from_db()
    assert invoice.status == "paid"
    assert Payment.objects.filter(invoice=invoice).count() == 2
    late = Payment.objects.get(receipt__charge_key=boleto.key)
    assert late.amount_centavos == new.amount_centavos + invoice.total.part(100, 300_000).centavos
    assert story.credit() > 0


def test_paid_on_its_day_the_fine_and_interest_in_a_new_title_are_earned(story: Story, monkeypatch: Any) -> None:
    """Found by a life: the bank took nothing on top, and what the title was for came back as credit (D21, D22)."""
    monkeypatch.setattr(carry, "AGREEMENT", entered(AGREEMENTS["237"]))
    with override_settings(BILLING=settings.BILLING | {"cancellation_day": 12}):
        invoice, _old = renewed(story)
    story.jump("2027-04-20")
    carried(story)
    boleto, _pix = copied(story, invoice)
    carried(story, "2027-04-22")
    story.bank.control("title", own=BankTitle.objects.get(charge=boleto).own_id)
    carried(story, "2027-04-23")
    invoice.refresh_from_db()
    paid = Payment.objects.get()
    assert (invoice.status, paid.charges_centavos) == ("paid", paid.amount_centavos - 89900)
    assert story.credit() == 0
    story.sound()


def test_a_paper_for_a_day_before_the_due_date_takes_no_fine(story: Story) -> None:
    """Found by a life: a boleto asked for a week ahead and paid a day after its own date cost 2 % more (D21)."""
    with override_settings(BILLING=settings.BILLING | {"issue_days_ahead": 10}):
        story.opens("2027-03-24", method="pix")
        carry.open_agreement(story.act())
        story.on("2027-03-26")
    invoice = Invoice.objects.get(kind="renewal")
    charge = second_copy.ask_second_copy(story.account.pk, invoice.number, story.act(), for_today=True)[0]
    pay_invoice.send(charge.pk, story.act())
    carried(story, "2027-03-29")
    charge.refresh_from_db()
    assert charge.due_on
    assert charge.due_on < date(2027, 3, 30) < invoice.due_on
    story.on("2027-03-30")
    story.bank.control("title", own=BankTitle.objects.get().own_id)
    carried(story, "2027-03-31")
    invoice.refresh_from_db()
    paid = Payment.objects.get()
    assert (invoice.status, paid.amount_centavos, paid.charges_centavos) == ("paid", 89900, 0)
    story.sound()


def test_a_date_asked_for_is_told_and_does_not_hold_before_the_banks_yes(story: Story) -> None:
    invoice, title = renewed(story)
    titles.change_due(title.pk, date(2027, 4, 20), story.act("Rafael"))
    carry.bring_remittance(story.act())
    said = page(story, invoice)
    assert "Pedimos ao banco o vencimento em 20/04/2027. Até ele confirmar, vale a data impressa." in said
    assert "vence em 05/04/2027" in said
    carried(story, "2027-03-30")
    said = page(story, invoice)
    assert "vence em 20/04/2027" in said
    assert "Pedimos ao banco" not in said


def test_a_refused_boleto_is_told_to_its_payer_in_general_words(story: Story) -> None:
    with override_settings(BILLING=settings.BILLING | {"issue_days_ahead": 10}):
        story.opens("2027-03-24")
        carry.open_agreement(story.act())
        BillingDetails.objects.update(postal_code="00000001")
        story.on("2027-03-26")
        carried(story, "2027-03-29")
    invoice = Invoice.objects.get(kind="renewal")
    assert BankTitle.objects.get().state == "rejected"
    said = page(story, invoice)
    assert "O banco ainda não aceitou os dados deste boleto" in said
    assert "Pix" in said
