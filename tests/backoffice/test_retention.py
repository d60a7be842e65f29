"""Quitar como retenção: the form reaches its verb with the proof, and the owner reads what was settled (D44)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meuplano.actions.reissue_invoice import reissue
from meuplano.records.models import Account, Approval, Invoice, Payment, Proof
from tests import world
from tests.backoffice.test_corrections import shown, staff
from tests.portal.conftest import set_today, sign_in
from tests.portal.test_invoices import renewal, settled

__all__ = ["sign_in"]  # a fixture of the portal's
HERE = "/financeiro/contas/C1001/faturas/1/"
PDF = b"%PDF-1.7 retido"


@pytest.fixture
def aurora(db: None, settings: Any) -> Account:
    """Its renewal of R$ 899,00 was paid with R$ 843,71."""
    settings.GATEWAYS = {"manual": {}, "fake": {"url": "http://127.0.0.1:9", "secret": "s"}}
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    set_today(world.TODAY)
    account = world.account()
    settled(renewal(account, world.TODAY), "pago", 84371, world.TODAY)
    return account


def send(client: Client, value: str = "55,29", content: bytes = PDF, reason: str = "CSRF e IRRF") -> Any:
    file = SimpleUploadedFile("informe.pdf", content)
    return client.post(f"{HERE}retencao/", {"valor": value, "motivo": reason, "comprovante": file})


def test_D44_settled_from_the_invoices_page_and_told_to_the_owner(
    aurora: Account, sign_in: Callable[..., Client]
) -> None:
    rafael, owner = staff("Rafael"), sign_in(aurora)
    assert "Quitar como retenção" in shown(rafael, HERE)
    form = shown(rafael, f"{HERE}retencao/")
    assert 'enctype="multipart/form-data"' in form
    assert "R$ 55,29" in form
    assert send(rafael)["Location"] == HERE
    page = shown(rafael, HERE)
    assert "informe.pdf" in page
    assert "Quitar como retenção" not in page
    proof = Proof.objects.get()
    assert rafael.get(f"{HERE}comprovantes/{proof.pk}/").content == PDF
    assert owner.get(f"{HERE}comprovantes/{proof.pk}/").status_code == 403
    mine = shown(owner, "/faturas/1/")
    assert "24/03/2027 por retenção de impostos" in mine
    assert "R$ 55,29 quitados por retenção de impostos" in mine
    paid = Payment.objects.get(method="retention")
    assert owner.get(f"/faturas/1/recibos/{paid.pk}/").status_code == 404, "nothing was received: no receipt is printed"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": "55,30"}, "É mais do que falta nesta fatura"),
        ({"value": "0,00"}, "Escreva um valor acima de zero"),
        ({"content": b""}, "Anexe o comprovante"),
        ({"content": b"MZ\x90\x00"}, "Este tipo de arquivo não serve"),
        ({"reason": ""}, "#motivo"),
    ],
)
def test_D44_what_is_wrong_is_said_and_nothing_is_kept(aurora: Account, wrong: dict[str, Any], said: str) -> None:
    answer = send(staff("Rafael"), **wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Proof.objects.exists(), "not even the file"
    assert not Payment.objects.filter(method="retention").exists()


def test_D44_another_accounts_proof_is_none(aurora: Account) -> None:
    """IDOR: the file belongs to the account and the invoice that the address names."""
    rafael = staff("Rafael")
    send(rafael)
    proof = Proof.objects.get()
    breu = world.account("C2002")
    renewal(breu, world.TODAY - timedelta(3))
    assert rafael.get(f"/financeiro/contas/C2002/faturas/1/comprovantes/{proof.pk}/").status_code == 404
    assert rafael.get(f"{HERE}comprovantes/{proof.pk + 1}/").status_code == 404
    assert rafael.post("/financeiro/contas/C2002/faturas/9/retencao/", {}).status_code == 404


def test_D44_above_the_limit_it_waits_with_its_proof(aurora: Account, settings: Any) -> None:
    settings.BILLING = settings.BILLING | {"second_person_above": 5000}
    send(staff("Rafael"))
    waiting = Approval.objects.get()
    assert Invoice.objects.get(account=aurora).status == "open"
    bia = staff("Bia")
    assert "informe.pdf" in shown(bia, f"/financeiro/tarefas/{waiting.task_id}/")
    bia.post(f"/financeiro/tarefas/{waiting.task_id}/aprovar/")
    assert Invoice.objects.get(account=aurora).status == "paid"


def test_D44_rates_and_undoing_from_finances_pages(aurora: Account, sign_in: Callable[..., Client]) -> None:
    """The rates are typed as percentages, said on the account's page, and printed with the next document only."""
    breu = world.account("C2002")
    renewal(breu, world.TODAY + timedelta(3))
    rafael, owner = staff("Rafael"), sign_in(breu)
    rates = "/financeiro/contas/C2002/impostos/"
    assert rafael.post(rates, {"iss": "30", "pcc": "25", "motivo": "x"}).status_code == 422
    assert rafael.post(rates, {"iss": "5"}).status_code == 422
    assert rafael.post(rates, {"irrf": "1,5", "pcc": "4,65", "motivo": "Cliente retém"}).status_code == 302
    page = shown(rafael, "/financeiro/contas/C2002/")
    assert "IRRF 1,5% · PIS/COFINS/CSLL 4,65%" in page
    assert "Impostos retidos na fonte: IRRF 1,5%, PIS/COFINS/CSLL 4,65% (Cliente retém)" in page
    assert 'value="4,65"' in shown(rafael, rates)
    assert "Retenção de IRRF" not in shown(owner, "/faturas/1/"), "the invoice that is out keeps its own"
    made = reissue(breu.pk, 1, "Com retenção", world.act())
    mine = shown(owner, f"/faturas/{made.number}/")
    assert "Retenção de PIS/COFINS/CSLL" in mine
    assert "4,65% de R$ 899,00" in mine


def test_D44_undone_by_finance_the_owner_reads_why(aurora: Account, sign_in: Callable[..., Client]) -> None:
    rafael, owner = staff("Rafael"), sign_in(aurora)
    send(rafael)
    tax = Payment.objects.get(method="retention")
    undo = f"/financeiro/contas/C1001/retencoes/{tax.pk}/desfazer/"
    assert "Desfazer retenção de R$ 55,29" in shown(rafael, HERE)
    assert "R$ 55,29" in shown(rafael, undo)
    assert rafael.post(undo, {"motivo": ""}).status_code == 422
    assert rafael.post(undo, {"motivo": "Informe de outro mês"})["Location"] == HERE
    assert rafael.get(undo)["Location"] == HERE, "there is nothing left to undo"
    assert rafael.get("/financeiro/contas/C1001/retencoes/999/desfazer/").status_code == 404
    invoice = Invoice.objects.get(account=aurora)
    assert (invoice.status, invoice.open.centavos) == ("open", 5529)
    assert "Retenção de R$ 55,29 desfeita, em aberto de novo: Informe de outro mês" in shown(owner, "/faturas/1/")
