"""Já paguei: what the owner sees and sends, and what finance does with it (D51)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meuplano.actions.climb_ladder import suspend
from meuplano.actions.lock import locked
from meuplano.records.models import Account, Event, Invoice, Subscription, Task, Trust, User
from tests import world
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal

pytestmark = pytest.mark.usefixtures("gateways")

PDF = b"%PDF-1.7 pago"
HERE = "/faturas/1/comprovante/"


@pytest.fixture
def late(aurora: Account) -> Invoice:
    """Suspended today for an invoice that was due 19 days ago."""
    invoice = renewal(aurora, world.TODAY - timedelta(19))
    with locked(aurora.pk, world.act()) as account:
        suspend(account, invoice.subscription, invoice, world.act())
    return invoice


def test_D24_while_suspended_no_renewal_is_promised(owner: Client, late: Invoice) -> None:
    plan = text(owner, "/plano/")
    assert "Nenhuma enquanto a assinatura está suspensa. Paga até lá, renova em 05/04/2027." in plan
    assert "Próxima em" not in plan
    assert "Próximo período" not in plan
    set_today(late.period_end + timedelta(1))
    assert "O pagamento começa um período novo no seu dia." in text(owner, "/plano/")


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode().replace("\xa0", " ")


def send(client: Client, content: bytes = PDF, url: str = HERE) -> Any:
    return client.post(url, {"comprovante": SimpleUploadedFile("recibo.pdf", content)})


def test_D51_the_owner_finds_it_and_reads_what_it_gives(owner: Client, late: Invoice) -> None:
    assert f'href="{HERE}"' in text(owner, "/plano/")
    assert "Já paguei: enviar comprovante" in text(owner, "/faturas/1/")
    page = text(owner, HERE)
    assert "vale até <b>terça-feira, 30/03/2027</b>" in page
    assert not Event.objects.filter(name__startswith="trust").exists(), "looking gives nothing"
    answer = send(owner)
    assert (answer.status_code, answer["Location"]) == (302, "/faturas/1/")
    assert "o acesso da equipe está liberado até 30/03/2027" in text(owner, "/faturas/1/")
    plan = text(owner, "/plano/")
    assert "a equipe tem acesso até 30/03/2027" in plan
    assert "Liberada em confiança até 30/03" in plan
    assert f'href="{HERE}"' not in plan
    set_today(world.TODAY + timedelta(7))
    plan = text(owner, "/plano/")
    assert "O acesso da equipe está suspenso" in plan
    assert "Liberada em confiança" not in plan


def test_D51_what_is_wrong_with_the_file_is_said(owner: Client, late: Invoice) -> None:
    for content, said in ((b"", "Escolha o arquivo do comprovante."), (b"MZ\x90\x00", "recibo.pdf")):
        answer = send(owner, content)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert owner.post(HERE).status_code == 422
    assert not Trust.objects.exists()


def test_D51_once_per_invoice(owner: Client, late: Invoice) -> None:
    send(owner)
    assert send(owner).status_code == 302, "a double click is the same"
    answer = send(owner, b"%PDF-1.7 outro")
    assert answer.status_code == 422
    assert "o acesso da equipe está liberado até 30/03/2027" in answer.content.decode()
    assert Trust.objects.count() == 1


def test_D51_not_where_it_gives_nothing(owner: Client, aurora: Account) -> None:
    renewal(aurora, world.TODAY - timedelta(8))
    assert "enviar comprovante" not in text(owner, "/faturas/1/")
    assert "O acesso da equipe não muda até 30/03/2027." in text(owner, HERE)
    assert send(owner).status_code == 422
    assert not Trust.objects.exists()


def test_D51_somebody_elses_invoice_is_no_invoice(sign_in: Callable[..., Client], late: Invoice) -> None:
    """IDOR: the number is counted within the account, and the neighbour has none."""
    breu = sign_in(world.account("C2002"))
    assert breu.get(HERE).status_code == 404
    assert send(breu).status_code == 404
    assert not Trust.objects.exists()


@pytest.fixture
def rafael(owner: Client, late: Invoice) -> Client:
    send(owner)
    client = Client()
    client.force_login(User.objects.create_user("rafael@prancheta.example", name="Rafael", is_staff=True))
    return client


def test_D51_finance_sees_it_in_the_queue_and_downloads_the_file(rafael: Client, owner: Client) -> None:
    queue = text(rafael, "/financeiro/?tipo=trust")
    assert "Comprovantes de pagamento" in queue
    assert "Comprovante da fatura nº 1: acesso liberado até 30/03/2027" in queue
    task = Task.objects.get(kind="trust")
    page = f"/financeiro/tarefas/{task.pk}/"
    assert "recibo.pdf" in text(rafael, page)
    answer = rafael.get(f"{page}comprovante/")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert "attachment" in answer["Content-Disposition"]
    assert owner.get(f"{page}comprovante/").status_code == 403, "of a customer not even the one who sent it"
    assert "Liberada em confiança até 30/03" in text(rafael, "/financeiro/contas/C1001/")


def test_D51_finance_confirms_or_refuses_with_a_reason(rafael: Client, owner: Client) -> None:
    page = f"/financeiro/tarefas/{Task.objects.get(kind='trust').pk}/"
    assert rafael.post(f"{page}comprovante/recusar/", {"motivo": " "}).status_code == 422
    assert rafael.post(f"{page}comprovante/conferir/").status_code == 302
    assert "Está em ordem" not in text(rafael, page)
    rafael.post(f"{page}comprovante/recusar/", {"motivo": "Valor de outra fatura"})
    assert Trust.objects.get().state == "refused"
    assert Subscription.objects.get(account__code="C1001").trusted_until is None
    assert "Valor de outra fatura" in text(owner, "/faturas/1/")
    assert "O acesso da equipe está suspenso" in text(owner, "/plano/")


def test_D51_a_task_of_another_kind_has_no_proof(rafael: Client, late: Invoice) -> None:
    event = Event.objects.create(name="x", by="x", at=world.act().at)
    other = Task.objects.create(kind="parked", text="x", event=event, made_on=world.TODAY)
    for path in ("comprovante/", "comprovante/conferir/", "comprovante/recusar/"):
        ask = rafael.get if path == "comprovante/" else rafael.post
        assert ask(f"/financeiro/tarefas/{other.pk}/{path}").status_code == 404
