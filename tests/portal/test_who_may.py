"""docs/who-may-do-what.md is what happens: every route by every method for every kind of visitor."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from meuplano.actions import change_plan, invitations
from meuplano.records.models import (
    Account,
    Attachment,
    BillingDetails,
    CreditNote,
    FiscalNote,
    FiscalNoteFile,
    Invoice,
    Member,
    Message,
    Order,
    Payment,
    Receipt,
    SupportRequest,
    User,
)
from tests import world
from tests.portal import who_may
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal, settled
from tests.portal.who_may import REFUSALS, Row

REAL = {
    "number": 1,
    "code": "C1001",
    "gateway": "fake",
    "member": 900_001,
    "invitation": 900_002,
    "contact": 900_004,
    "payment": 900_003,
    "note": 900_007,
    "protocol": 900_005,
    "file": 900_006,
    "token": "",  # of that invitation
    "pk": 1,
    "year": 2026,
    "uidb36": "1",
    "key": "a-b",
    "address": "plano/",
}
UNKNOWN = REAL | dict.fromkeys(
    ("number", "member", "invitation", "contact", "payment", "note", "protocol", "file", "pk", "year"), 999
)
UNKNOWN |= {"code": "C9999", "address": "nada/", "token": "nada"}
AURORAS = ("Aurora", "C1001", "c1001", "Marina")
FORM = "application/x-www-form-urlencoded"
# What a request may write without doing anything: the session, how often somebody knocked, allauth's copy of an e-mail.
BOOKKEEPING = ("django_session", "usersessions_usersession", "cache", "account_emailaddress")


@pytest.fixture
def visitors(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Client]:
    """Aurora with an order that waits, Breu next door, the finance team, and a client for each kind of visitor."""
    settings.GATEWAYS = {"manual": {}, "fake": {"url": "http://127.0.0.1:9", "secret": "s"}}
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    set_today(world.TODAY)
    aurora, breu = world.account(active=3), world.account("C2002", active=1)
    Account.objects.filter(pk=breu.pk).update(name="Estúdio Breu")
    BillingDetails.objects.filter(account=breu).update(legal_name="Breu Design Ltda")
    User.objects.filter(memberships__account=breu).update(name="Tiago Breu")
    seen = change_plan.preview(aurora, added={"licence": 1}, act=world.act()).quote.fingerprint()
    change_plan.confirm(
        aurora.pk, added={"licence": 1}, method="pix", seen=seen, draft_key=aurora.draft_key, act=world.act()
    )
    colleague, administrator = Member.objects.filter(account=aurora, is_owner=False).order_by("pk")
    Member.objects.filter(pk=administrator.pk).update(is_admin=True)
    for pk, until in ((REAL["member"], None), (REAL["invitation"], world.TODAY)):
        user = world.user(f"pessoa{pk}@c1001.example", "Pessoa")
        sent = until and world.act().at
        Member.objects.create(pk=pk, account=aurora, user=user, has_access=True, invited_at=sent, invited_until=until)
    money = Receipt.objects.create(
        gateway="fake", external_id="p", kind="payment", amount_centavos=100, paid_on=world.TODAY, method="pix",
        known_at=world.act().at, matched=True,
    )  # fmt: skip
    Payment.objects.create(
        pk=REAL["payment"], account=aurora, receipt=money, invoice=Invoice.objects.get(account=aurora), method="pix",
        paid_on=world.TODAY, known_at=world.act().at, amount_centavos=100, credit_centavos=100,
    )  # fmt: skip
    CreditNote.objects.create(
        account=aurora, invoice=Invoice.objects.get(account=aurora), number=REAL["note"], amount_centavos=100,
        reason="x", made_on=world.TODAY, by="Rafael",
    )  # fmt: skip
    aurora.refresh_from_db()
    settled(renewal(aurora, date(2026, 12, 5), kind="complement"), "y", 89900, date(2026, 12, 5))
    monkeypatch.setitem(REAL, "token", invitations.link(Member.objects.get(pk=REAL["invitation"])).split("/")[-2])
    contact = world.user("contador@c1001.example", "Contador")
    Member.objects.create(
        pk=REAL["contact"],
        account=aurora,
        user=contact,
        has_access=False,
        is_billing_contact=True,
        last_access_on=world.TODAY,
    )
    asked(aurora)
    noted(Invoice.objects.get(account=aurora, number=1))
    people = {
        "contact": contact,
        "stranger": Member.objects.get(account=breu, is_owner=True).user,
        "colleague": colleague.user,
        "administrator": administrator.user,
        "finance": User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True),
        "owner": Member.objects.get(account=aurora, is_owner=True).user,
    }
    User.objects.filter(pk__in=[user.pk for user in people.values()]).update(password=make_password("x"))
    clients = {"nobody": Client()}
    for kind, user in people.items():
        user.refresh_from_db()
        clients[kind] = Client()
        clients[kind].force_login(user)
    return clients


def asked(account: Account) -> None:
    """A request with a file."""
    marina = Member.objects.get(account=account, is_owner=True).user
    request = SupportRequest.objects.create(
        pk=REAL["protocol"], account=account, kind="other", title="Pergunta", opened_at=world.act().at,
        opened_by=marina, said_at=world.act().at, waits_since=world.act().at, due_on=world.TODAY,
    )  # fmt: skip
    message = Message.objects.create(
        account=account, request=request, side="customer", author=marina, by="Marina Duarte", at=world.act().at,
        text="Segue o arquivo.", key=uuid4(),
    )  # fmt: skip
    Attachment.objects.create(
        pk=REAL["file"], account=account, message=message, position=1, name="nota.txt", content_type="text/plain",
        size=4, sha256="", content=b"nota",
    )  # fmt: skip


def noted(invoice: Invoice) -> None:
    """A nota fiscal with both files."""
    note = FiscalNote.objects.create(
        pk=REAL["note"], account=invoice.account, invoice=invoice, number="7", attached_by="Rafael",
        attached_at=world.act().at,
    )  # fmt: skip
    for pk, kind in ((REAL["file"], "application/pdf"), (REAL["file"] + 1, "application/xml")):
        FiscalNoteFile.objects.create(
            pk=pk,
            account=invoice.account,
            note=note,
            name="nota",
            content_type=kind,
            size=4,
            sha256="",
            content=b"nota",
        )


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """A request that leaves nothing behind, in the database or in the visitor's cookies."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def written() -> int:
    """How many rows this transaction has written so far, also those that were rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_xact_user_tables"
            " where relname <> all(%s)",
            [list(BOOKKEEPING)],
        )
        return int(cursor.fetchone()[0])


def ask(client: Client, method: str, url: str) -> tuple[HttpResponse, bool]:
    """The answer, and whether it wrote anything."""
    before = written()
    with undone(client):
        answer = client.generic(method, url, *body(method))
    return answer, written() != before


def body(method: str) -> tuple[bytes, str]:
    """What is sent with a request of this method, and its type."""
    return b"" if method in ("GET", "HEAD") else b"a=1", FORM


def test_the_page_says_what_happens(visitors: dict[str, Client]) -> None:
    """And refused requests and reading write nothing, and nobody is told of what is not theirs."""
    wrong = [
        f"{row.method} /{row.address} as {visitor}: {problem}"
        for row in who_may.rows()
        for visitor in row.answers
        for problem in problems(row, visitor, visitors[visitor])
    ]
    assert not wrong, "\n".join(wrong)


def problems(row: Row, visitor: str, client: Client) -> Iterator[str]:
    """What is not as the page says."""
    answer, wrote = ask(client, row.method, row.url(REAL))
    got, expected = who_may.said(answer), row.answers[visitor]
    if got != expected:
        yield f"{got}, the page says {expected}"
    if wrote and (row.method == "GET" or got in REFUSALS):
        yield "wrote to the database"
    if got in {*REFUSALS, "password"} and row.names:
        other, _ = ask(client, row.method, row.url(UNKNOWN))
        if without_address(other, row.url(UNKNOWN)) != without_address(answer, row.url(REAL)):
            yield "answers differently for what does not exist"
    if (
        visitor == "stranger"
        and "token" not in row.names
        and any(word in without_address(answer, row.url(REAL))[2] for word in AURORAS)
    ):
        yield "tells of Aurora"


def without_address(answer: HttpResponse, url: str) -> tuple[int, str, str]:
    """Status, goal and text of an answer, but for its own address and what is new in each answer."""
    body = re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", answer.content.decode(errors="replace"))
    return answer.status_code, unquote(answer.get("Location", "")).replace(url, ""), body.replace(url, "")


def test_the_check_sees_what_is_written(visitors: dict[str, Client]) -> None:
    answer, wrote = ask(visitors["owner"], "POST", "/pedidos/1/desistir/")
    assert (who_may.said(answer), wrote) == ("goes on", True)
    assert Order.objects.get().status == "waiting", "and what was asked is undone"


def test_no_other_method_does_anything(visitors: dict[str, Client]) -> None:
    """Of our own addresses; allauth's take PUT like POST."""
    known = {(row.address, row.method) for row in who_may.rows()}
    wrong, before = [], written()
    for address in {row.address for row in who_may.rows() if not row.address.startswith("entrar/")}:
        reads = ("GET", "HEAD") if (address, "GET") not in known else ()
        for method in (*reads, "PUT", "PATCH", "DELETE", *(["POST"] if (address, "POST") not in known else [])):
            for visitor in ("nobody", "finance", "owner"):
                answer = visitors[visitor].generic(method, Row(address, method, {}).url(REAL), *body(method))
                if answer.status_code != 405:
                    wrong.append(f"{method} /{address} as {visitor}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert written() == before


def test_the_same_number_is_ones_own(visitors: dict[str, Client]) -> None:
    """Numbers are counted by account: the neighbour's first invoice is the neighbour's."""
    breu = Account.objects.get(code="C2002")
    seen = change_plan.preview(breu, added={"storage": 7}, act=world.act()).quote.fingerprint()
    change_plan.confirm(
        breu.pk, added={"storage": 7}, method="pix", seen=seen, draft_key=breu.draft_key, act=world.act()
    )
    hers, his = (visitors[who].get("/pedidos/1/").content.decode() for who in ("owner", "stranger"))
    assert "7 GB" in his
    assert "7 GB" not in hers
