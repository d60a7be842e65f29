"""Desfazer um pedido por arrependimento: offered, shown, confirmed for what was shown, done once (D37)."""

from typing import Any

import pytest
from django.test import Client

from meuplano.actions.activate_user import set_access
from meuplano.actions.grant_credit import grant_credit
from meuplano.records.models import Account, BillingDetails, Member, Order
from meuplano.rules.money import Money
from tests import world
from tests.portal.test_change import field, text_of

CPF = "52998224725"


@pytest.fixture
def order(owner: Client, aurora: Account, settings: Any) -> Order:
    """Three licences for the rest of the month, bought with credit by somebody with a CPF; all eleven are in use."""
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    BillingDetails.objects.filter(account=aurora).update(tax_id=CPF)
    grant_credit(aurora.pk, Money(20000), "Desculpas", world.act())
    page = owner.get("/plano/alteracao/?licencas=3&pagamento=pix").content.decode()
    seen = {"seen": field(page, "seen"), "draft": field(page, "draft")}
    owner.post("/plano/alteracao/", {**seen, "licencas": "3", "pagamento": "pix"})
    return Order.objects.get(account=aurora)


def said(client: Client, url: str) -> str:
    return text_of(client.get(url).content.decode()).replace("\xa0", " ")


def test_it_is_offered_shown_and_done_for_the_amount_that_was_shown(owner: Client, order: Order) -> None:
    assert "Desfazer por arrependimento, até 31/03/2027" in said(owner, f"/pedidos/{order.number}/")
    url = f"/pedidos/{order.number}/arrependimento/"
    body = said(owner, url)
    for words in ("até 23:59 de 31/03/2027", "de 13 para 10, hoje", "Desfazer o pedido · R$ 104,40"):
        assert words in body
    assert "Quem perde o acesso" not in body
    assert owner.post(url, {"valor": "1"}).status_code == 409
    assert owner.post(url, {}).status_code == 409
    assert owner.post(url, {"valor": "10440"}).url == f"/pedidos/{order.number}/"
    assert "Pedido nº 1 desfeito" in said(owner, f"/pedidos/{order.number}/")
    assert owner.post(url, {"valor": "10440"}).url == f"/pedidos/{order.number}/", "twice is once"
    assert "R$ 200,00" in said(owner, "/credito/")


def test_it_says_whose_access_ends(owner: Client, order: Order, aurora: Account) -> None:
    for n in range(3):
        member = Member.objects.create(account=aurora, user=world.user(f"nova{n}@a.example"), has_access=False)
        set_access(aurora.pk, member.pk, active=True, act=world.act())
    url = f"/pedidos/{order.number}/arrependimento/"
    assert "Escolha ao menos 1 pessoa" in said(owner, url)
    refused = owner.post(url, {"valor": "10440"})
    assert (refused.status_code, "cujo acesso termina" in text_of(refused.content.decode())) == (422, True)
    owner.post(url, {"valor": "10440", "sai": str(member.pk)})
    member.refresh_from_db()
    assert (member.has_access, Order.objects.get().status) == (False, "undone")


def test_a_company_is_not_offered_it(owner: Client, order: Order, aurora: Account) -> None:
    BillingDetails.objects.filter(account=aurora).update(tax_id="41738920000199")
    assert "arrependimento" not in said(owner, f"/pedidos/{order.number}/")
    assert owner.get(f"/pedidos/{order.number}/arrependimento/").url == f"/pedidos/{order.number}/"
