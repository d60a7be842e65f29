"""Notas fiscais (D43, R-25): attached once, refused with the reason, cancelled to make room; and many at once."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from meuplano.actions.attach_fiscal_note import Differs, Typed, attach_by_hand, attach_fiscal_note
from meuplano.actions.cancel_fiscal_note import cancel_fiscal_note
from meuplano.actions.match_fiscal_notes import attach_many
from meuplano.actions.note_credit import note_credit
from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import Upload
from meuplano.records.models import Account, Event, FiscalNote, FiscalNoteFile, Invoice
from meuplano.rules.money import Money
from tests import world
from tests.actions.test_concurrency import at_once
from tests.notes import KEY, PDF, nfse
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateways")]
BY = "Rafael, financeiro"


def xml(invoice: str, centavos: int = 89900, name: str = "nota.xml", **changes: Any) -> Upload:
    return Upload(name, nfse(invoice, centavos, **changes))


def pdf(name: str = "C1001-1.pdf", content: bytes = PDF) -> Upload:
    return Upload(name, content)


def paid(code: str = "C1001") -> Account:
    """An account whose renewal of R$ 899,00, invoice 1, was paid today."""
    account = world.account(code)
    settled(renewal(account, world.TODAY), f"pago {code}", 89900, world.TODAY)
    return account


@pytest.fixture
def aurora() -> Account:
    set_today(world.TODAY)
    return paid()


def attach(account: Account, *files: Upload, number: int = 1, **options: Any) -> FiscalNote:
    return attach_fiscal_note(account.pk, number, files, world.act(by=BY), **options)


def events() -> list[tuple[str, Any]]:
    found = Event.objects.filter(name__startswith="fiscal_note.").order_by("pk")
    return [(event.name, event.data["number"]) for event in found]


def test_r25_attached_twice_is_once_and_a_second_note_is_refused(aurora: Account) -> None:
    note = attach(aurora, xml("C1001-1"), pdf())
    assert (note.number, note.code, note.issued_on, note.amount_centavos) == ("4711", KEY, world.TODAY, 89900)
    assert sorted(note.files.values_list("name", "content_type")) == [
        ("C1001-1.pdf", "application/pdf"),
        ("nota.xml", "application/xml"),
    ]
    assert attach(aurora, xml("C1001-1"), pdf()) == note
    assert attach(aurora, pdf()) == note
    with pytest.raises(Refused, match="has_note"):
        attach(aurora, xml("C1001-1", number=4712))
    assert events() == [("fiscal_note.attached", "4711")]


def test_r25_a_cancelled_note_makes_room_for_another(aurora: Account) -> None:
    note = attach(aurora, xml("C1001-1"))
    with pytest.raises(Refused, match="no_reason"):
        cancel_fiscal_note(aurora.pk, note.pk, "  ", world.act(by=BY))
    assert cancel_fiscal_note(aurora.pk, note.pk, "CNPJ errado", world.act(by=BY))
    assert not cancel_fiscal_note(aurora.pk, note.pk, "de novo", world.act(by=BY))
    other = attach(aurora, xml("C1001-1", number=4712))
    assert events() == [
        ("fiscal_note.attached", "4711"), ("fiscal_note.cancelled", "4711"), ("fiscal_note.attached", "4712"),
    ]  # fmt: skip
    assert Event.objects.filter(name="fiscal_note.attached").latest("pk").data["instead_of"] == "4711"
    note.refresh_from_db()
    assert (note.state, note.reason, other.state) == ("cancelled", "CNPJ errado", "issued")
    with pytest.raises(FiscalNote.DoesNotExist):
        cancel_fiscal_note(world.account("C2002").pk, other.pk, "x", world.act())


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([], "no_file"),
        ([pdf(content=b"")], "no_file"),
        ([pdf(content=b"\x89PNG\r\n\x1a\nx")], "not_pdf_or_xml"),
        ([pdf(content=b"MZ\x00")], "file_unknown"),
        ([pdf(), pdf("b.pdf", b"%PDF-2")], "two_of_a_kind"),
        ([xml("C1001-1", environment=2)], "test_note"),
        ([xml("C1001-1", day="2027-03-25")], "day_to_come"),
    ],
)
def test_what_is_no_note_is_refused_and_nothing_kept(aurora: Account, files: list[Upload], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        attach(aurora, *files)
    assert not FiscalNote.objects.exists()


def test_d43_a_note_that_differs_is_told_and_waits_for_a_yes(aurora: Account) -> None:
    with pytest.raises(Differs) as told:
        attach(aurora, xml("C1001-1", 90000, taker="11222333000181"))
    assert told.value.what == ("amount", "taker")
    assert (told.value.said.amount, told.value.expected.amount) == (Money(90000), Money(89900))
    assert attach(aurora, xml("C1001-1", 90000), sure=True).amount_centavos == 90000


def test_d43_after_a_credit_note_the_new_one_is_for_what_is_left(aurora: Account) -> None:
    note = attach(aurora, xml("C1001-1"))
    note_credit(aurora.pk, 1, Money(9900), "Instabilidade", world.act(by=BY))
    cancel_fiscal_note(aurora.pk, note.pk, "valor corrigido", world.act(by=BY))
    assert attach(aurora, xml("C1001-1", 80000, number=4712)).amount_centavos == 80000


def test_by_hand_what_no_xml_says_is_typed(aurora: Account) -> None:
    city = Upload("nota.xml", b"<?xml version='1.0'?><CompNfse><Numero>7</Numero></CompNfse>")
    whole = {"number": "7", "issued_on": world.TODAY, "amount": Money(89900)}
    for left_out, reason in (("number", "no_number"), ("issued_on", "no_day"), ("amount", "no_amount")):
        typed = Typed(**{name: value for name, value in whole.items() if name != left_out})
        with pytest.raises(Refused, match=reason):
            attach_by_hand(aurora.pk, 1, [city, pdf()], typed, world.act(by=BY))
    with pytest.raises(Differs):
        attach_by_hand(aurora.pk, 1, [pdf()], Typed("7", "", world.TODAY, Money(1)), world.act(by=BY))
    note = attach_by_hand(aurora.pk, 1, [city, pdf()], Typed(**whole, code="ABCD-1234"), world.act(by=BY))
    assert (note.number, note.code, note.amount_centavos) == ("7", "ABCD-1234", 89900)


def test_a_paper_that_is_over_and_a_note_of_another_invoice(aurora: Account) -> None:
    attach(aurora, xml("C1001-1"))
    second = renewal(aurora, world.TODAY + timedelta(30), kind="order")
    with pytest.raises(Refused, match="note_of_another"):
        attach(aurora, xml("C1001-1"), number=2)
    Invoice.objects.filter(pk=second.pk).update(status="replaced")
    with pytest.raises(Refused, match="invoice_over"):
        attach(aurora, xml("C1001-2", number=9), number=2)
    with pytest.raises(Invoice.DoesNotExist):
        attach(aurora, xml("C1001-3"), number=3)


def zipped(*files: Upload) -> Upload:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("__MACOSX/._x", b"x")
        for file in files:
            archive.writestr(f"notas/{file.name}", file.content)
    return Upload("notas.zip", out.getvalue())


def told(lines: Any) -> list[tuple[str, str]]:
    """Each file's name, and what became of it with its invoice."""
    return [
        (line.name, line.refused.reason if line.refused else f"{line.done} {line.code}-{line.number}") for line in lines
    ]


def test_many_at_once_each_line_by_itself(aurora: Account) -> None:
    paid("C2002")
    sent = [
        zipped(xml("C1001-1", name="3550.xml"), pdf("3550.pdf")),
        pdf("c2002-1 NF 55.pdf"),
        xml("C1001-9", name="nada.xml", number=5),
        xml("C1001-1 e C2002-1", name="duas.xml", number=6),
        pdf("danfse.pdf", b"%PDF-9"),
        Upload("C2002-1.png", b"\x89PNG\r\n\x1a\nx"),
        Upload("quebrado.zip", b"PK\x03\x04 nada"),
    ]
    assert told(attach_many(sent[:5], world.act(by=BY))) == [
        ("3550.xml", "attached C1001-1"),
        ("3550.pdf", "attached C1001-1"),
        ("c2002-1 NF 55.pdf", "attached C2002-1"),
        ("nada.xml", "unknown_invoice"),
        ("duas.xml", "several_invoices"),
        ("danfse.pdf", "no_invoice"),
    ]
    assert list(FiscalNote.objects.order_by("pk").values_list("number", "amount_centavos")) == [
        ("4711", 89900), ("55", None),
    ]  # fmt: skip
    again = attach_many([*sent[:2], *sent[5:]], world.act(by=BY))
    assert told(again) == [
        ("3550.xml", "known C1001-1"),
        ("3550.pdf", "known C1001-1"),
        ("c2002-1 NF 55.pdf", "known C2002-1"),
        ("C2002-1.png", "not_pdf_or_xml"),
        ("quebrado.zip", "archive_broken"),
    ]
    assert [line.unchecked for line in again[:3]] == [False, False, True]
    assert FiscalNoteFile.objects.count() == 3


def test_many_at_once_one_that_differs_leaves_nothing_of_its_pair(aurora: Account) -> None:
    lines = attach_many([xml("C1001-1", 90000), pdf(), xml("C1001-1", number=8, name="b.xml")], world.act(by=BY))
    assert {line.refused.reason for line in lines} == {"two_of_a_kind"}
    lines = attach_many([xml("C1001-1", 90000), pdf()], world.act(by=BY))
    assert [line.refused.reason for line in lines] == ["note_differs"] * 2
    assert not FiscalNote.objects.exists()


def test_an_archive_that_swells_is_read_no_further_than_a_file_may_be(aurora: Account, settings: Any) -> None:
    settings.REQUESTS = settings.REQUESTS | {"largest_file": 1000}
    lines = attach_many([zipped(pdf("C1001-1.pdf", b"%PDF-" + b"0" * 10_000))], world.act(by=BY))
    assert told(lines) == [("C1001-1.pdf", "file_too_large")]


@pytest.mark.django_db(transaction=True)
def test_r25_two_attach_different_notes_at_once() -> None:
    set_today(world.TODAY)
    account = paid()
    came = at_once(4, lambda n: attach(account, xml("C1001-1", number=5000 + n)))
    assert sorted(type(one).__name__ for one in came) == ["FiscalNote", *["Refused"] * 3]
    assert FiscalNote.objects.count() == Event.objects.filter(name="fiscal_note.attached").count() == 1
