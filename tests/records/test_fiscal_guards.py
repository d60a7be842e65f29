"""What the database refuses of notas fiscais (R-25)."""

import pytest

from meuplano.records.models import FiscalNote, FiscalNoteFile
from tests import world
from tests.portal.test_invoices import renewal
from tests.records.test_guards import refused, sql

pytestmark = pytest.mark.django_db
N, F = "meuplano_fiscalnote", "meuplano_fiscalnotefile"
OTHER = "(select id from meuplano_account where code = 'C2002')"
NOTE = (
    f"insert into {N} (account_id, invoice_id, number, code, state, attached_by, attached_at, cancelled_by, reason) "
    f"select {{account}}, {{invoice}}, {{number}}, code, 'issued', 'R', now(), '', '' from {N}"
)
FILE = (
    f"insert into {F} (account_id, note_id, name, content_type, size, sha256, content) "
    f"select {{account}}, note_id, {{values}} from {F}"
)


@pytest.fixture(autouse=True)
def note() -> FiscalNote:
    account, _ = world.account(), world.account("C2002")
    invoice = renewal(account, world.TODAY)
    renewal(account, world.TODAY, kind="order")
    made = FiscalNote.objects.create(
        account=account, invoice=invoice, number="7", code="K", attached_by="R", attached_at=world.act().at
    )
    FiscalNoteFile.objects.create(
        account=account, note=made, name="a.pdf", content_type="application/pdf", size=5, sha256="", content=b"%PDF-"
    )
    return made


def values(**changes: str) -> dict[str, str]:
    return {"account": "account_id", "invoice": "invoice_id", "number": "'8'"} | changes


SECOND = "(select id from meuplano_invoice where account_id = meuplano_fiscalnote.account_id and number = 2)"


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("one_live_fiscal_note_per_invoice", NOTE.format(**values())),
        ("a_fiscal_note_is_of_one_invoice", NOTE.format(**values(number="number", invoice=SECOND))),
        ("fiscal_note_invoice_same_account", NOTE.format(**values(account=OTHER))),
        ("a_cancelled_fiscal_note_says_why", f"update {N} set state = 'cancelled'"),
        ("a_cancelled_fiscal_note_says_why", f"update {N} set reason = 'x'"),
        (
            "a_cancelled_fiscal_note_says_why",
            f"update {N} set state = 'cancelled', cancelled_at = now(), cancelled_by = 'R'",
        ),
        (
            "a_cancelled_fiscal_note_says_why",
            f"update {N} set state = 'lost', reason = 'x', cancelled_at = now(), cancelled_by = 'R'",
        ),
        ("a_fiscal_note_is_fixed", f"update {N} set number = '8'"),
        ("a_fiscal_note_is_fixed", f"update {N} set amount_centavos = 1"),
        (
            "a_fiscal_note_is_never_negative",
            NOTE.replace("reason) ", "reason, amount_centavos) ")
            .format(**values(invoice=SECOND))
            .replace("'', '' from", "'', '', -1 from"),
        ),
        ("fiscalnote_is_never_deleted", f"delete from {N}"),
        ("fiscalnotefile_is_append_only", f"update {F} set name = 'b.pdf'"),
        ("fiscalnotefile_is_append_only", f"delete from {F}"),
        (
            "a_fiscal_note_has_one_file_of_a_kind",
            FILE.format(account="account_id", values="'b.pdf', 'application/pdf', 3, '', 'ola'"),
        ),
        (
            "fiscal_note_file_note_same_account",
            FILE.format(account=OTHER, values="'b.xml', 'application/xml', 3, '', 'ola'"),
        ),
        (
            "a_fiscal_note_file_is_pdf_or_xml",
            FILE.format(account="account_id", values="'b.png', 'image/png', 3, '', 'ola'"),
        ),
        (
            "a_fiscal_note_file_is_as_long_as_it_says",
            FILE.format(account="account_id", values="'b.xml', 'application/xml', 4, '', 'ola'"),
        ),
        (
            "a_fiscal_note_file_has_a_plain_name",
            FILE.format(account="account_id", values="'../b.xml', 'application/xml', 3, '', 'ola'"),
        ),
    ],
)
def test_r25_the_database_refuses(name: str, statement: str) -> None:
    refused(name, sql(statement))


def test_r25_a_cancelled_note_frees_its_invoice() -> None:
    sql(f"update {N} set state = 'cancelled', cancelled_at = now(), cancelled_by = 'R', reason = 'x'")()
    sql(NOTE.format(**values()) + " where state = 'cancelled'")()
    assert FiscalNote.objects.filter(state="issued").count() == 1
