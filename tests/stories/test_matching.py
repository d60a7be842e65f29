"""Money that a person says whose it is: a receipt that fitted nothing, and a transfer (O-10, rule 8)."""

from datetime import date
from typing import Any

import pytest

from meuplano.actions.match_receipt import enter_transfer, match_receipt
from meuplano.actions.refused import Refused
from meuplano.records.models import Invoice, Payment, Receipt, Task
from meuplano.rules.money import Money
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def renewal(story: Story) -> Invoice:
    """R$ 899,00, due on 05/04/2027 and open."""
    story.opens("2027-03-20").on("2027-03-26")
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
