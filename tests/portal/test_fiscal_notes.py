"""The owner reads and downloads the nota fiscal, or asks for it; nobody else's is anybody's (F20, F22, U18)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.test import Client

from meuplano.actions.attach_fiscal_note import attach_fiscal_note
from meuplano.actions.cancel_fiscal_note import cancel_fiscal_note
from meuplano.actions.requests.open_request import open_request
from meuplano.actions.requests.thread import Upload
from meuplano.records.models import Account, FiscalNote, Member
from tests import world
from tests.notes import PDF, nfse
from tests.portal.test_invoices import renewal, settled

pytestmark = pytest.mark.usefixtures("gateways")


@pytest.fixture
def paid(aurora: Account) -> Account:
    settled(renewal(aurora, world.TODAY), "pago", 89900, world.TODAY)
    return aurora


def attach(account: Account, **changes: Any) -> FiscalNote:
    files = [Upload("nota.xml", nfse(f"{account.code}-1", 89900, **changes)), Upload("nota.pdf", PDF)]
    return attach_fiscal_note(account.pk, 1, files, world.act(by="Rafael, financeiro"))


def shown(client: Client, url: str) -> str:
    return client.get(url).content.decode().replace("\xa0", " ")


def test_a_paid_invoice_shows_its_note_and_an_unpaid_one_none(owner: Client, paid: Account) -> None:
    attach(paid)
    page = shown(owner, "/faturas/1/")
    assert "Nota fiscal nº 4711, emitida em 24/03/2027" in page
    assert "Pedir a nota fiscal" not in page
    assert "Nota fiscal nº 4711 anexada" in page
    for kind, content in (("pdf", PDF), ("xml", nfse("C1001-1", 89900))):
        answer = owner.get(f"/faturas/1/nota-fiscal/{kind}/")
        assert answer.content == content
        assert answer["Content-Disposition"] == f'attachment; filename="nota.{kind}"'
        assert "sandbox" in answer["Content-Security-Policy"]
    renewal(paid, world.TODAY, kind="order")
    page = shown(owner, "/faturas/2/")
    assert "ota fiscal" not in page
    assert owner.get("/faturas/2/nota-fiscal/pdf/").status_code == 404


def test_another_accounts_note_and_a_cancelled_one_are_none(
    owner: Client, paid: Account, sign_in: Callable[..., Client]
) -> None:
    """IDOR: the same number of an invoice next door has nothing."""
    note = attach(paid)
    breu = world.account("C2002")
    renewal(breu, world.TODAY)
    stranger = sign_in(breu)
    assert stranger.get("/faturas/1/nota-fiscal/pdf/").status_code == 404
    colleague = sign_in(paid, owner=False)
    assert colleague.get("/faturas/1/nota-fiscal/pdf/").status_code == 403
    cancel_fiscal_note(paid.pk, note.pk, "x", world.act())
    assert owner.get("/faturas/1/nota-fiscal/pdf/").status_code == 404
    assert "Pedir a nota fiscal" in shown(owner, "/faturas/1/")


def test_without_a_note_it_is_asked_for_once(owner: Client, paid: Account) -> None:
    page = shown(owner, "/faturas/1/")
    link = page.partition("/solicitacoes/nova/?tipo=fiscal_note")[2].partition('"')[0]
    form = shown(owner, f"/solicitacoes/nova/?tipo=fiscal_note{link.replace('&amp;', '&')}")
    assert "Por favor, enviem a nota fiscal da fatura nº 1." in form
    assert "Fatura nº 1" in form
    assert "fatura=1" in unquote(link)
    marina = Member.objects.get(account=paid, is_owner=True).user
    asked = open_request(
        paid.pk, user=marina, kind="fiscal_note", text="A nota?", key=uuid4(), invoice=1, act=world.act()
    )
    page = shown(owner, "/faturas/1/")
    assert f'href="/solicitacoes/{asked.pk}/">Nota fiscal já pedida' in page
    assert "Pedir a nota fiscal" not in page


def test_a_vendor_who_issues_none_is_not_asked(owner: Client, paid: Account, settings: Any) -> None:
    settings.BILLING = settings.BILLING | {"fiscal_note": "none"}
    assert "ota fiscal" not in shown(owner, "/faturas/1/")


def test_the_history_marks_filters_and_exports_it(owner: Client, paid: Account) -> None:
    settled(renewal(paid, world.TODAY, kind="order"), "outro", 89900, world.TODAY)
    attach(paid)
    assert "1 pagamento" in shown(owner, "/faturas/historico/?situacao=com-nota")
    page = shown(owner, "/faturas/historico/?situacao=sem-nota")
    assert "1 pagamento" in page
    assert "Nota fiscal nº" not in page
    assert "nº 1 · Nota fiscal nº 4711" in shown(owner, "/faturas/historico/?q=4711")
    sheet = owner.get("/faturas/historico/planilha/").content.decode("utf-8-sig").splitlines()
    assert sheet[0].endswith(";Nota fiscal")
    assert [line.rpartition(";")[2] for line in sheet[1:]] == ["", "4711"]
    assert owner.get("/faturas/historico/pdf/").status_code == 200
