"""Forma Pgto.: the ways with what each means, open invoices beside them, and stored cards that can go (F16, R-20)."""

import pytest
from django.test import Client

from meuplano.records.models import Account, BillingDetails, Card, Charge, Member, Subscription
from tests import world
from tests.portal.test_invoices import renewal

pytestmark = pytest.mark.usefixtures("gateways")

URL = "/plano/forma-de-pagamento/"
PASSWORD = "correta-cavalo-bateria"


@pytest.fixture
def owner(aurora: Account) -> Client:
    """Marina, who has just typed her password again."""
    user = Member.objects.get(account=aurora, is_owner=True).user
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/entrar/login/", {"login": user.email, "password": PASSWORD})
    client.post("/entrar/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def visa(aurora: Account) -> Card:
    return Card.objects.create(
        account=aurora, gateway="fake", token="t", brand="Visa", last4="4242", expires="2030-08", added_on=world.TODAY
    )


def body(client: Client) -> str:
    return client.get(URL).content.decode().replace("\xa0", " ")


def test_the_ways_and_the_one_in_force(owner: Client, visa: Card, aurora: Account) -> None:
    page = body(owner)
    for said in ("Boleto bancário", "em vigor", "Pix", "Visa final 4242", "validade 08/2030", "Nenhuma."):
        assert said in page
    assert owner.post(URL, {"forma": f"card-{visa.pk}"})["Location"] == URL
    assert Subscription.objects.values_list("method", "card").get() == ("card", visa.pk)
    assert "Remover" not in body(owner)
    assert owner.post(f"{URL}cartoes/{visa.pk}/remover/").status_code == 422
    owner.post(URL, {"forma": "pix"})
    owner.post(f"{URL}cartoes/{visa.pk}/remover/")
    assert "Visa final 4242" not in body(owner)


@pytest.mark.parametrize("asked", ["", "cash", "card-", "card-999", "card-x", "boleto"])
def test_what_cannot_be_is_said_and_nothing_changes(owner: Client, aurora: Account, asked: str) -> None:
    Subscription.objects.update(method="pix")
    BillingDetails.objects.update(postal_code="")
    answer = owner.post(URL, {"forma": asked})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Subscription.objects.get().method == "pix"


def test_open_invoices_stay_and_can_be_paid_by_the_card_now(owner: Client, visa: Card, aurora: Account) -> None:
    renewal(aurora, world.TODAY)
    owner.post(URL, {"forma": f"card-{visa.pk}"})
    page = body(owner)
    assert "Continuam no boleto" in page
    assert "Pagar a nº 1 agora com Visa final 4242 · R$ 899,00" in page
    owner.post("/faturas/1/pagar/", {"pagamento": "card", "cartao": str(visa.pk)})
    assert Charge.objects.values_list("method", "card", "amount_centavos").get() == ("card", visa.pk, 89900)


def test_another_accounts_card_is_none(owner: Client, aurora: Account) -> None:
    other = world.account("C2002")
    foreign = Card.objects.create(
        account=other, gateway="fake", token="t", brand="Visa", last4="1", expires="2030-08", added_on=world.TODAY
    )
    assert owner.post(f"{URL}cartoes/{foreign.pk}/remover/").status_code == 404
    assert owner.post(URL, {"forma": f"card-{foreign.pk}"}).status_code == 422
    renewal(aurora, world.TODAY)
    owner.post("/faturas/1/pagar/", {"pagamento": "card", "cartao": str(foreign.pk)})
    assert not Charge.objects.exists()
