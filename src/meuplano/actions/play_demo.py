"""What the demo's outsiders do: its payers at the fake bank, and the vendor's product that measures space (D63)."""

from datetime import timedelta

from django.db.models.functions import Mod

from meuplano.actions import papers
from meuplano.actions.attach_fiscal_note import attach_fiscal_note, expected
from meuplano.actions.open_charge import gateway
from meuplano.actions.requests.thread import Upload
from meuplano.documents.sample_note import SampleNote, sample_pdf, sample_xml
from meuplano.gateways.fake import FakeBank
from meuplano.records.fiscal import waiting_for_note
from meuplano.records.models import Account, BankTitle, Charge, FiscalNote, Member, Subscription, UsageReport
from meuplano.rules.act import Act
from meuplano.rules.fiscal_notes import plain
from meuplano.rules.money import Money

LATELY = timedelta(7)  # a payment that is told of later than that gets no note by itself


def pay_at_the_bank(charge: Charge) -> None:
    """The payer pays a boleto or a Pix, and not twice. Raises GatewayError."""
    if charge.gateway == "bank_cnab":
        title = BankTitle.objects.get(account=charge.account_id, charge=charge)
        _bank().arrange("title", own=title.own_id, once=True)
        return
    _bank().arrange("pay", key=charge.key, once=True)


def pay_again(charge: Charge) -> None:
    """The payer pays the same paper once more, by mistake. Raises GatewayError."""
    _bank().arrange("pay", key=charge.key)


def receive(amount: Money) -> None:
    """A Pix comes that names no charge. Raises GatewayError."""
    _bank().arrange("receive", amount=amount.centavos, by="pix")


def type_card(charge: Charge, number: str) -> None:
    """The payer types a card on the bank's page. Raises GatewayError."""
    _bank().arrange("card", key=charge.key, number=number)


def empty_the_card() -> None:
    """The next charge of a stored card finds no limit on it; the one after that does. Raises GatewayError."""
    _bank().arrange("faults", fault="insufficient_funds", command="charge", times=1)


def measure_space(account: Account, used_bytes: int, act: Act) -> None:
    """The product tells how much space the account uses."""
    UsageReport.objects.create(account=account, used_bytes=used_bytes, measured_at=act.at)


def use_the_product(act: Act) -> None:
    """A week of use: every account's space is measured again, and its people were here lately."""
    live = Subscription.objects.filter(status="active").values("account")
    for report in UsageReport.objects.filter(account__in=live).order_by("account", "-pk").distinct("account"):
        measure_space(report.account, report.used_bytes, act)
    for days in range(7):
        here = Member.objects.filter(account__in=live, has_access=True, invited_until=None)
        here = here.annotate(turn=Mod("pk", 7)).filter(turn=days)
        here.update(last_access_on=act.today - timedelta(days))


def issue_notes(act: Act) -> None:
    """What was paid up to yesterday gets its nota fiscal, issued elsewhere, as finance would attach it."""
    lately = waiting_for_note(act.today - LATELY).filter(paid_on__lt=act.today)
    for invoice in lately.select_related("account", "plan", "subscription__plan").prefetch_related("lines"):
        asked = expected(invoice.account, invoice)
        note = SampleNote(
            number=FiscalNote.objects.count() + 1,
            day=act.today,
            invoice=papers.document_number(invoice),
            amount=asked.amount.centavos,
            vendor=papers.vendor(),
            vendor_id=plain(asked.issuer),
            taker=papers.payer(invoice),
            taker_id=plain(asked.taker),
        )
        name = f"{note.invoice} NF {note.number}"
        files = [Upload(f"{name}.xml", sample_xml(note)), Upload(f"{name}.pdf", sample_pdf(note))]
        attach_fiscal_note(invoice.account_id, invoice.number, files, act)


def _bank() -> FakeBank:
    bank = gateway("fake")
    assert isinstance(bank, FakeBank)
    return bank
