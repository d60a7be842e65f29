"""Making a proposal: first what the customer would see, then sending it (U24)."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from meuplano.records.models import Plan, PlanPrice, PriceVersion, Proposal, Subscription, SupportRequest, User
from tests import world
from tests.backoffice.test_requests import asked
from tests.portal.conftest import set_today
from tests.portal.test_users import text_of

PASSWORD = "uma senha comprida"


@pytest.fixture
def request_of_aurora(db: None, settings: Any) -> SupportRequest:
    settings.METHOD_GATEWAYS = {"pix": "fake"}
    set_today(world.TODAY)
    return asked(world.account(), "Mais Conversas")


@pytest.fixture
def finance(db: None) -> Client:
    """Rafael, who has just typed his password again."""
    User.objects.create_user("rafael@prancheta.example", PASSWORD, name="Rafael Nogueira", is_staff=True)
    client = Client()
    client.post("/entrar/login/", {"login": "rafael@prancheta.example", "password": PASSWORD})
    client.post("/entrar/reauthenticate/", {"password": PASSWORD})
    return client


def send(client: Client, request: SupportRequest, **more: str) -> HttpResponse:
    values = {"modulo-conversas": "7", "texto": "Segue a proposta.", "validade": "2027-03-26", "chave": str(uuid4())}
    return client.post(f"/financeiro/solicitacoes/{request.pk}/proposta/", values | more)


def test_it_is_looked_at_and_then_sent(finance: Client, request_of_aurora: SupportRequest) -> None:
    terms = {"item": "conversas", "desconto": "20", "fim": "2027-10-05"}
    page = text_of(send(finance, request_of_aurora, calcular="1", **terms))
    for said in ("O que o cliente vê hoje", "R$ 81,02", "R$ 1.066,44", "20% de desconto nos períodos"):
        assert said in page
    assert "R$ 1.066,44" in text_of(send(finance, request_of_aurora, calcular="1", **terms | {"texto": ""}))
    assert not Proposal.objects.exists()
    key = str(uuid4())
    for _ in range(2):
        page = text_of(finance.get(send(finance, request_of_aurora, chave=key, **terms)["Location"]))
    assert "Há uma proposta aberta até 26/03/2027." in page
    proposal = Proposal.objects.get()
    assert (proposal.added, proposal.due_now_centavos, proposal.made_by) == ({"conversas": 7}, 8102, "Rafael Nogueira")
    assert "Proposta retirada" in text_of(
        finance.post(f"/financeiro/solicitacoes/{request_of_aurora.pk}/proposta/retirar/", follow=True)
    )


def test_another_plan_is_looked_at_and_sent(finance: Client, request_of_aurora: SupportRequest) -> None:
    """D48: from today, or for the renewal and then alone."""
    smaller = Plan.objects.create(code="essencial", name="Essencial", minimum_licences=3, included_gb=20)
    PlanPrice.objects.create(version=PriceVersion.objects.get(), plan=smaller, licence_centavos=5990)
    asked_for = {"plano": "essencial", "modulo-conversas": ""}
    page = text_of(send(finance, request_of_aurora, calcular="1", **asked_for))
    for said in ("Plano Essencial a partir de hoje", "-R$ 348,00", "R$ 251,00", "Licenças do plano Essencial"):
        assert said in page
    page = text_of(send(finance, request_of_aurora, **{"plano": "essencial", "na_renovacao": "on"}))
    assert "Um plano para a renovação vai sozinho" in page
    send(finance, request_of_aurora, na_renovacao="on", **asked_for)
    proposal = Proposal.objects.get()
    assert (proposal.plan, proposal.at_renewal, proposal.due_now_centavos) == (smaller, True, 0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"modulo-conversas": ""}, "Diga o que a proposta acrescenta"),
        ({"modulo-conversas": "-1"}, "maior ou igual"),
        ({"texto": ""}, "obrigatório"),
        ({"validade": "2027-03-23"}, "não pode ser antes de hoje"),
        ({"item": "conversas"}, "um dos dois"),
        ({"desconto": "20"}, "de que item"),
        ({"item": "conversas", "desconto": "20", "fim": "2027-03-26"}, "O fim vem antes do início"),
    ],
)
def test_what_is_wrong_is_said(
    finance: Client, request_of_aurora: SupportRequest, wrong: dict[str, str], said: str
) -> None:
    answer = send(finance, request_of_aurora, **wrong)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Proposal.objects.exists()


def test_an_account_without_a_subscription_is_offered_nothing(finance: Client) -> None:
    set_today(world.TODAY)
    account = world.account("C3003")
    request = asked(account, "Voltar")
    Subscription.objects.filter(account=account).update(status="cancelled", ended_on=world.TODAY)
    answer = send(finance, request)
    assert (answer.status_code, "não tem assinatura em andamento" in text_of(answer)) == (422, True)
