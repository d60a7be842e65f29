"""The same life at each bank: its own places of a remittance and a return, read and answered by the demo's bank.

01 becomes 02 or 03, 06 becomes 14 or 30, 02 becomes 09 or 26; money comes as 06 with its 28, after the write-off as 17.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fakebank import days, titles
from fakebank.bank import Bank, Config, open_bank
from meuplano.actions import change_plan, end_order, pay_invoice
from meuplano.actions.bank_files import read, receive, remit, set_up
from meuplano.actions.bank_files.titles import change_due, correct, withdraw
from meuplano.brazil.agreement import SUPPORTED
from meuplano.records.credits import available
from meuplano.records.models import (
    Account,
    BankAgreement,
    BankTitle,
    Charge,
    Payment,
    Remittance,
    ReturnLine,
    Task,
    TitleCommand,
)
from tests import world
from tests.brazil.test_agreement import AGREEMENTS

pytestmark = pytest.mark.django_db


class Carrier:
    """Who goes to the bank: our file there, its answer home."""

    def __init__(self, bank: Bank, agreement: BankAgreement) -> None:
        self.bank, self.agreement = bank, agreement

    @property
    def act(self) -> Any:
        return world.act(self.bank.today)

    def goes(self, *, days_later: int = 0) -> list[tuple[str, str]]:
        """Movement and fate of each line that came of it, in the bank's order."""
        made = remit.remit(self.agreement.pk, self.act)
        if made is not None:
            titles.take(self.bank, bytes(made.content))
        last = self._last()
        if days_later:
            days.move_to(self.bank, self.bank.today + timedelta(days_later))
        titles.make_return(self.bank)
        found: list[tuple[str, str]] = []
        for number in titles.returns_after(self.bank, last):
            taken = receive.receive(f"{number}.ret", titles.content_of(self.bank, number), self.act)
            assert taken.file.state == "received"
            read.read(taken.file.pk, self.act)
            lines = ReturnLine.objects.filter(file=taken.file).order_by("line")
            found += lines.values_list("movement", "fate")
        return found

    def pays(self, title: BankTitle, **how: Any) -> None:
        row = self.bank.books.row("select number from titles where own like ?", title.own_id + "%")
        assert row is not None
        titles.pay(self.bank, row["number"], **how)

    def _last(self) -> int:
        row = self.bank.books.row("select coalesce(max(number), 0) as n from returns")
        assert row is not None
        return int(row["n"])


@pytest.fixture(params=SUPPORTED)
def carrier(request: Any, tmp_path: Path, settings: Any, db: None) -> Iterator[Carrier]:
    settings.METHOD_GATEWAYS = {"boleto": "bank_cnab", "pix": "", "card": ""}
    settings.GATEWAYS = {"bank_cnab": {}, "manual": {}}
    values = {k: v for k, v in asdict(AGREEMENTS[request.param]).items() if k not in ("fine", "interest")}
    set_up.set_up(values, world.act())
    bank = open_bank(Config(data=tmp_path, secret="s" * 40, first_day=world.TODAY, prefix="test"), 8001)
    yield Carrier(bank, BankAgreement.objects.get(in_use=True))
    bank.books.close()


@pytest.fixture
def account(carrier: Carrier) -> Account:
    return world.account()


def ordered(account: Account, licences: int) -> BankTitle:
    """So many licences by boleto, waiting for the next file."""
    act = world.act()
    account.refresh_from_db()
    seen = change_plan.preview(account, added={"licence": licences}, act=act).quote.fingerprint()
    order = change_plan.confirm(
        account.pk,
        added={"licence": licences},
        method="boleto",
        seen=seen,
        draft_key=account.draft_key,
        act=act,
    )
    charge = Charge.objects.get(invoice=order.invoice)
    pay_invoice.send(charge.pk, act)
    return BankTitle.objects.get(charge=charge)


def states(*found: BankTitle) -> list[str]:
    for title in found:
        title.refresh_from_db()
    return [title.state for title in found]


def test_refused_corrected_moved_and_paid_elsewhere(carrier: Carrier, account: Account, settings: Any) -> None:
    settings.BILLING = settings.BILLING | {"release": "confirmation"}  # a boleto that no order waits for can be moved
    good, wrong = ordered(account, 1), ordered(account, 2)
    BankTitle.objects.filter(pk=wrong.pk).update(payer=wrong.payer | {"postcode": "00000001"})
    assert carrier.goes() == [("02", "done"), ("03", "done")]
    assert states(good, wrong) == ["registered", "rejected"]
    assert wrong.problem.startswith("Entrada rejeitada: ")
    assert Task.objects.get(kind="title_rejected").text.endswith(wrong.problem)
    assert correct(wrong.pk, carrier.act) == "queued"
    later = good.due_on + timedelta(1)
    assert change_due(good.pk, later, carrier.act)
    assert sorted(carrier.goes()) == [("02", "done"), ("14", "done")]
    assert states(good, wrong) == ["registered", "registered"]
    assert (good.due_on, good.charge.due_on) == (later, later)
    assert good.charge.linha_digitavel.startswith(carrier.agreement.bank)
    assert wrong.charge.barcode[:3] == carrier.agreement.bank

    assert change_due(wrong.pk, world.TODAY - timedelta(1), carrier.act)
    assert carrier.goes() == [("30", "done")]
    assert (states(wrong), wrong.asked_due_on) == (["registered"], None)
    assert "não aceitou a nova data" in Task.objects.get(kind="title_refused").text

    carrier.pays(wrong, at="237054321")
    assert carrier.goes(days_later=1) == [("06", "done"), ("28", "nothing")]
    assert (states(wrong), Payment.objects.get().amount_centavos) == (["paid"], wrong.amount_centavos)
    assert ReturnLine.objects.get(movement="06").text.endswith(", pagos em Bradesco (237), agência 5432")
    assert list(Remittance.objects.order_by("nsa").values_list("nsa", flat=True)) == [1, 2, 3]


def test_written_off_then_paid_and_paid_before_the_write_off(carrier: Carrier, account: Account) -> None:
    gone, quick = ordered(account, 1), ordered(account, 2)
    assert carrier.goes() == [("02", "done"), ("02", "done")]
    for title in (gone, quick):
        end_order.withdraw(account.pk, title.charge.invoice.orders.get().number, carrier.act)
        withdraw(title.charge_id, carrier.act)
    carrier.pays(quick)
    assert carrier.goes() == [("09", "done"), ("26", "done")]
    assert states(gone, quick) == ["cancelled", "withdrawn"]
    carrier.pays(gone)
    told = carrier.goes(days_later=1)
    assert told == [("06", "done"), ("28", "nothing"), ("17", "done"), ("28", "nothing")]
    assert states(gone, quick) == ["paid", "paid"]
    assert Payment.objects.filter(credit_centavos__gt=0).count() == 2
    assert available(account).centavos == gone.amount_centavos + quick.amount_centavos
    assert not TitleCommand.objects.filter(state__in=("waiting", "sent")).exists()


def test_the_bank_writes_off_what_nobody_paid(carrier: Carrier, account: Account) -> None:
    title = ordered(account, 1)
    assert carrier.goes() == [("02", "done")]
    row = carrier.bank.books.row("select days from titles")
    assert row is not None
    told = carrier.goes(days_later=(row["days"] or 0) + 12)
    by_itself = row["days"] is not None  # Banco do Brasil, Itaú and Sicoob take no number of days
    assert told == ([("09", "done")] if by_itself else [])
    assert states(title) == ["written_off" if by_itself else "registered"]
    assert Charge.objects.get(pk=title.charge_id).state == ("expired" if by_itself else "pending")
