"""The doors to the PDFs: the boleto while it can be paid, the receipt of each payment, and only for the owner."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from fakebank import codes
from meuplano.actions.settle_payment import settle
from meuplano.brazil.boleto import decode
from meuplano.gateways.base import Receipt
from meuplano.records.models import Account, Charge, Invoice, Payment
from tests import world
from tests.documents.paper import itf, page_of, rendered
from tests.portal.test_invoices import renewal, settled

pytestmark = pytest.mark.usefixtures("gateways")

DUE = world.TODAY + timedelta(12)


def boleto(invoice: Invoice, **more: Any) -> Charge:
    """A boleto as the bank registered it."""
    barcode = codes.barcode(amount=89900, due=DUE, number=4711, beneficiary=1234567)
    registered = {"state": "pending", "barcode": barcode, "linha_digitavel": codes.linha_digitavel(barcode)}
    return Charge.objects.create(
        account=invoice.account, invoice=invoice, gateway="fake", method="boleto", key=f"{invoice.account_id}-b",
        amount_centavos=89900, due_on=DUE, nosso_numero="00000000000004711", agency_code="0001 / 1234567",
        made_at=world.act().at, **(registered | more),
    )  # fmt: skip


def text_of(pdf: bytes) -> str:
    return " ".join(page_of(pdf).get_textpage().get_text_bounded().split())


def is_pdf(answer: HttpResponse, name: str) -> bytes:
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in answer["Cache-Control"]
    return answer.content


def test_the_boleto_that_the_bank_registered(owner: Client, aurora: Account) -> None:
    charge = boleto(renewal(aurora, DUE))
    assert 'href="/faturas/1/boleto/"' in owner.get("/faturas/1/").content.decode()
    began = time.perf_counter()
    pdf = is_pdf(owner.get("/faturas/1/boleto/"), "C1001-1.pdf")
    assert time.perf_counter() - began < 1
    read = decode(itf(rendered(pdf, 200), 200).text, world.TODAY)
    assert (read.barcode, read.amount, read.due_on) == (charge.barcode, 89900, DUE)
    for said in (
        "Agência Aurora Comunicação Ltda – 41.738.920/0001-99",
        "Rua Aspicuelta, 215",
        "05433-010 São Paulo – SP",
        "Prancheta Software Ltda – 26.841.057/0001-07",
        "C1001-1",
        "00000000000004711",
        "multa de 2% (R$ 17,98) e juros de 1% ao mês (R$ 0,30 por dia)",
        "Mensalidade de março, 05/03 a 04/04/2027",
        "Licenças do plano Profissional: R$ 899,00",
    ):
        assert said in text_of(pdf).replace("\xa0", " "), said


def test_an_orders_boleto_is_not_paid_late_and_a_second_copy_has_its_fine_already(
    owner: Client, aurora: Account
) -> None:
    charge = boleto(renewal(aurora, DUE), pay_until=DUE)
    assert "Não receber depois do vencimento." in text_of(owner.get("/faturas/1/boleto/").content)
    Charge.objects.filter(pk=charge.pk).update(pay_until=None, amount_centavos=91938)
    said = text_of(owner.get("/faturas/1/boleto/").content).replace("\xa0", " ")
    assert "cobrar juros de 1% ao mês (R$ 0,30 por dia). A multa já está no valor." in said


@pytest.mark.parametrize(
    "over",
    [{"state": "cancelled"}, {"state": "expired"}, {"state": "to_send", "barcode": ""}, {"superseded_on": world.TODAY}],
)
def test_a_boleto_that_cannot_be_paid_leads_to_its_invoice(owner: Client, aurora: Account, over: Any) -> None:
    boleto(renewal(aurora, DUE), **over)
    answer = owner.get("/faturas/1/boleto/")
    assert (answer.status_code, answer["Location"]) == (302, "/faturas/1/")


def test_a_paid_invoice_has_no_boleto_and_a_receipt_for_each_payment(owner: Client, aurora: Account) -> None:
    invoice = renewal(aurora, DUE)
    settled(invoice, "a", 40000, world.TODAY - timedelta(1), "pix")
    settled(Invoice.objects.get(pk=invoice.pk), "b", 50000, world.TODAY, "boleto")
    assert owner.get("/faturas/1/boleto/").status_code == 302
    first, second = Payment.objects.order_by("pk")
    page, history = (owner.get(url).content.decode() for url in ("/faturas/1/", "/faturas/"))
    for payment in (first, second):
        link = f'href="/faturas/1/recibos/{payment.pk}/"'
        assert link in page
        assert link in history
    pdf = is_pdf(owner.get(f"/faturas/1/recibos/{second.pk}/"), f"C1001-1-recibo-{second.pk}.pdf")
    for said in ("Recibo de pagamento", "500,00", "24/03/2027", "boleto", "Vira crédito da conta 1,00"):
        assert said in text_of(pdf)


def test_money_that_was_taken_back_has_no_receipt(owner: Client, aurora: Account) -> None:
    invoice = renewal(aurora, DUE)
    settled(invoice, "a", 89900, world.TODAY, "pix")
    key = Charge.objects.get().key
    settle(Receipt("fake", "r", key, 89900, world.TODAY, "pix", "reversal", reverses="a"), world.act())
    page = owner.get("/faturas/1/").content.decode()
    assert "/recibos/" not in page
    for payment in Payment.objects.all():
        assert owner.get(f"/faturas/1/recibos/{payment.pk}/").status_code == 404


def test_what_is_anothers_is_unknown(owner: Client, aurora: Account, sign_in: Callable[..., Client]) -> None:
    invoice = renewal(aurora, DUE)
    boleto(invoice)
    settled(invoice, "a", 100, world.TODAY, "pix")
    payment = Payment.objects.get()
    stranger = sign_in(world.account("C2002"))
    for url in ("/faturas/1/boleto/", f"/faturas/1/recibos/{payment.pk}/"):
        assert (owner.get(url).status_code, stranger.get(url).status_code) == (200, 404)
    for url in ("/faturas/77/boleto/", f"/faturas/77/recibos/{payment.pk}/", "/faturas/1/recibos/999999/"):
        assert owner.get(url).status_code == 404
