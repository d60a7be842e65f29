"""Tax withheld lived through (D44): a short payment, and the difference settled with its proof."""

from datetime import date

import pytest

from meuplano.actions import second_person
from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import Upload
from meuplano.actions.second_person import RETENTION, Correction, correct
from meuplano.actions.set_retention import set_retention
from meuplano.actions.settle_retention import keep_proof, settle_retention
from meuplano.actions.undo_retention import undo_retention
from meuplano.records.models import Charge, Instalment, Invoice, LateCharge, Payment, User
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests.stories.conftest import Story
from tests.stories.test_renewals import latest, subscription

pytestmark = pytest.mark.first_day("2027-03-20")
FORM = Upload("informe.pdf", b"%PDF-1.7 retido")
WHY = "CSRF 4,65% e IRRF 1,5%"


def short(story: Story, invoice: Invoice, centavos: int) -> None:
    """The payer pays that much of its boleto on 05/04, as who withholds does; the bank tells it the next day."""
    charge = Charge.objects.filter(invoice=invoice, state="pending").latest("pk")
    story.bank.control("pay", key=charge.key, amount=centavos)
    story.on("2027-04-06")
    invoice.refresh_from_db()


def settle(story: Story, invoice: Invoice, centavos: int, file: Upload = FORM) -> Payment:
    act = story.act("Rafael, financeiro")
    proof = keep_proof(story.account.pk, invoice.number, file, act)
    payment = settle_retention(story.account.pk, invoice.number, Money(centavos), proof.pk, WHY, act)
    story._drain()
    invoice.refresh_from_db()
    return payment


def test_D44_a_short_payment_is_settled_as_tax_withheld(story: Story):
    """R$ 899,00 less 4,65 % (41,80) and 1,5 % (13,49) withheld: 843,71 arrive, 55,29 are settled; no late charges."""
    story.opens("2027-03-20").on("2027-04-05")
    invoice = latest(story)
    short(story, invoice, 84371)
    assert (invoice.status, invoice.open.centavos) == ("open", 5529)
    story.on("2027-04-15")
    payment = settle(story, invoice, 5529)
    assert (invoice.status, invoice.paid_centavos, invoice.paid_on) == ("paid", 89900, date(2027, 4, 5))
    assert (payment.method, payment.paid_on, payment.charges_centavos) == ("retention", date(2027, 4, 5), 0)
    assert not LateCharge.objects.exists(), "what was owed to the tax office was never late here"
    assert story.books() == {"cash": 84371, "retention": 5529, "revenue": -89900}
    assert not Charge.objects.filter(invoice=invoice, state="pending", superseded_on=None).exists()
    told = story.letter("payment_received").text.replace("\xa0", " ")
    assert "R$ 55,29 da fatura nº 1 foram quitados como imposto retido na fonte" in told
    assert settle(story, invoice, 5529).pk == payment.pk, "the same form twice is once"
    story.tick().sound()


def test_D44_in_parts_each_with_its_own_proof(story: Story):
    story.opens("2027-03-20").on("2027-04-05")
    invoice = latest(story)
    short(story, invoice, 84371)
    settle(story, invoice, 4180)
    assert (invoice.status, invoice.open.centavos) == ("open", 1349)
    story.sound()
    with pytest.raises(Refused) as refused:
        settle(story, invoice, 1350, Upload("irrf.pdf", b"%PDF-1.7 irrf"))
    assert refused.value.reason == "more_than_difference"
    settle(story, invoice, 1349, Upload("irrf.pdf", b"%PDF-1.7 irrf"))
    assert invoice.status == "paid"
    story.tick().sound()


def test_D44_a_whole_invoice_is_no_difference(story: Story):
    story.opens("2027-03-20").on("2027-04-05")
    invoice = latest(story)
    for centavos, reason in ((89900, "nothing_paid"), (0, "no_amount")):
        with pytest.raises(Refused) as refused:
            settle(story, invoice, centavos)
        assert refused.value.reason == reason
    assert not Payment.objects.exists()


def test_D44_access_comes_back_when_only_the_tax_was_missing(story: Story):
    """D25: suspended for R$ 55,29 that nobody owed; settled, everything goes on."""
    story.opens("2027-03-20").on("2027-04-05")
    invoice = latest(story)
    short(story, invoice, 84371)
    for day in ("2027-04-15", "2027-05-05"):
        story.jump(day)
    if subscription(story).status == "active":  # what is paid is served first (D29)
        story.jump("2027-05-06")
    assert subscription(story).status == "suspended"
    settle(story, invoice, 5529)
    assert (invoice.status, subscription(story).status) == ("paid", "active")
    story.tick().sound()


def test_D44_above_the_limit_a_second_person_looks_at_the_proof(story: Story, settings):
    settings.BILLING = settings.BILLING | {"second_person_above": 5000}
    story.opens("2027-03-20").on("2027-04-05")
    invoice = latest(story)
    short(story, invoice, 84371)
    rafael, bia = (User.objects.create_user(f"{n}@prancheta.example", name=n, is_staff=True) for n in ("Rafael", "Bia"))
    act = story.act("Rafael, financeiro")
    proof = keep_proof(story.account.pk, invoice.number, FORM, act)
    wanted = Correction(RETENTION, Money(5529), WHY, invoice.number, proof_id=proof.pk)
    waiting = correct(story.account.pk, wanted, rafael.pk, act)
    invoice.refresh_from_db()
    assert waiting is not None
    assert (invoice.status, waiting.proof_id) == ("open", proof.pk)
    story.sound()
    assert second_person.approve(waiting.pk, bia.pk, story.act("Bia, financeiro"))
    invoice.refresh_from_db()
    assert invoice.status == "paid"
    story.tick().sound()


def test_D44_of_a_boleto_of_several_its_own_difference(story: Story):
    """D28: withheld from the first of ten boletos; the other nine stay as they are."""
    story.opens("2027-03-20", cycle=Cycle.ANNUAL, anchor=date(2026, 4, 5), instalments=10).on("2027-04-05")
    invoice = latest(story)
    first = Instalment.objects.get(invoice=invoice, number=1)
    charge = Charge.objects.get(invoice=invoice, instalment=first)
    tax = Money(first.amount_centavos).part(465, 10_000).centavos
    story.bank.control("pay", key=charge.key, amount=first.amount_centavos - tax)
    story.on("2027-04-06")
    with pytest.raises(Refused):
        settle(story, invoice, tax + 1)
    settle(story, invoice, tax)
    first.refresh_from_db()
    assert (first.status, invoice.status, invoice.instalment) == ("paid", "open", 2)
    story.tick().sound()


def withholds(story: Story, **rates: int) -> Story:
    assert set_retention(story.account.pk, rates, "Contrato com retenção", story.act("Rafael, financeiro"))
    assert not set_retention(story.account.pk, rates, "Contrato com retenção", story.act("Rafael, financeiro"))
    return story


def test_D44_by_the_accounts_rates_the_net_is_asked_for_and_pays_it_all(story: Story):
    """R$ 899,00 at 1,5 % and 4,65 %: R$ 843,71 by boleto, fine and interest of that, and the tax in its own book."""
    withholds(story.opens("2027-03-20"), irrf=150, pcc=465).on("2027-04-05")
    invoice = latest(story)
    charge = Charge.objects.get(invoice=invoice, state="pending")
    assert (invoice.total_centavos, invoice.asked.centavos, charge.amount_centavos) == (89900, 84371, 84371)
    assert "Retenção de PIS/COFINS/CSLL: -R$ 41,80" in story.letter("renewal_issued").text.replace("\xa0", " ")
    story.sound()
    short(story, invoice, 84371)
    assert (invoice.status, invoice.paid_centavos, invoice.to_withhold_centavos) == ("paid", 89900, 0)
    assert story.books() == {"cash": 84371, "retention": 5529, "revenue": -89900}
    told = story.letter("payment_received").text.replace("\xa0", " ")
    assert "Com os R$ 55,29 de impostos que vocês retiveram, ela está paga." in told
    assert not LateCharge.objects.exists()
    story.tick().sound()
    tax = Payment.objects.get(method="retention")
    assert tax.withheld_from is not None
    act = story.act("Rafael, financeiro")
    with pytest.raises(Refused):
        undo_retention(story.account.pk, tax.pk, " ", act)
    assert undo_retention(story.account.pk, tax.pk, "Não houve retenção", act)
    assert not undo_retention(story.account.pk, tax.pk, "Não houve retenção", act), "twice is once"
    story._drain()
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open.centavos, invoice.asked.centavos) == ("open", 5529, 5529)
    assert invoice.due_on == date(2027, 4, 9), "the 3rd business day (D34)"
    assert "R$ 55,29 desfeita: pague até 09/04/2027" in story.letter("retention_undone").subject.replace("\xa0", " ")
    assert story.books() == {"cash": 84371, "receivable": 5529, "revenue": -89900}
    story.tick().sound()
    pix = story.pix_today(invoice)
    assert pix.amount_centavos == 5529
    story.bank.control("pay", key=pix.key)
    story.tick()
    invoice.refresh_from_db()
    assert invoice.status == "paid"
    assert story.books() == {"cash": 89900, "revenue": -89900}
    story.sound()


def test_D44_who_pays_all_of_it_withheld_nothing_and_what_the_bank_takes_back_takes_the_tax_along(story: Story):
    withholds(story.opens("2027-03-20"), irrf=150, pcc=465).on("2027-04-05")
    invoice = latest(story)
    short(story, invoice, 84371)
    charge = Charge.objects.get(invoice=invoice, state="paid")
    story.bank.control("reverse", key=charge.key)
    story.tick()
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open.centavos, invoice.asked.centavos) == ("open", 89900, 84371)
    story.sound()
    pix = story.pix_today(invoice)
    assert pix.amount_centavos == 84371
    story.bank.control("pay", key=pix.key, amount=89900)
    story.tick()
    invoice.refresh_from_db()
    assert invoice.status == "paid"
    assert story.books() == {"cash": 89900, "revenue": -89900}
    story.sound()


def test_D44_an_order_shows_and_charges_the_net_and_old_documents_keep_theirs(story: Story):
    """Rates hold from the next document: the renewal that is out stays as it is."""
    story.opens("2027-03-20").on("2027-03-27")
    invoice = latest(story)
    withholds(story, iss=500)
    invoice.refresh_from_db()
    assert invoice.asked == invoice.open
    before = story.sees(licence=2).quote
    assert before.to_pay + before.withheld[0].amount == before.due_now
    order = story.buys(by="pix", licence=2)
    charge = story.charge(order)
    assert charge.amount_centavos == before.to_pay.centavos < before.due_now.centavos
    assert order.quote["to_pay"] == charge.amount_centavos
    withholds(story, iss=200)
    story.pays(order).tick()
    order.refresh_from_db()
    assert order.status == "applied"
    assert Payment.objects.get(method="retention").amount_centavos == before.withheld[0].amount.centavos
    story.sound()


def test_D44_of_each_boleto_of_several_its_share(story: Story):
    withholds(story.opens("2027-03-20", cycle=Cycle.ANNUAL, anchor=date(2026, 4, 5), instalments=10), pcc=465)
    story.on("2027-04-05")
    invoice = latest(story)
    parts = list(Instalment.objects.filter(invoice=invoice).order_by("number"))
    tax = Money(invoice.total_centavos).part(465, 10_000)
    assert sum(part.to_withhold_centavos for part in parts) == tax.centavos
    first = Charge.objects.get(invoice=invoice, instalment=parts[0])
    assert first.amount_centavos == parts[0].amount_centavos - parts[0].to_withhold_centavos
    story.bank.control("pay", key=first.key)
    story.on("2027-04-06")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.instalment) == ("open", 2)
    assert invoice.asked == parts[1].asked
    story.tick().sound()
