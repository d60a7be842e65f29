"""F23: an account that has not been moved reads, and changes nothing; once moved it has everything."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from meuplano.actions.move_accounts import NEW, OLDER, move_account
from meuplano.records.models import Account, Event, Member, Order, SupportRequest
from tests import world
from tests.portal.test_invoices import renewal, settled

pytestmark = pytest.mark.usefixtures("gateways")

FINANCE = world.act(by="Rafael Nogueira, financeiro")


@pytest.fixture
def older(aurora: Account) -> Account:
    """Aurora on the older screen, with an invoice paid in part."""
    move_account(aurora.pk, OLDER, FINANCE)
    settled(renewal(aurora, world.TODAY), "a", 40000, world.TODAY)
    aurora.refresh_from_db()
    return aurora


def test_it_sees_its_plan_and_papers_and_the_way_to_finance(owner: Client, older: Account) -> None:
    page = owner.get("/plano/").content.decode().replace("\xa0", " ")
    for said in ("Esta é a versão anterior", "Só leitura", "8 em uso de 10", "R$ 899,00", "Pedir uma mudança"):
        assert said in page
    assert 'href="/solicitacoes/nova/"' in page
    assert owner.get("/solicitacoes/nova/").status_code == 200
    assert "Alterar meu Plano" not in page
    invoice = owner.get("/faturas/1/").content.decode()
    assert "Pagar com" not in invoice
    assert "Recibo em PDF" in invoice
    assert "Ver fatura nº 1" in owner.get("/faturas/").content.decode()
    assert owner.get("/faturas/historico/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/plano/alteracao/?licencas=2",
        "/plano/dados-de-faturamento/",
        "/plano/forma-de-pagamento/",
        "/plano/contatos/",
        "/credito/",
        "/usuarios/transferir/",
    ],
)
def test_whatever_changes_something_leads_back(owner: Client, older: Account, address: str) -> None:
    assert owner.get(address)["Location"] == "/plano/"


def test_nothing_can_be_sent_either(owner: Client, older: Account) -> None:
    before = Event.objects.count()
    for address in ("/plano/alteracao/", "/faturas/1/pagar/", "/faturas/1/segunda-via/", "/plano/contatos/"):
        assert owner.post(address, {"licencas": "1", "pagamento": "pix"})["Location"] == "/plano/"
    assert (Event.objects.count(), Order.objects.count()) == (before, 0)


def test_it_writes_to_finance_like_any_other(owner: Client, older: Account) -> None:
    sent = {"tipo": "other", "texto": "Queremos mais licenças.", "chave": str(uuid4())}
    address = owner.post("/solicitacoes/nova/", sent)["Location"]
    assert owner.post(f"{address}resolver/")["Location"] == address
    assert owner.post(f"{address}reabrir/")["Location"] == address
    assert SupportRequest.objects.get().status == "open"
    assert owner.post(f"{address}proposta/aceitar/")["Location"] == "/plano/", "an order is a thing of the new screen"


def test_once_moved_it_has_everything(owner: Client, older: Account) -> None:
    move_account(older.pk, NEW, FINANCE)
    assert "Alterar meu Plano" in owner.get("/plano/").content.decode()
    assert owner.get("/plano/alteracao/").status_code == 200


def test_a_billing_contact_reads_as_before(older: Account, sign_in: Callable[..., Client]) -> None:
    Member.objects.filter(account=older, is_owner=False).update(is_billing_contact=True)
    contact = sign_in(older, owner=False)
    assert contact.get("/faturas/").status_code == 200
    assert contact.get("/plano/").status_code == 403
