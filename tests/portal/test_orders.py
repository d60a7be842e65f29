"""The page of an order while it waits, when it is paid, given up or declined; a foreign number is an unknown one."""

from collections.abc import Callable

import pytest
from django.test import Client

from meuplano.actions import change_plan
from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.records.models import Account, Charge, Order
from tests import world

pytestmark = pytest.mark.usefixtures("gateways")

BARCODE = "34191164200000104401234567890123456789012345"[:44]
LINHA = "34191234546789012345867890123450116420000010440"
PIX = (
    "00020101021226800014br.gov.bcb.pix2558pix.example/cob/7c1f520400005303"
    "9865406104.405802BR5909PRANCHETA6009SAO PAULO62070503***6304ABCD"
)
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}


def order(account: Account, method: str = "boleto", licences: int = 3) -> Order:
    """An order whose paper exists."""
    offer = change_plan.preview(account, added={"licence": licences}, act=world.act())
    account.refresh_from_db()
    made = change_plan.confirm(
        account.pk,
        added={"licence": licences},
        method=method,
        seen=offer.quote.fingerprint(),
        draft_key=account.draft_key,
        act=world.act(),
    )
    codes = {
        "boleto": {"barcode": BARCODE, "linha_digitavel": LINHA},
        "pix": {"brcode": PIX},
        "card": {"page_url": "http://localhost:1/cartao/x"},
    }
    Charge.objects.filter(invoice=made.invoice).update(
        state="pending", external_id=f"x{made.number}", asked_at=made.agreed_at, **codes[method]
    )
    return made


def pay(made: Order) -> None:
    charge = Charge.objects.get(invoice=made.invoice)
    receipt = Receipt(
        gateway=charge.gateway,
        external_id=f"r{made.number}",
        key=charge.key,
        amount=charge.amount_centavos,
        paid_on=world.TODAY,
        method=charge.method,
    )
    assert settle(receipt, world.act()) == "settled"


def test_a_boleto_waits_with_its_line_and_bars(owner: Client, aurora: Account) -> None:
    body = owner.get(f"/pedidos/{order(aurora).number}/").content.decode()
    assert "Pedido nº 1 aguarda o boleto" in body
    assert f'data-value="{LINHA}"' in body
    assert "34191.23454 67890.123458" in body
    assert 'viewBox="0 0 405 60"' in body
    assert "3 licenças, de 10 para 13" in body
    assert "Desistir do pedido" in body


def test_a_pix_has_its_qr_and_its_text(owner: Client, aurora: Account) -> None:
    body = owner.get(f"/pedidos/{order(aurora, 'pix').number}/").content.decode()
    assert "QR Code do Pix de R$\xa0104,40" in body
    assert PIX in body
    assert 'hx-trigger="every 3s"' in body


def test_the_living_part_is_silent_until_something_changed(owner: Client, aurora: Account) -> None:
    made = order(aurora, "pix")
    body = owner.get("/pedidos/1/").content.decode()
    seen = body.split("?visto=")[1].split('"')[0]
    assert owner.get(f"/pedidos/1/?visto={seen}", headers=FRAGMENT).status_code == 204
    pay(made)
    answer = owner.get(f"/pedidos/1/?visto={seen}", headers=FRAGMENT)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert body.lstrip().startswith('<div id="vivo"')
    assert 'data-announce="Pedido nº 1 confirmado"' in body
    assert "hx-trigger" not in body


def test_a_paid_order_can_be_used(owner: Client, aurora: Account) -> None:
    pay(order(aurora, "pix"))
    body = owner.get("/pedidos/1/").content.decode()
    assert "13 licenças, 5 livres" in body
    assert "Desistir" not in body


def test_giving_up_and_making_it_again(owner: Client, aurora: Account) -> None:
    order(aurora)
    assert owner.post("/pedidos/1/desistir/")["Location"] == "/pedidos/1/"
    body = owner.get("/pedidos/1/").content.decode()
    assert "Você desistiu do pedido nº 1" in body
    assert 'href="/plano/alteracao/?licencas=3"' in body
    assert Order.objects.get().status == "withdrawn"


def test_a_card_leads_to_the_banks_page_by_a_link_only(owner: Client, aurora: Account) -> None:
    made = order(aurora, "card")
    body = owner.get(f"/faturas/{made.invoice.number}/cartao/").content.decode()
    assert 'href="http://localhost:1/cartao/x"' in body
    assert "<input" not in body.split("<main")[1].split("</main")[0]
    pay(made)
    assert owner.get(f"/faturas/{made.invoice.number}/cartao/")["Location"] == "/pedidos/1/"


def test_waiting_orders_are_no_debts(owner: Client, aurora: Account) -> None:
    """D60: their own group, and in no total of what is owed."""
    order(aurora)
    body = owner.get("/faturas/").content.decode()
    assert "Nenhuma fatura em aberto" in body
    assert "Pedidos aguardando pagamento" in body
    assert "Pedido nº 1: 3 licenças" in body
    assert "A pagar até" not in body


def test_the_invoice_of_an_order_says_that_it_is_no_debt(owner: Client, aurora: Account) -> None:
    order(aurora)
    body = owner.get("/faturas/1/").content.decode()
    assert "Não é uma dívida: é um pedido." in body
    assert "Pedido nº 1 confirmado, por boleto" in body


def test_a_foreign_number_answers_like_an_unknown_one(aurora: Account, sign_in: Callable[..., Client]) -> None:
    order(aurora)
    stranger = sign_in(world.account("C9"))
    for url in ("/pedidos/1/", "/faturas/1/", "/faturas/1/cartao/"):
        foreign, unknown = stranger.get(url), stranger.get(url.replace("1", "99"))
        assert foreign.status_code == unknown.status_code == 404
    assert stranger.post("/pedidos/1/desistir/").status_code == 404
    assert stranger.post("/faturas/1/pagar/", {"pagamento": "pix"}).status_code == 404
    assert Order.objects.get().status == "waiting"


def test_a_get_changes_nothing(owner: Client, aurora: Account) -> None:
    """R-08."""
    order(aurora)
    for url in ("/pedidos/1/desistir/", "/faturas/1/pagar/", "/conta/", "/responsavel/"):
        assert owner.get(url).status_code == 405
