"""Finance attaches notas fiscais: on the invoice's page and many at once; the queue, requests and tasks lead there."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meuplano.actions.note_credit import note_credit
from meuplano.actions.requests.open_request import open_request
from meuplano.records.models import Account, FiscalNote, FiscalNoteFile, Member, SupportRequest, Task
from meuplano.rules.money import Money
from tests import world
from tests.backoffice.test_corrections import shown, staff
from tests.notes import PDF, nfse
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal, settled

pytestmark = pytest.mark.usefixtures("gateways")
HERE = "/financeiro/contas/C1001/faturas/1/"


@pytest.fixture
def aurora(db: None) -> Account:
    set_today(world.TODAY)
    account = world.account()
    settled(renewal(account, world.TODAY), "pago", 89900, world.TODAY)
    return account


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client: Client, **fields: Any) -> Any:
    return client.post(f"{HERE}nota-fiscal/", fields)


def test_attached_cancelled_and_replaced_from_the_invoices_page(aurora: Account) -> None:
    rafael = staff("Rafael")
    assert "Anexar a nota fiscal" in shown(rafael, HERE)
    form = shown(rafael, f"{HERE}nota-fiscal/")
    for said in ("R$ 899,00", "41.738.920/0001-99", "C1001-1", 'enctype="multipart/form-data"'):
        assert said in form
    both = {"xml": file("n.xml", nfse("C1001-1", 89900)), "pdf": file("n.pdf", PDF)}
    assert send(rafael, **both)["Location"] == HERE
    page = shown(rafael, HERE)
    assert "Nota fiscal nº 4711" in page
    assert "Anexar a nota fiscal" not in page
    note, kept = FiscalNote.objects.get(), FiscalNoteFile.objects.get(content_type="application/pdf")
    there = f"/financeiro/contas/C1001/notas-fiscais/{note.pk}/"
    assert rafael.get(f"{there}arquivos/{kept.pk}/").content == PDF
    assert rafael.get(f"{there.replace('C1001', 'C2002')}arquivos/{kept.pk}/").status_code == 404
    assert rafael.post(f"{there}cancelar/", {"motivo": ""}).status_code == 422
    assert rafael.post(f"{there}cancelar/", {"motivo": "CNPJ da filial"})["Location"] == HERE
    assert "Já estava cancelada" in rafael.post(f"{there}cancelar/", {"motivo": "x"}, follow=True).content.decode()
    page = shown(rafael, HERE)
    assert "CNPJ da filial" in page
    assert "Anexar a nota fiscal" in page
    assert rafael.get(f"{there}arquivos/{kept.pk}/").content == PDF, "finance keeps what was cancelled"
    typed = {"numero": "4712", "emissao": "2027-03-24", "valor": "899,00", "pdf": file("b.pdf", b"%PDF-b")}
    assert send(rafael, **typed)["Location"] == HERE


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Anexe o PDF, o XML ou os dois."),
        ({"pdf": ("n.pdf", b"%PDF-")}, "Escreva o número da nota"),
        ({"pdf": ("n.pdf", b"GIF89a\x00")}, "Uma nota fiscal é um PDF ou um XML."),
        ({"xml": ("n.xml", nfse("x", 90000))}, "A nota é de R$ 900,00, e o serviço desta fatura é de R$ 899,00."),
        ({"xml": ("n.xml", nfse("x", 89900, taker="52998224725"))}, "A nota é para 529.982.247-25"),
    ],
)
def test_what_is_wrong_is_said_with_both_figures(aurora: Account, fields: dict[str, Any], said: str) -> None:
    rafael = staff("Rafael")
    answer = send(rafael, **{name: file(*sent) for name, sent in fields.items()})
    assert answer.status_code == 422
    assert said in answer.content.decode().replace("\xa0", " ")
    assert not FiscalNote.objects.exists()
    if "R$ 900,00" in said:
        sure = {name: file(*sent) for name, sent in fields.items()} | {"confirmo": "on"}
        assert send(rafael, **sure).status_code == 302


def test_many_at_once_with_a_line_for_each_file(aurora: Account) -> None:
    rafael = staff("Rafael", None)
    assert rafael.post("/financeiro/notas-fiscais/", {}).status_code == 422
    sent = [file("a.xml", nfse("C1001-1", 89900)), file("a.pdf", PDF), file("C9999-1.pdf", PDF + b"2")]
    page = rafael.post("/financeiro/notas-fiscais/", {"arquivos": sent}).content.decode().replace("\xa0", " ")
    for said in ("2 de 3 arquivos anexados", "C1001-1", "Nenhuma fatura tem o número que está na descrição"):
        assert said in page
    again = rafael.post("/financeiro/notas-fiscais/", {"arquivos": [file("C1001-1.xml", nfse("C1001-1", 1))]})
    assert "Esta fatura já tem nota fiscal" in again.content.decode()


def test_u26_what_waits_is_in_the_queue_only_from_the_day_that_was_said(aurora: Account, settings: Any) -> None:
    rafael = staff("Rafael", None)
    assert "espera a nota fiscal" not in shown(rafael, "/financeiro/")
    assert "Ninguém é lembrado de emitir" in shown(rafael, "/financeiro/notas-fiscais/")
    settings.BILLING = settings.BILLING | {"fiscal_notes_since": world.TODAY}
    assert "1 fatura paga espera a nota fiscal: hoje" in shown(rafael, "/financeiro/")
    assert f'href="{HERE}nota-fiscal/"' in shown(rafael, "/financeiro/notas-fiscais/")
    rafael.post("/financeiro/notas-fiscais/", {"arquivos": [file("a.xml", nfse("C1001-1", 89900))]})
    assert "espera a nota fiscal" not in shown(rafael, "/financeiro/")
    assert "Toda fatura paga tem a sua nota" in shown(rafael, "/financeiro/notas-fiscais/")


def test_requests_and_tasks_about_notes_lead_to_them(aurora: Account) -> None:
    rafael = staff("Rafael", None)
    marina = Member.objects.get(account=aurora, is_owner=True).user
    for invoice in (1, None):
        open_request(
            aurora.pk, user=marina, kind="fiscal_note", text="A nota?", key=uuid4(), invoice=invoice, act=world.act()
        )
    about, free = SupportRequest.objects.order_by("pk")
    assert f'href="{HERE}nota-fiscal/"' in shown(rafael, f"/financeiro/solicitacoes/{about.pk}/")
    page = shown(rafael, f"/financeiro/solicitacoes/{free.pk}/")
    assert page.count('href="/financeiro/notas-fiscais/"') == 2, "in the menu, and beside the conversation"
    rafael.post("/financeiro/notas-fiscais/", {"arquivos": [file("a.xml", nfse("C1001-1", 89900))]})
    note_credit(aurora.pk, 1, Money(1000), "Instabilidade", world.act(by="Rafael"))
    task = Task.objects.get(kind="fiscal_note")
    assert f' href="{HERE}">Nota fiscal nº 4711, da fatura nº 1</a>' in shown(rafael, f"/financeiro/tarefas/{task.pk}/")
