"""Finance says whose money it is: a receipt without an owner, a transfer on the statement (O-10)."""

import pytest

from meuplano.actions.receipts import keep_unmatched
from meuplano.gateways import base
from meuplano.records.models import Invoice, Payment, Receipt, Task
from tests import world
from tests.backoffice.test_corrections import shown, staff
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal

HERE = "/financeiro/contas/C1001/faturas/1/"


@pytest.fixture
def invoice(db: None, gateways: None) -> Invoice:
    """R$ 899,00, open."""
    set_today(world.TODAY)
    return renewal(world.account(), world.TODAY)


def test_O10_a_receipt_without_an_owner_gets_its_invoice(invoice: Invoice) -> None:
    keep_unmatched(base.Receipt("fake", "pay_9", None, 90000, world.TODAY, "transfer"), world.act(), None)
    receipt, rafael = Receipt.objects.get(), staff("Rafael")
    url = f"/financeiro/sem-dono/{receipt.pk}/"
    assert url in rafael.get("/financeiro/sem-dono/").content.decode()
    assert "pay_9" in shown(rafael, url)
    task = f"/financeiro/tarefas/{Task.objects.get().pk}/"
    assert f'href="{url}"' in rafael.get(task).content.decode(), "the queue leads there"
    for typed in ("C1001-9", "C9999-1", "1", "C1001-x", "-"):
        wrong = rafael.post(url, {"fatura": typed, "motivo": "Extrato"})
        assert (wrong.status_code, Payment.objects.count()) == (422, 0)
    assert rafael.post(url, {"fatura": " c1001-1 ", "motivo": "Extrato"})["Location"] == "/financeiro/sem-dono/"
    invoice.refresh_from_db()
    assert (invoice.status, Payment.objects.get().credit_centavos) == ("paid", 100)
    assert rafael.get(url).status_code == 404, "it has its owner"
    assert f'href="{url}"' not in rafael.get(task).content.decode()
    timeline = shown(rafael, HERE)
    assert "Recebimento de R$ 900,00 ligado a esta fatura por uma pessoa: Extrato" in timeline
    assert "R$ 900,00 recebidos por transferência" in timeline


def test_O10_a_transfer_is_entered_once(invoice: Invoice) -> None:
    rafael = staff("Rafael")
    assert "Lançar transferência" in shown(rafael, HERE)
    assert "R$ 899,00" in shown(rafael, f"{HERE}transferencia/")
    typed = {"valor": "500,00", "dia": world.TODAY.isoformat(), "numero": "TED 0193", "motivo": "Extrato"}
    to_come = rafael.post(f"{HERE}transferencia/", typed | {"dia": "2099-01-01"})
    assert (to_come.status_code, Payment.objects.count()) == (422, 0)
    for _ in range(2):
        assert rafael.post(f"{HERE}transferencia/", typed)["Location"] == HERE
    invoice.refresh_from_db()
    assert (invoice.open.centavos, Payment.objects.count()) == (39900, 1)


def test_C06_a_wrong_match_is_undone_on_its_page_and_given_to_the_right_account(invoice: Invoice) -> None:
    right = renewal(world.account("C2002"), world.TODAY)
    keep_unmatched(base.Receipt("fake", "pay_9", None, 90000, world.TODAY, "transfer"), world.act(), None)
    receipt, rafael = Receipt.objects.get(), staff("Rafael")
    rafael.post(f"/financeiro/sem-dono/{receipt.pk}/", {"fatura": "C1001-1", "motivo": "Extrato"})
    wrong = Payment.objects.get()
    url = f"{HERE}pagamentos/{wrong.pk}/desfazer/"
    assert url in shown(rafael, HERE)
    assert url in shown(rafael, "/financeiro/sem-dono/")
    assert "R$ 899,00" in shown(rafael, url)
    assert rafael.post(url, {"motivo": ""}).status_code == 422
    for _ in range(2):
        assert rafael.post(url, {"motivo": "Era da Boreal"})["Location"] == "/financeiro/sem-dono/"
    page = shown(rafael, HERE)
    assert "Baixa errada de R$ 900,00 desfeita por uma pessoa: Era da Boreal" in page
    assert "desfazer/" not in page
    rafael.post(f"/financeiro/sem-dono/{receipt.pk}/", {"fatura": "C2002-1", "motivo": "Extrato"})
    for each in (invoice, right):
        each.refresh_from_db()
    assert (invoice.status, right.status) == ("open", "paid")
    there = f"/financeiro/contas/C2002/faturas/1/pagamentos/{Payment.objects.latest('pk').pk}/desfazer/"
    keep_unmatched(
        base.Receipt("fake", "r", None, 90000, world.TODAY, "pix", "reversal", reverses="other"), world.act(), None
    )
    Receipt.objects.filter(external_id="r").update(reverses="pay_9")
    refused = rafael.post(there, {"motivo": "Engano"})
    assert (refused.status_code, Payment.objects.count()) == (409, 3)
    assert "O banco já tomou este dinheiro de volta." in refused.content.decode()
