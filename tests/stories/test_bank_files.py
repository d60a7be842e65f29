"""The life of a boleto at a bank that is spoken to by files: asked, registered, changed, paid, refused, written off."""

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from meuplano.actions import end_order, pay_invoice
from meuplano.actions.bank_files import receive, remit, set_up, titles
from meuplano.brazil.agreement import Agreement
from meuplano.records.models import (
    BankAgreement,
    BankReturn,
    BankTitle,
    BillingDetails,
    Charge,
    Invoice,
    Order,
    Payment,
    Remittance,
    ReturnLine,
    Task,
    TitleCommand,
)
from tests import world
from tests.brazil.test_agreement import AGREEMENTS
from tests.fakebank.running import SECRET
from tests.stories.conftest import Story


@pytest.fixture(autouse=True)
def _boletos_by_file(settings: Any, story: Story) -> None:
    settings.METHOD_GATEWAYS = settings.METHOD_GATEWAYS | {"boleto": "bank_cnab"}
    settings.GATEWAYS = settings.GATEWAYS | {"bank_cnab": {}}
    settings.BILLING = settings.BILLING | {"issue_days_ahead": 0}
    set_up.set_up(entered(AGREEMENTS["756"]), world.act())


def entered(agreement: Agreement) -> dict[str, Any]:
    """As the staff page hands it in."""
    return {name: value for name, value in asdict(agreement).items() if name not in ("fine", "interest")}


def carried(story: Story) -> None:
    """What a person does at a bank's internet page: fetch its returns, have them read, bring it the next remittance."""
    http, headers = story.bank.http, {"authorization": f"Bearer {SECRET}"}
    for number in http.get("/v1/returns", headers=headers).json()["returns"]:
        content = http.get(f"/v1/returns/{number}", headers=headers).content
        receive.receive(f"retorno-{number:06d}.ret", content, story.act())
    story._drain()
    agreement = BankAgreement.objects.get(in_use=True)
    remit.remit(agreement.pk, story.act())
    for file in remit.undelivered(agreement.pk):
        answer = http.post("/v1/remittances", content=bytes(file.content), headers=headers)
        assert answer.status_code == 200 or answer.json()["error"]["code"] == "file_came_before", answer.text
        remit.taken(file.pk, story.act())


def title_of(order: Order) -> BankTitle:
    return BankTitle.objects.get(charge__invoice=order.invoice)


def fates() -> list[tuple[str, str]]:
    return list(ReturnLine.objects.order_by("pk").values_list("movement", "fate"))


def pay(story: Story, title: BankTitle, **how: Any) -> None:
    document = f"{story.account.code}-{title.charge.invoice.number}"
    story.bank.control("title", document=document, **how)


def test_registered_then_paid_and_the_licences_are_there(story: Story) -> None:
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    story.expect("order.agreed", "title.queued")
    charge, title = story.charge(order), title_of(order)
    assert (charge.state, charge.linha_digitavel, title.state) == ("sending", "", "queued")
    assert ("mails" and story.mails() == ["order_received"]) or story.mails() == []

    carried(story)
    title.refresh_from_db()
    assert (title.state, Remittance.objects.get().nsa) == ("sent", 1)
    story.on("2027-03-25")
    carried(story)
    story.expect("title.registered", "charge.pending")
    charge.refresh_from_db()
    title.refresh_from_db()
    assert (charge.state, len(charge.linha_digitavel), title.state) == ("pending", 47, "registered")
    assert charge.linha_digitavel.startswith("756")

    pay(story, title)
    story.on("2027-03-29")
    carried(story)
    story.expect("payment.received", "order.applied", "title.paid")
    assert story.contracted()["licence"] == 13
    assert story.invoices() == [(10440, "paid")]
    assert fates() == [("02", "done"), ("06", "done"), ("28", "nothing")]
    carried(story)
    story.tick().expect()


def test_the_same_return_twice_changes_nothing(story: Story) -> None:
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    carried(story)
    story.on("2027-03-25")
    carried(story)
    pay(story, title_of(order))
    story.on("2027-03-29")
    carried(story)
    file = BankReturn.objects.latest("pk")
    again = receive.receive("outro-nome.ret", bytes(file.content), story.act())
    assert (again.known, again.file.pk) == (True, file.pk)
    other = bytes(file.content).replace(b"000002", b"000009", 1)  # the same lines in another file
    story._drain()
    receive.receive("de-novo.ret", other, story.act())
    story._drain()
    assert Payment.objects.count() == 1
    lines = ReturnLine.objects.filter(file__name="de-novo.ret").order_by("pk")
    assert list(lines.values_list("fate", flat=True)) == ["known", "nothing"]


def test_refused_for_the_address_corrected_and_sent_again(story: Story) -> None:
    story.opens("2027-03-24")
    BillingDetails.objects.update(postal_code="00000001")
    order = story.buys(by="boleto", licence=3)
    carried(story)
    story.on("2027-03-25")
    carried(story)
    title = title_of(order)
    assert (title.state, title.problem) == ("rejected", "Entrada rejeitada: CEP inválido")
    assert "CEP inválido" in Task.objects.get(kind="title_rejected").text
    number = title.number

    BillingDetails.objects.update(postal_code="05433010")
    assert titles.correct(title.pk, story.act("Rafael")) == "queued"
    assert titles.correct(title.pk, story.act("Rafael")) == "queued"
    carried(story)
    story.on("2027-03-29")  # Good Friday in between
    carried(story)
    title.refresh_from_db()
    assert (title.state, title.number) == ("registered", number)
    assert list(TitleCommand.objects.order_by("pk").values_list("verb", "state")) == [
        ("entry", "refused"),
        ("entry", "confirmed"),
    ]


def test_what_no_file_would_take_is_a_draft_that_says_why(story: Story) -> None:
    story.opens("2027-03-24")
    BillingDetails.objects.update(state="", city="")
    with pytest.raises(Exception, match=r".*"):
        story.buys(by="boleto", licence=3)  # D49: without complete details boleto is not offered
    BillingDetails.objects.update(state="SP", city="São Paulo")
    order = story.buys(by="boleto", licence=3, send=False)
    Invoice.objects.filter(pk=order.invoice_id).update(billing=order.invoice.billing | {"state": "", "city": ""})
    pay_invoice.send(story.charge(order).pk, story.act())
    title = title_of(order)
    assert (title.state, title.problem) == ("draft", "falta cidade do pagador")
    assert titles.correct(title.pk, story.act("Rafael")) == "queued"
    assert remit.waiting(title.agreement_id) == 1


def test_withdrawn_before_the_file_never_leaves(story: Story) -> None:
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    end_order.withdraw(story.account.pk, order.number, story.act())
    story._drain()
    assert title_of(order).state == "cancelled"
    assert remit.remit(title_of(order).agreement_id, story.act()) is None
    assert Charge.objects.get().state == "cancelled"


def test_withdrawn_after_the_file_is_written_off_and_money_that_came_is_credit(story: Story) -> None:
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    carried(story)
    story.on("2027-03-25")
    carried(story)
    end_order.withdraw(story.account.pk, order.number, story.act())
    story._drain()
    assert title_of(order).state == "withdrawn"
    pay(story, title_of(order))  # the payer was quicker than our file
    carried(story)
    story.on("2027-03-30")
    carried(story)
    assert title_of(order).state == "paid"
    assert story.credit() == 10440
    assert ("26", "done") in fates()
    assert "title_refused" in story.tasks()


def test_paid_after_the_write_off_is_credit_too(story: Story) -> None:
    story.opens("2027-03-24")
    order = story.buys(by="boleto", licence=3)
    carried(story)
    story.on("2027-03-25")
    carried(story)
    end_order.withdraw(story.account.pk, order.number, story.act())
    story._drain()
    carried(story)
    story.on("2027-03-29")
    carried(story)
    assert title_of(order).state == "cancelled"
    pay(story, title_of(order))
    story.on("2027-03-30")
    carried(story)
    assert fates()[-2:] == [("17", "done"), ("28", "nothing")]
    assert (title_of(order).state, story.credit()) == ("paid", 10440)


def renewed(story: Story) -> Invoice:
    """A renewal whose boleto is registered."""
    with override_settings(BILLING=settings.BILLING | {"issue_days_ahead": 10}):
        story.opens("2027-03-24")
        story.on("2027-03-26")
        carried(story)
        story.on("2027-03-29")
        carried(story)
    return Invoice.objects.get(kind="renewal")


def test_paid_late_at_another_bank_its_own_fine_and_interest_are_accepted(story: Story) -> None:
    invoice = renewed(story)
    title = BankTitle.objects.get(charge__invoice=invoice)
    assert title.state == "registered"
    story.on("2027-04-15")
    pay(story, title, at="341087650")  # due 05/04, ten days late
    story.on("2027-04-16")
    carried(story)
    invoice.refresh_from_db()
    payment = Payment.objects.get()
    assert invoice.status == "paid"
    fine, interest = round(invoice.total_centavos * 0.02), round(invoice.total_centavos * 0.01 / 30 * 10)
    assert abs(payment.charges_centavos - fine - interest) <= 1
    assert payment.credit_centavos == 0
    assert ReturnLine.objects.get(movement="06").text.endswith(", pagos em Itaú (341), agência 8765")


def test_a_new_date_holds_from_the_banks_yes_and_not_before(story: Story) -> None:
    invoice = renewed(story)
    title = BankTitle.objects.get(charge__invoice=invoice)
    old = title.charge.linha_digitavel
    assert titles.change_due(title.pk, date(2027, 4, 20), story.act())
    assert titles.change_due(title.pk, date(2027, 4, 19), story.act())
    carried(story)
    title.refresh_from_db()
    assert (title.state, title.due_on, title.asked_due_on) == ("change_pending", invoice.due_on, date(2027, 4, 19))
    assert Charge.objects.get(pk=title.charge_id).linha_digitavel == old
    assert not titles.change_due(title.pk, date(2027, 4, 21), story.act())
    story.on("2027-03-30")
    carried(story)
    title.refresh_from_db()
    charge = Charge.objects.get(pk=title.charge_id)
    assert (title.state, title.due_on, title.asked_due_on, charge.due_on) == (
        "registered",
        date(2027, 4, 19),
        None,
        date(2027, 4, 19),
    )
    assert charge.linha_digitavel != old


def test_a_date_the_bank_refuses_leaves_the_old_one(story: Story) -> None:
    invoice = renewed(story)
    title = BankTitle.objects.get(charge__invoice=invoice)
    titles.change_due(title.pk, date(2027, 3, 1), story.act())
    carried(story)
    story.on("2027-03-30")
    carried(story)
    title.refresh_from_db()
    assert (title.state, title.due_on, title.asked_due_on) == ("registered", invoice.due_on, None)
    assert "não aceitou a nova data" in Task.objects.get(kind="title_refused").text


def test_files_are_numbered_without_gaps_and_the_bank_takes_none_twice(story: Story) -> None:
    story.opens("2027-03-24")
    for _ in range(2):
        story.buys(by="boleto", licence=1)
        carried(story)
    assert list(Remittance.objects.order_by("nsa").values_list("nsa", "commands")) == [(1, 1), (2, 1)]
    assert remit.remit(Remittance.objects.first().agreement_id, story.act()) is None
    Remittance.objects.update(taken_at=None)  # the answers were lost
    carried(story)
    assert not Remittance.objects.filter(taken_at=None).exists()
    assert len(story.bank.http.get("/control/titles").json()["titles"]) == 2


def test_another_agreement_goes_on_with_its_own_numbers(story: Story) -> None:
    story.opens("2027-03-24")
    story.buys(by="boleto", licence=1)
    set_up.set_up(entered(AGREEMENTS["001"]) | {"last_number": 500}, story.act())
    order = story.buys(by="boleto", licence=1)
    assert title_of(order).number == "12387980000000501"
    with pytest.raises(ValueError, match="Falta agência"):
        set_up.set_up(entered(AGREEMENTS["001"]) | {"agency": ""}, story.act())
    assert BankAgreement.objects.get(in_use=True).bank == "001"
