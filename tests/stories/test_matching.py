"""Money that a person says whose it is: a receipt that fitted nothing, and a transfer (O-10, rule 8)."""

from datetime import date
from typing import Any

import pytest

from meuplano.actions.match_receipt import enter_transfer, match_receipt
from meuplano.actions.read_notice import take_in
from meuplano.actions.refused import Refused
from meuplano.actions.set_retention import set_retention
from meuplano.actions.undo_match import undo_match
from meuplano.gateways import base
from meuplano.records.models import Invoice, Payment, Receipt, Task
from meuplano.rules.money import Money
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def renewal(story: Story, **rates: int) -> Invoice:
    """R$ 899,00, due on 05/04/2027 and open; of an account that withholds tax by these rates."""
    story.opens("2027-03-20")
    if rates:
        set_retention(story.account.pk, rates, "Contrato com retenção", story.act("Rafael"))
    story.on("2027-03-26")
    return Invoice.objects.get(account=story.account, kind="renewal")


def transfer(story: Story, number: int, centavos: int, **other: Any) -> bool:
    said = {"paid_on": date(2027, 3, 26), "proof": "TED 0193", "reason": "Extrato de 26/03"} | other
    return enter_transfer(story.account.pk, number, amount=Money(centavos), act=story.act("Rafael"), **said)


def test_O10_a_receipt_that_fitted_nothing_pays_the_invoice_that_a_person_names(story: Story):
    invoice = renewal(story)
    story.bank.control("receive", amount=90000)
    story.tick()
    receipt = Receipt.objects.get(matched=False)
    assert story.tasks() == ["receipt_unmatched"]
    act = story.act("Rafael")
    with pytest.raises(Refused, match="not_open"):
        match_receipt(story.account.pk, 99, receipt.pk, "Extrato", act)
    with pytest.raises(Refused, match="no_reason"):
        match_receipt(story.account.pk, invoice.number, receipt.pk, " ", act)
    assert match_receipt(story.account.pk, invoice.number, receipt.pk, "Pix pela chave, extrato de hoje", act)
    assert not match_receipt(story.account.pk, invoice.number, receipt.pk, "De novo", act)
    invoice.refresh_from_db()
    assert (invoice.status, story.credit(), Payment.objects.count()) == ("paid", 100, 1)
    assert Task.objects.get(kind="receipt_unmatched").done_by == "Rafael"
    story.tick().sound()


def test_O10_a_transfer_in_parts_entered_by_a_person(story: Story):
    invoice = renewal(story)
    assert transfer(story, invoice.number, 50000)
    assert not transfer(story, invoice.number, 50000), "the same transfer, entered twice"
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open.centavos) == ("open", 39900)
    assert transfer(story, invoice.number, 39900, proof="TED 0201")
    invoice.refresh_from_db()
    assert (invoice.status, story.credit()) == ("paid", 0)
    assert story.books() == {"cash": 89900, "revenue": -89900}
    story.tick().sound()


@pytest.mark.parametrize(
    ("why", "other"),
    [("no_reason", {"proof": " "}), ("no_reason", {"reason": ""}), ("day_to_come", {"paid_on": date(2027, 3, 27)})],
)
def test_a_transfer_needs_its_proof_its_reason_and_a_day_that_was(story: Story, why: str, other: dict[str, Any]):
    invoice = renewal(story)
    with pytest.raises(Refused, match=why):
        transfer(story, invoice.number, 50000, **other)
    with pytest.raises(Refused, match="no_amount"):
        transfer(story, invoice.number, 0)
    assert not Receipt.objects.exists()


def matched(story: Story, centavos: int, **rates: int) -> tuple[Invoice, Receipt]:
    """Money without an owner, and the renewal that a person says it is for."""
    invoice = renewal(story, **rates)
    story.bank.control("receive", amount=centavos)
    story.tick()
    receipt = Receipt.objects.get(matched=False)
    match_receipt(story.account.pk, invoice.number, receipt.pk, "Extrato", story.act("Rafael"))
    return invoice, receipt


def test_C06_a_wrong_match_is_undone_once_and_the_money_waits_for_the_right_one(story: Story):
    invoice, receipt = matched(story, 90000)
    wrong, before = Payment.objects.get(), len(story.told())
    with pytest.raises(Refused, match="no_reason"):
        undo_match(story.account.pk, wrong.pk, " ", story.act("Bruna"))
    assert undo_match(story.account.pk, wrong.pk, "Era da conta Boreal", story.act("Bruna"))
    assert not undo_match(story.account.pk, wrong.pk, "De novo", story.act("Rafael"))
    invoice.refresh_from_db()
    receipt.refresh_from_db()
    assert (invoice.status, invoice.open.centavos, invoice.due_on) == ("open", 89900, date(2027, 3, 31))  # D34
    assert (receipt.matched, story.credit(), story.books()) == (False, 0, {"receivable": 89900, "revenue": -89900})
    assert Task.objects.get(done_at=None).text == "R$ 900,00 que não eram da fatura C1001-1: de qual são?".replace(
        "R$ ", "R$\xa0"
    )
    story.tick().sound()
    assert [mail.split()[1] for mail in story.told()[before:] if "match" in mail or "payment" in mail] == [
        "match_undone",
        "match_undone",
    ], "and no receipt of what was taken back before it was written"
    assert match_receipt(story.account.pk, invoice.number, receipt.pk, "Era desta mesmo", story.act("Rafael"))
    invoice.refresh_from_db()
    assert (invoice.status, story.credit()) == ("paid", 100)
    assert list(Payment.objects.order_by("pk").values_list("amount_centavos", flat=True)) == [90000, -90000, 90000]
    assert not Task.objects.filter(kind="receipt_unmatched", done_at=None).exists()
    story.tick().sound()


def test_C06_credit_that_was_used_keeps_the_match_and_nothing_changes(story: Story):
    matched(story, 89900 + 4640)
    assert story.buys(by="pix", licence=1).quote["due_now"] == 0, "the credit pays for it"
    used = story.credit()
    with pytest.raises(Refused, match="credit_used"):
        undo_match(story.account.pk, Payment.objects.get().pk, "Era de outra", story.act("Bruna"))
    assert (Payment.objects.count(), story.credit(), Receipt.objects.get().matched) == (1, used, True)
    story.tick().sound()


def test_C06_a_transfer_of_the_wrong_invoice_is_entered_for_another(story: Story):
    invoice = renewal(story)
    assert transfer(story, invoice.number, 50000)
    assert undo_match(story.account.pk, Payment.objects.get().pk, "Outra fatura", story.act("Bruna"))
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open.centavos, invoice.due_on) == ("open", 89900, date(2027, 4, 5))
    assert transfer(story, invoice.number, 50000)
    assert (Receipt.objects.count(), Payment.objects.count()) == (1, 3)
    story.tick().sound()


def test_C06_the_banks_reversal_of_what_a_person_matched_waits_for_nobody(story: Story):
    invoice, receipt = matched(story, 90000)
    back = base.Receipt(
        receipt.gateway, "rev_1", None, 90000, date(2027, 3, 26), "pix", "reversal", reverses=receipt.external_id
    )
    for _ in range(2):
        take_in(back, story.act())
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open.centavos, invoice.due_on) == ("open", 89900, date(2027, 3, 31))
    assert (story.credit(), story.books()) == (0, {"receivable": 89900, "revenue": -89900})
    assert Payment.objects.count() == 2
    assert not Task.objects.filter(kind="receipt_unmatched", done_at=None).exists()
    assert Task.objects.filter(kind="reversal").count() == 1
    with pytest.raises(Refused, match="taken_back"):
        undo_match(story.account.pk, Payment.objects.earliest("pk").pk, "Tarde", story.act("Bruna"))


def test_C06_what_the_bank_has_again_pays_nothing_more(story: Story):
    invoice, receipt = matched(story, 90000)
    undo_match(story.account.pk, Payment.objects.get().pk, "Era de outra", story.act("Bruna"))
    back = base.Receipt(
        receipt.gateway, "rev_1", None, 90000, date(2027, 3, 26), "pix", "reversal", reverses=receipt.external_id
    )
    take_in(back, story.act())
    assert Receipt.objects.filter(matched=False).count() == 2, "both wait for a person"
    with pytest.raises(Refused, match="taken_back"):
        match_receipt(story.account.pk, invoice.number, receipt.pk, "Extrato", story.act("Bruna"))


def test_C06_tax_withheld_of_money_that_was_not_for_it_is_owed_with_it(story: Story):
    """R$ 899,00 less 4,65 % (41,80): R$ 857,20 pay all of it, and undone all of it is owed (D44)."""
    invoice, _ = matched(story, 85720, pcc=465)
    invoice.refresh_from_db()
    assert (invoice.status, Payment.objects.count()) == ("paid", 2)
    assert undo_match(story.account.pk, Payment.objects.earliest("pk").pk, "Era de outra", story.act("Bruna"))
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open.centavos, invoice.to_withhold_centavos) == ("open", 89900, 4180)
    assert story.books() == {"receivable": 89900, "revenue": -89900}
    story.tick().sound()
