"""Finance's forms of prices and contracts: each reaches its verb, and says what is wrong."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from meuplano.backoffice.fields import PercentField
from meuplano.records.models import Account, AgreedPrice, Courtesy, Event, Invoice, PriceVersion, ScheduledChange, User
from tests import world
from tests.backoffice.test_backoffice import PASSWORD
from tests.portal.conftest import set_today

pytestmark = pytest.mark.usefixtures("gateways")

HERE = "/financeiro/contas/C1001/"
CONTRACT = {
    "codigo": "c2001", "empresa": "Estúdio Norte", "responsavel": "Lia Prado", "email": "lia@norte.example",
    "razao": "Estúdio Norte Ltda", "documento": "41.738.920/0001-99", "financeiro": "", "cep": "05433-010",
    "rua": "Rua Aspicuelta", "numero": "9", "complemento": "", "bairro": "", "cidade": "São Paulo", "uf": "sp",
    "plano": "profissional", "periodicidade": "1", "licencas": "5", "gb": "0", "modulo-conversas": "2",
    "forma": "boleto", "pago_fora": "",
}  # fmt: skip
LIST = {
    "inicio": "2027-04-23", "plano-profissional": "94,24", "gb": "1,57", "modulo-conversas": "31,34",
    "ciclo-1": "0", "ciclo-3": "0", "ciclo-6": "10", "ciclo-12": "20", "motivo": "Reajuste anual",
}  # fmt: skip


@pytest.fixture
def aurora(db: None) -> Account:
    set_today(world.TODAY)
    return world.account()


@pytest.fixture
def finance(aurora: Account) -> Client:
    """Rafael, who has just typed his password."""
    User.objects.create_user("rafael@prancheta.example", PASSWORD, name="Rafael Nogueira", is_staff=True)
    client = Client()
    client.post("/entrar/login/", {"login": "rafael@prancheta.example", "password": PASSWORD})
    client.post("/entrar/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize(
    "url",
    [
        f"{HERE}preco/",
        f"{HERE}reajuste/",
        f"{HERE}cortesia/",
        f"{HERE}vencimento/",
        "/financeiro/contratos/novo/",
        "/financeiro/precos/",
        "/financeiro/precos/nova/?percentual=4,83",
        "/financeiro/precos/reajuste/?percentual=4,83&alcance=all&motivo=x",
    ],
)
def test_every_form_opens_and_asks_for_its_reason(finance: Client, url: str) -> None:
    answer = finance.get(url)
    assert answer.status_code == 200
    if "contratos" not in url and not url.endswith("precos/"):
        empty = finance.post(url.partition("?")[0], {})
        assert empty.status_code == 422
        assert 'href="#motivo"' in empty.content.decode()


def test_a_price_is_agreed_shown_on_the_account_and_ended(finance: Client, aurora: Account) -> None:
    said = {"item": "licence", "preco": "80,00", "desconto": "", "inicio": "", "fim": "", "motivo": "Contrato de 2027"}
    assert finance.post(f"{HERE}preco/", said)["Location"] == HERE
    agreed = AgreedPrice.objects.get(account=aurora)
    assert (agreed.monthly_centavos, agreed.by) == (8000, "Rafael Nogueira, financeiro")
    page = finance.get(HERE).content.decode()
    assert "Licenças: R$\xa080,00 por mês" in page
    assert "Contrato de 2027" in page
    end = f"{HERE}preco/{agreed.pk}/encerrar/"
    assert end in page
    assert finance.post(end, {"motivo": "Acabou"}).status_code == 302
    assert "Nenhuma: vale a lista" in finance.get(HERE).content.decode()
    assert finance.get(f"{HERE}preco/{agreed.pk + 1}/encerrar/").status_code == 404


def test_both_a_price_and_a_discount_is_refused_in_words(finance: Client) -> None:
    said = {"item": "licence", "preco": "80,00", "desconto": "5", "inicio": "", "fim": "", "motivo": "x"}
    answer = finance.post(f"{HERE}preco/", said)
    assert answer.status_code == 422
    assert "um dos dois" in answer.content.decode()
    assert not AgreedPrice.objects.exists()


def test_an_adjustment_is_shown_before_it_is_made(finance: Client, aurora: Account) -> None:
    page = finance.get(f"{HERE}reajuste/?percentual=4,83&motivo=IPCA").content.decode()
    assert "R$\xa089,90 → R$\xa094,24" in page
    assert "05/05/2027" in page, "30 days after 24/03"
    assert not AgreedPrice.objects.exists()
    finance.post(f"{HERE}reajuste/", {"percentual": "4,83", "motivo": "IPCA"})
    assert AgreedPrice.objects.get(item="licence").monthly_centavos == 9424
    again = finance.post(f"{HERE}reajuste/", {"percentual": "4,83", "motivo": "IPCA"})
    assert "12 meses" in again.content.decode()


def test_courtesy_and_due_day(finance: Client, aurora: Account) -> None:
    finance.post(f"{HERE}cortesia/", {"percentual": "50", "periodos": "2", "fim": "", "motivo": "Instabilidade"})
    given = Courtesy.objects.get(account=aurora)
    assert (given.off, given.periods) == (5000, 2)
    finance.post(f"{HERE}vencimento/", {"dia": "20", "motivo": "A pedido"})
    assert ScheduledChange.objects.get(account=aurora).data["day"] == 20
    page = finance.get(HERE).content.decode()
    assert "Cortesia de 50%, por mais 2 períodos" in page
    assert "Vencimento passa ao dia 20" in page
    finance.post(f"{HERE}cortesia/{given.pk}/encerrar/", {"motivo": "Resolvido"})
    given.refresh_from_db()
    assert given.until == date(2027, 4, 3)


def test_a_list_is_published_and_never_edited(finance: Client) -> None:
    page = finance.get("/financeiro/precos/nova/?percentual=4,83").content.decode()
    assert 'value="94,24"' in page
    assert finance.post("/financeiro/precos/nova/", LIST | {"inicio": "2027-04-22"}).status_code == 422
    assert finance.post("/financeiro/precos/nova/", LIST)["Location"] == "/financeiro/precos/"
    assert PriceVersion.objects.latest("valid_from").plan_prices.get().licence_centavos == 9424
    assert Event.objects.get(name="prices.published").data["reason"] == "Reajuste anual"
    assert "Lista a partir de 23/04/2027" in finance.get("/financeiro/precos/").content.decode()


def test_many_accounts_are_shown_before_they_are_adjusted(finance: Client, aurora: Account, drain: Any) -> None:
    asked = {"percentual": "4,83", "alcance": "all", "motivo": "IPCA"}
    assert "C1001 Agência Aurora" in finance.get("/financeiro/precos/reajuste/", asked).content.decode()
    assert finance.post("/financeiro/precos/reajuste/", asked).status_code == 302
    assert "adjust_prices" in drain()
    assert AgreedPrice.objects.filter(account=aurora).count() == 3


def test_a_contract_makes_the_account_its_owner_and_the_invoice_once(finance: Client) -> None:
    key = str(uuid4())
    for _ in range(2):
        answer = finance.post("/financeiro/contratos/novo/", CONTRACT | {"chave": key})
        assert answer["Location"] == "/financeiro/contas/C2001/"
    made = Account.objects.get(code="C2001")
    assert Invoice.objects.get(account=made).total_centavos == 5 * 8990 + 2 * 2990
    assert finance.get("/financeiro/contas/C2001/").status_code == 200
    wrong = finance.post("/financeiro/contratos/novo/", CONTRACT | {"chave": str(uuid4()), "documento": "1"})
    assert "dígitos não conferem" in wrong.content.decode() or "já existe" in wrong.content.decode().lower()


@pytest.mark.parametrize(
    ("typed", "points"),
    [("4,83", 483), ("4.8", 480), ("-1", -100), ("100 %", 10_000), ("5", 500)],
)
def test_a_percentage_is_read_in_basis_points(typed: str, points: int) -> None:
    assert PercentField(lowest=-100).clean(typed) == points


@pytest.mark.parametrize("typed", ["4,833", "abc", "101", "-2", "½", "4,x", "1000"])
def test_what_is_no_percentage_is_refused(typed: str) -> None:
    from django.forms import ValidationError

    with pytest.raises(ValidationError):
        PercentField(lowest=-100).clean(typed)


def test_only_what_can_be_previewed_offers_it(finance: Client, aurora: Account) -> None:
    assert "Ver o que muda" in finance.get(f"{HERE}reajuste/").content.decode()
    assert "Ver o que muda" not in finance.get(f"{HERE}cortesia/").content.decode()
