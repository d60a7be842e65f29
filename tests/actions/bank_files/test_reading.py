"""Every awkward line of a return: what it does, what it leaves to a person, and that no line stops another."""

from datetime import date
from typing import Any

import pytest

from fakebank.returns import return_file
from meuplano.actions import change_plan, pay_invoice
from meuplano.actions.bank_files import news, read, receive, remit
from meuplano.records.models import (
    Account,
    BankReturn,
    BankTitle,
    Charge,
    Credit,
    Event,
    Invoice,
    Payment,
    Receipt,
    Remittance,
    ReturnLine,
    Task,
)
from meuplano.rules.money import Money
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sicoob")]
ACT = world.act()
PAID_ON = "2027-03-25"


@pytest.fixture
def title() -> BankTitle:
    """Agência Aurora's boleto over R$ 104,40, registered."""
    return registered(world.account())


def registered(account: Account) -> BankTitle:
    seen = change_plan.preview(account, added={"licence": 3}, act=ACT).quote.fingerprint()
    order = change_plan.confirm(
        account.pk, added={"licence": 3}, method="boleto", seen=seen, draft_key=account.draft_key, act=ACT
    )
    charge = Charge.objects.get(invoice=order.invoice)
    pay_invoice.send(charge.pk, ACT)
    title = BankTitle.objects.get(charge=charge)
    remit.remit(title.agreement_id, ACT)
    take(line(title, "02"))
    title.refresh_from_db()
    assert title.state == "registered"
    return title


def line(title: BankTitle | None, movement: str, **values: Any) -> dict[str, Any]:
    """One title of a return, in the words of the bank's writer."""
    plain = {"reasons": "", "amount": 10440, "late": 0, "paid": 0, "fee": 0, "due_on": "2027-03-30", "on_day": PAID_ON}
    plain |= {"paid_at": "341012345"}
    if title is None:
        own, place, document = "", "0009999990".ljust(20), "X-1"
    else:
        own, place, document = title.own_id, title.number.zfill(10).ljust(20), "C1001-1"
    return {"own": own, "place": place, "document": document, "movement": movement} | plain | values


def file(*rows: dict[str, Any], number: int | None = None) -> bytes:
    header = bytes(Remittance.objects.latest("pk").content).split(b"\r\n")
    return return_file(header, number or BankReturn.objects.count() + 1, date(2027, 3, 26), list(rows))  # type: ignore[arg-type]


def take(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    """Receive and read a file of these rows; movement and fate of each."""
    taken = receive.receive("retorno.ret", file(*rows), ACT)
    read.read(taken.file.pk, ACT)
    lines = ReturnLine.objects.filter(file=taken.file).order_by("line")
    return list(lines.values_list("movement", "fate"))


def test_paid_exactly(title: BankTitle) -> None:
    assert take(line(title, "06", paid=10440)) == [("06", "done")]
    payment = Payment.objects.get()
    assert (payment.principal_centavos, payment.credit_centavos, payment.paid_on) == (10440, 0, date(2027, 3, 25))
    assert Invoice.objects.get().status == "paid"


def test_paid_with_less_waits_for_the_rest(title: BankTitle) -> None:
    assert take(line(title, "06", paid=10000)) == [("06", "done")]
    assert Invoice.objects.get().status == "open"
    assert take(line(title, "06", paid=440)) == [("06", "done")]
    assert Invoice.objects.get().status == "paid"


def test_paid_with_more_is_credit_and_a_task(title: BankTitle) -> None:
    take(line(title, "06", paid=11000))
    assert Credit.objects.get().amount_centavos == 560
    assert Task.objects.filter(kind="surplus").count() == 1
    assert "5,60 viraram crédito" in ReturnLine.objects.latest("pk").text


def test_paid_twice_on_one_day_for_one_amount_are_two_payments(title: BankTitle) -> None:
    assert take(line(title, "06", paid=10440), line(title, "06", paid=10440)) == [("06", "done"), ("06", "done")]
    assert Payment.objects.count() == 2
    assert Credit.objects.get().amount_centavos == 10440


def test_what_the_bank_took_as_late_charges_is_accepted_as_it_is(title: BankTitle) -> None:
    take(line(title, "06", paid=10700, late=260))
    payment = Payment.objects.get()
    assert (payment.principal_centavos, payment.charges_centavos, payment.credit_centavos) == (10440, 260, 0)


def test_a_title_we_do_not_know_waits_for_a_person(title: BankTitle) -> None:
    assert take(line(None, "06", paid=5000), line(None, "02"), line(None, "28", fee=180)) == [
        ("06", "unknown_title"),
        ("02", "unknown_title"),
        ("28", "nothing"),
    ]
    assert Receipt.objects.get().matched is False
    assert Task.objects.filter(kind="receipt_unmatched").count() == 1


def test_a_number_of_one_account_with_the_mark_of_another_is_not_guessed(title: BankTitle) -> None:
    other = registered(world.account("C1002"))
    mixed = line(title, "06", paid=10440, own=other.own_id)
    assert take(mixed, line(other, "06", paid=10440)) == [("06", "failed"), ("06", "done")]
    assert Payment.objects.get().account_id == other.account_id
    assert "é de outro" in Task.objects.get(kind="return_line_failed").text


def test_the_mark_finds_it_when_the_number_came_otherwise(title: BankTitle) -> None:
    assert take(line(title, "06", paid=10440, place="77".ljust(20))) == [("06", "done")]


def test_a_payment_without_an_amount_is_said_and_stops_nothing(title: BankTitle) -> None:
    assert take(line(title, "06", paid=0), line(title, "06", paid=10440)) == [("06", "failed"), ("06", "done")]
    failed = ReturnLine.objects.get(fate="failed")
    assert "não diz quanto ou quando" in failed.text
    assert read.read_again(failed.pk, ACT) == "failed"
    assert Payment.objects.count() == 1


def test_a_cheque_that_comes_back_takes_the_payment_back(title: BankTitle) -> None:
    take(line(title, "06", paid=10440))
    assert take(line(title, "44", paid=10440)) == [("44", "done")]
    assert Payment.objects.order_by("pk").last().amount_centavos == -10440
    assert Invoice.objects.get().status == "open"


def test_a_reversal_of_nothing_is_said(title: BankTitle) -> None:
    assert take(line(title, "44", paid=10440)) == [("44", "failed")]


@pytest.mark.parametrize(
    ("movement", "fate"), [("02", "known"), ("14", "known"), ("26", "known"), ("11", "nothing"), ("99", "nothing")]
)
def test_news_that_changes_nothing_is_noted(title: BankTitle, movement: str, fate: str) -> None:
    assert take(line(title, movement)) == [(movement, fate)]
    title.refresh_from_db()
    assert title.state == "registered"


def test_the_bank_writes_off_by_itself(title: BankTitle) -> None:
    take(line(title, "09", reasons="13"))
    title.refresh_from_db()
    assert (title.state, Charge.objects.get().state, Invoice.objects.get().status) == ("written_off", "expired", "open")
    assert ReturnLine.objects.latest("pk").text == "Baixa: Decurso de prazo: banco"


def test_a_run_that_is_killed_goes_on_where_it_stopped(title: BankTitle, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [line(None, "28", fee=n) for n in range(1, 30)] + [line(title, "06", paid=10440)]
    taken = receive.receive("longo.ret", file(*rows), ACT)
    real, done = news.take_in, []

    def take_in(one: Any, act: Any) -> str:
        if len(done) == 12:
            raise KeyboardInterrupt
        done.append(one)
        return real(one, act)

    monkeypatch.setattr(read.news, "take_in", take_in)
    with pytest.raises(KeyboardInterrupt):
        read.read(taken.file.pk, ACT)
    monkeypatch.undo()
    assert ReturnLine.objects.filter(file=taken.file).count() == 12
    assert read.read(taken.file.pk, ACT) == 18
    assert read.read(taken.file.pk, ACT) == 0
    assert (Payment.objects.count(), BankReturn.objects.get(pk=taken.file.pk).state) == (1, "read")


def test_what_is_no_return_of_ours_is_refused_in_words(title: BankTitle) -> None:
    content = file(line(title, "06", paid=10440))
    for broken, why in [
        (b"", "vazio"),
        (b"PK\x03\x04 a zip", "não é CNAB 240"),
        (b"02RETORNO" + b" " * 391, "CNAB 400"),
        (b"001" + content[3:], "nenhum convênio"),
    ]:
        with pytest.raises(receive.Refused, match=why):
            receive.receive("x.ret", broken, ACT)
    assert not BankReturn.objects.filter(name="x.ret").exists()


def test_a_file_that_was_cut_short_waits_for_a_person(title: BankTitle) -> None:
    content = file(line(title, "06", paid=10440))
    taken = receive.receive("..\\..\\cortado.ret", content[: -2 * 242], ACT)
    assert (taken.file.state, taken.file.name) == ("quarantined", "cortado.ret")
    assert read.read(taken.file.pk, ACT) == 0
    assert receive.release(taken.file.pk, ACT)
    assert not receive.release(taken.file.pk, ACT)
    assert read.read(taken.file.pk, ACT) == 1
    assert Task.objects.get(kind="bank_return_quarantined").done_at
    assert not receive.dismiss(taken.file.pk, ACT)
    assert Money(Payment.objects.get().amount_centavos) == Money(10440)


def test_a_broken_file_can_be_set_aside_for_good(title: BankTitle) -> None:
    taken = receive.receive("cortado.ret", file(line(title, "06", paid=10440))[: -2 * 242], ACT)
    assert receive.dismiss(taken.file.pk, ACT)
    assert not receive.release(taken.file.pk, ACT)
    assert read.read(taken.file.pk, ACT) == 0
    assert Event.objects.latest("pk").name == "bank_return.dismissed"
    assert not Payment.objects.exists()
