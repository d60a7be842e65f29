"""The demo's customers pay their renewals at the fake bank, each by its habit, so that a month there looks like one."""

from collections.abc import Mapping
from datetime import date, timedelta

from meuplano.actions.calendar import banking_days
from meuplano.actions.lateness import charges_on
from meuplano.actions.open_charge import gateway
from meuplano.actions.pay_open_invoice import live_charges
from meuplano.gateways.fake import FakeBank
from meuplano.records.models import Invoice
from meuplano.rules.act import Act
from meuplano.rules.periods import ONE_DAY

NEVER = None


def play_payers(habits: Mapping[str, int | None], usual: int, act: Act) -> int:
    """Pay what is open of renewals and complements, each on its one day, by its own paper; returns how many were paid.

    `habits` says by account code how many days after the due date (negative: before) it pays, NEVER for one that does
    not; `usual` is everybody else's. Late, it pays the fine and interest of the day with it. Orders are the visitor's.
    """
    bank = gateway("fake")
    assert isinstance(bank, FakeBank)
    paid = 0
    standing = Invoice.objects.filter(status="open", kind__in=("renewal", "complement")).select_related("account")
    for invoice in standing.order_by("pk"):
        habit = habits.get(invoice.account.code, usual)
        if habit is NEVER or act.today != _day_of(invoice, habit):
            continue
        paper = live_charges(invoice).filter(state="pending", method__in=("boleto", "pix")).order_by("pk").last()
        if paper is not None:
            bank.pay(paper.key, (invoice.open + charges_on(invoice, act.today, None).total).centavos)
            paid += 1
    return paid


def _day_of(invoice: Invoice, habit: int) -> date:
    """The demo lives every day once and in order, and a bank tells of a boleto a day later: nobody pays twice."""
    return max(banking_days().roll(invoice.due_on) + timedelta(habit), invoice.issued_on + ONE_DAY)
