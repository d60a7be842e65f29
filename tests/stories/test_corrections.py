"""What finance corrects of an invoice: issued again, with a discount, written off, credited (F17, D33, D42, U28)."""

from datetime import date
from typing import Any

import pytest

from meuplano.actions import second_person
from meuplano.actions.ask_refund import drop_refund
from meuplano.actions.discount_invoice import discount_invoice
from meuplano.actions.note_credit import note_credit
from meuplano.actions.read_notice import take_in
from meuplano.actions.refused import Refused
from meuplano.actions.reissue_invoice import reissue
from meuplano.actions.save_billing_details import save_billing_details
from meuplano.actions.second_person import CREDIT_NOTE, DISCOUNT, WRITE_OFF, Correction
from meuplano.actions.write_off_invoice import write_off_invoice
from meuplano.gateways.base import Receipt
from meuplano.records.models import Approval, Charge, Credit, Instalment, Invoice, Refund, Subscription, User
from meuplano.rules.money import Money
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")


def renewal(story: Story) -> Invoice:
    return Invoice.objects.filter(account=story.account, kind="renewal").latest("pk")


def moves_house(story: Story) -> None:
    """The customer corrects its billing details."""
    assert save_billing_details(story.account.pk, {"legal_name": "Aurora Nova Ltda"}, story.act())


def paid_renewal(story: Story) -> Invoice:
    """R$ 899,00 of 05/04/2027, and paid."""
    story.opens("2027-03-20").on("2027-03-26").pay_open().on("2027-03-30")
    return renewal(story)


def told(story: Story, charge: Charge, amount: int, on: str, name: str) -> Receipt:
    receipt = Receipt("fake", name, charge.key, amount, date.fromisoformat(on), charge.method)
    take_in(receipt, story.act())
    return receipt


def test_an_open_invoice_is_issued_again_with_the_right_payer(story: Story):
    story.opens("2027-03-20").on("2027-03-26")
    old, paper = renewal(story), Charge.objects.get(state="pending")
    moves_house(story)
    story.expect("renewal.issued", "charge.pending", "billing.changed")
    new = reissue(story.account.pk, old.number, "Razão social errada", story.act())
    story.tick().expect("invoice.replaced", "invoice.reissued", "charge.pending")
    assert story.invoices() == [(89900, "replaced"), (89900, "open")]
    assert (new.billing["legal_name"], new.due_on, new.next_step_on) == (
        "Aurora Nova Ltda",
        old.due_on,
        old.next_step_on,
    )
    paper.refresh_from_db()
    assert (paper.state, Charge.objects.get(state="pending").invoice_id) == ("cancelled", new.pk)
    assert story.told()[-1] == "26/03 invoice_reissued financeiro"
    with pytest.raises(Refused, match="not_open"):
        reissue(story.account.pk, old.number, "De novo", story.act())
    with pytest.raises(Refused, match="same_details"):
        reissue(story.account.pk, new.number, "De novo", story.act())
    story.on("2027-04-05").sound()
    assert len(story.invoices()) == 2, "the count of the renewal stands: nothing is issued for it again"


def test_whoever_pays_the_old_paper_pays_the_invoice_that_took_its_place(story: Story):
    story.opens("2027-03-20").on("2027-03-26")
    old, paper = renewal(story), Charge.objects.get(state="pending")
    moves_house(story)
    reissue(story.account.pk, old.number, "CNPJ errado", story.act())
    told(story, paper, 89900, "2027-03-26", "p1")
    assert story.invoices() == [(89900, "replaced"), (89900, "paid")]
    assert (story.credit(), story.tasks()) == (0, [])
    assert story.tick().sound(alone=True).books() == {"cash": 89900, "revenue": -89900}


def test_a_discount_stands_on_the_invoice_that_takes_the_place(story: Story):
    """O-06's renewal of R$ 899,00 less R$ 99,00; the old boleto of R$ 899,00 is paid: R$ 99,00 are credit."""
    story.opens("2027-03-20").on("2027-03-26")
    old, paper = renewal(story), Charge.objects.get(state="pending")
    new = discount_invoice(story.account.pk, old.number, Money(9900), "Instabilidade em março", story.act())
    assert [(line.kind, line.amount_centavos) for line in new.lines.all()] == [("charge", 89900), ("discount", -9900)]
    story.tick()
    assert (new.total_centavos, Charge.objects.get(state="pending").amount_centavos) == (80000, 80000)
    told(story, paper, 89900, "2027-03-26", "p1")
    assert story.invoices() == [(89900, "replaced"), (80000, "paid")]
    assert (story.credit(), story.tasks()) == (9900, ["surplus"])
    assert story.tick().sound(alone=True).books() == {"cash": 89900, "credit": -9900, "revenue": -80000}


def test_fine_and_interest_of_the_old_paper_are_those_of_the_new_invoice(story: Story):
    """R$ 899,00 due on 05/04, paid on 20/04 with the bank's R$ 17,98 and R$ 4,50; meanwhile it is R$ 400,00 only."""
    story.opens("2027-03-20").on("2027-04-20")
    old, paper = renewal(story), Charge.objects.get(state="pending")
    discount_invoice(story.account.pk, old.number, Money(49900), "Licenças contadas a mais", story.act())
    day = date(2027, 4, 20)
    take_in(Receipt("fake", "p1", paper.key, 92148, day, paper.method, late_charges=2248), story.act())
    assert story.invoices() == [(89900, "replaced"), (40000, "paid")]
    assert story.credit() == 49900 + 2248 - (800 + 200), "2 % and fifteen days of R$ 400,00 are owed"
    assert story.tick().sound(alone=True).books()["late_charges"] == -1000


def test_a_discount_of_everything_leaves_nothing_to_pay(story: Story):
    story.opens("2027-03-20").on("2027-03-26")
    old = renewal(story)
    with pytest.raises(Refused, match="more_than_open"):
        discount_invoice(story.account.pk, old.number, Money(89901), "Cortesia", story.act())
    new = discount_invoice(story.account.pk, old.number, Money(89900), "Cortesia", story.act())
    assert (new.status, new.total_centavos) == ("paid", 0)
    story.tick()
    assert story.told()[-1] == "26/03 invoice_covered financeiro"
    story.on("2027-04-06").sound()
    assert story.books() == {}


def test_a_part_that_was_paid_pays_the_new_one_too(story: Story):
    """O-10's R$ 500,00: R$ 399,00 stay open, with the ladder where it was, and the bank takes the part back."""
    story.opens("2027-03-20").on("2027-04-12")
    old = renewal(story)
    paper = Charge.objects.get(invoice=old, method="boleto")
    part = told(story, paper, 50000, "2027-04-12", "p1")
    moves_house(story)
    new = reissue(story.account.pk, old.number, "Endereço", story.act())
    assert (new.open, new.credit_centavos, new.next_step_on) == (Money(39900), 50000, old.next_step_on)
    assert not new.charges.exists(), "late: the owner asks for a day's total"
    story.tick()
    assert story.told()[-1] == "12/04 invoice_reissued financeiro"
    back = Receipt("fake", "r1", part.key, 50000, date(2027, 4, 12), "boleto", "reversal", reverses="p1")
    take_in(back, story.act())
    story.sound(alone=True)
    assert story.tasks() == ["reversal"]


def test_instalments_keep_their_days(story: Story):
    story.opens("2027-03-20", cycle=12, anchor=date(2026, 4, 5), instalments=10).on("2027-03-26")
    old = renewal(story)
    days = _days(old)
    new = discount_invoice(story.account.pk, old.number, Money(40), "Centavos", story.act())
    assert _days(new) == days
    assert [amount for _, amount in _parts(new)] == [86300] * 10
    first = Charge.objects.filter(invoice=old, instalment__number=1).get()
    told(story, first, 86304, "2027-03-26", "p1")
    new.refresh_from_db()
    assert (new.paid_centavos, new.instalment, story.credit()) == (86300, 2, 4)
    moves_house(story)
    with pytest.raises(Refused, match="part_paid"):
        reissue(story.account.pk, new.number, "Tarde", story.act())
    story.tick().sound(alone=True)


def test_an_order_that_waits_is_issued_again_for_what_was_shown(story: Story):
    story.opens("2027-03-20").has_credit(1000)
    order = story.buys(by="boleto", licence=3)
    old = order.invoice
    moves_house(story)
    with pytest.raises(Refused, match="order_invoice"):
        discount_invoice(story.account.pk, old.number, Money(100), "Não", story.act())
    story.has_credit(500)
    new = reissue(story.account.pk, old.number, "Razão social", story.act())
    order.refresh_from_db()
    assert (order.invoice_id, new.open) == (new.pk, old.open), "the amount is frozen (D05)"
    story.tick().pays(order).on("2027-03-23").sound()
    order.refresh_from_db()
    assert order.status == "applied"


def test_a_debt_is_given_up_and_access_returns(story: Story):
    """O-14's suspension, written off instead of paid; its money comes after all, without more interest."""
    story.opens("2027-03-20").on("2027-04-20")
    owed = renewal(story)
    assert Subscription.objects.get().status == "suspended"
    paper = Charge.objects.get(invoice=owed, method="boleto")
    with pytest.raises(Refused, match="changed"):
        write_off_invoice(story.account.pk, owed.number, "Falência", story.act(), seen=Money(1))
    write_off_invoice(story.account.pk, owed.number, "Falência do cliente", story.act(), seen=Money(89900))
    assert Subscription.objects.get().status == "active"
    assert story.tick().sound().books() == {"written_off": 89900, "revenue": -89900}
    story.on("2027-04-23")
    told(story, paper, 89900, "2027-04-23", "p1")
    owed.refresh_from_db()
    assert (owed.status, story.credit()) == ("paid", 0)
    assert story.books() == {"cash": 89900, "revenue": -89900}
    assert owed.late_charges.get().amount_centavos == 1798 + 450, "15 days, until it was given up"


def test_a_credit_note_gives_back_by_the_way_it_was_paid(story: Story):
    """R$ 100,00 of the R$ 899,00 had been a gift: what money paid is refundable, and only the rest a gift again."""
    story.opens("2027-03-20").has_credit(10000).on("2027-03-26").pay_open().on("2027-03-30")
    paid = renewal(story)
    assert (paid.status, paid.credit_centavos) == ("paid", 10000)
    note_credit(story.account.pk, paid.number, Money(50000), "Módulo fora do ar", story.act())
    note_credit(story.account.pk, paid.number, Money(35000), "O resto", story.act())
    assert list(Credit.objects.filter(note__isnull=False).order_by("pk").values_list("kind", "amount_centavos")) == [
        ("refundable", 50000),
        ("refundable", 29900),
        ("courtesy", 5100),
    ]
    with pytest.raises(Refused, match="more_than_left"):
        note_credit(story.account.pk, paid.number, Money(4901), "Demais", story.act())
    assert story.credit() == 85000
    assert story.tick().tasks() == ["fiscal_note", "fiscal_note"]
    assert story.told()[-1] == "30/03 credit_note financeiro"
    assert story.sound().books() == {
        "cash": 79900,
        "courtesy": 10000,
        "courtesy_credit": -5100,
        "credit": -79900,
        "revenue": -4900,
    }


def test_a_credit_note_may_go_back_as_money(story: Story, settings: Any):
    settings.BILLING = settings.BILLING | {"fiscal_note": "none"}
    paid = paid_renewal(story)
    note_credit(story.account.pk, paid.number, Money(9900), "Cobrado a mais", story.act(), pay_out=True)
    assert (story.credit(), story.tasks()) == (0, ["refund"])
    refund = Refund.objects.get()
    drop_refund(story.account.pk, refund.pk, story.act())
    assert story.credit() == 9900
    story.sound()


def test_above_the_limit_a_second_person_agrees(story: Story, settings: Any):
    settings.BILLING = settings.BILLING | {"second_person_above": 50000, "fiscal_note": "none"}
    paid = paid_renewal(story)
    rafael = User.objects.create_user("rafael@prancheta.example", name="Rafael", is_staff=True)
    lia = User.objects.create_user("lia@prancheta.example", name="Lia", is_staff=True)
    asks = Correction(CREDIT_NOTE, Money(50001), "Meses sem o módulo", paid.number)
    waiting = second_person.correct(story.account.pk, asks, rafael.pk, story.act("Rafael"))
    assert waiting is not None
    assert second_person.correct(story.account.pk, asks, rafael.pk, story.act("Rafael")) == waiting
    assert (story.credit(), story.tasks()) == (0, ["approval"])
    with pytest.raises(Refused, match="same_person"):
        second_person.approve(waiting.pk, rafael.pk, story.act("Rafael"))
    assert second_person.approve(waiting.pk, lia.pk, story.act("Lia"))
    assert not second_person.approve(waiting.pk, lia.pk, story.act("Lia"))
    assert story.credit() == 50001
    small = Correction(CREDIT_NOTE, Money(50000 - 15000), "Mais um", paid.number)
    assert second_person.correct(story.account.pk, small, rafael.pk, story.act("Rafael")) is None
    story.tick().sound()


def test_what_waits_for_a_second_person_may_be_refused_or_be_over(story: Story, settings: Any):
    settings.BILLING = settings.BILLING | {"second_person_above": 100}
    story.opens("2027-03-20").on("2027-04-12")
    owed = renewal(story)
    rafael = User.objects.create_user("rafael@prancheta.example", name="Rafael", is_staff=True)
    lia = User.objects.create_user("lia@prancheta.example", name="Lia", is_staff=True)
    wants = Correction(DISCOUNT, Money(9900), "Pedido", owed.number)
    off = second_person.correct(story.account.pk, wants, rafael.pk, story.act("Rafael"))
    wants = Correction(WRITE_OFF, owed.open, "Sem resposta", owed.number)
    gone = second_person.correct(story.account.pk, wants, rafael.pk, story.act("Rafael"))
    assert off
    assert gone
    assert second_person.refuse(off.pk, rafael.pk, "Desisti", story.act("Rafael"))
    told(story, Charge.objects.get(invoice=owed, method="boleto"), 89900, "2027-04-12", "p1")
    with pytest.raises(Refused, match="not_open"):
        second_person.approve(gone.pk, lia.pk, story.act("Lia"))
    assert Approval.objects.get(pk=gone.pk).state == "waiting"
    assert second_person.refuse(gone.pk, lia.pk, "Pagou", story.act("Lia"))
    story.sound(alone=True)


def _parts(invoice: Invoice) -> list[tuple[date, int]]:
    rows = Instalment.objects.filter(invoice=invoice).order_by("number")
    return list(rows.values_list("due_on", "amount_centavos"))


def _days(invoice: Invoice) -> list[date]:
    return [due_on for due_on, _ in _parts(invoice)]
