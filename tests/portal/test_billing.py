"""Dados de Faturamento: checked, from the next document on, and what a boleto needs (F17, D49)."""

from typing import Any

import pytest
from django.test import Client

from meuplano.actions.draw_up import billing_snapshot
from meuplano.records.models import Account, BillingDetails, Event
from tests import world
from tests.portal.conftest import set_today
from tests.portal.signing_in import asked_again, owner_of, with_password
from tests.portal.test_users import text_of

URL = "/plano/dados-de-faturamento/"
GOOD: dict[str, Any] = {
    "legal_name": "Agência Aurora Comunicação Ltda",
    "tax_id": "12.abc.345/01de-35",
    "municipal_registration": "",
    "postal_code": "05433-010",
    "street": "Rua Aspicuelta",
    "number": "215",
    "complement": "",
    "district": "Vila Madalena",
    "city": "São Paulo",
    "state": "SP",
    "phone": "",
    "email": ["Financeiro@c1001.example", "", "contas@c1001.example"],
}


@pytest.fixture
def fresh(aurora: Account) -> Client:
    return asked_again(owner_of(aurora))


def test_what_is_saved_holds_from_the_next_document_on(fresh: Client, aurora: Account) -> None:
    before = billing_snapshot(aurora)
    assert fresh.post(URL, GOOD)["Location"] == "/plano/"
    after = billing_snapshot(aurora)
    assert after != before
    assert after["tax_id"] == "12ABC34501DE35"
    kept = BillingDetails.objects.get(account=aurora)
    assert (kept.postal_code, kept.finance_emails) == ("05433010", ["financeiro@c1001.example", "contas@c1001.example"])
    changed = Event.objects.get(name="billing.changed")
    assert changed.by == "Marina Duarte"
    assert set(changed.data["after"]) == {"tax_id", "district", "finance_emails"}
    assert changed.data["before"]["tax_id"] == "41738920000199"
    fresh.post(URL, GOOD)
    assert Event.objects.filter(name="billing.changed").count() == 1, "the same again is no change"
    said = text_of(fresh.get(URL))
    assert "Última alteração: 24/03/2027 12:00, Marina Duarte: CNPJ ou CPF, bairro, e-mails do financeiro" in said


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"tax_id": "41.738.920/OB07-23"}, "os números finais não conferem"),
        ({"tax_id": "529.982.247-26"}, "CPF: os números finais não conferem"),
        ({"tax_id": "123"}, "um CNPJ tem 14 letras e números, um CPF 11 números"),
        ({"postal_code": "05433-01"}, "CEP: são 8 números"),
        ({"state": "XX"}, "Estado: escolha a sigla"),
        ({"city": ""}, "Cidade: falta preencher"),
        ({"email": ["a@b.example", "contas@agenciaaurora"]}, "2º e-mail: confira o endereço"),
        ({"email": [""]}, "escreva pelo menos um"),
        ({"email": [f"a{n}@b.example" for n in range(6)]}, "no máximo 5"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(fresh: Client, wrong: dict[str, Any], sentence: str) -> None:
    answer = fresh.post(URL, GOOD | wrong)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Falta 1 correção; nada foi salvo ainda" in text_of(answer)
    assert not Event.objects.exists()


def test_everything_that_is_wrong_is_said_at_once_and_kept_as_typed(fresh: Client) -> None:
    answer = fresh.post(URL, GOOD | {"tax_id": "1", "postal_code": "2", "legal_name": "<b>Nova</b>"})
    assert "Faltam 2 correções" in text_of(answer)
    assert "&lt;b&gt;Nova&lt;/b&gt;" in answer.content.decode()


def test_a_cpf_is_as_good(fresh: Client, aurora: Account) -> None:
    fresh.post(URL, GOOD | {"tax_id": "529.982.247-25"})
    assert BillingDetails.objects.get(account=aurora).tax_id == "52998224725"


def test_the_password_is_asked_again_and_the_form_goes_on_from_there(aurora: Account) -> None:
    client = with_password(owner_of(aurora))
    assert client.get(URL)["Location"].startswith("/entrar/reauthenticate/")
    assert client.post(URL, GOOD)["Location"].startswith("/entrar/reauthenticate/")
    assert not Event.objects.exists()


def test_who_has_no_password_makes_one_first(owner: Client) -> None:
    assert owner.get(URL)["Location"] == "/entrar/password/reset/"
    assert owner.post(URL, GOOD)["Location"] == "/entrar/password/reset/"
    assert not Event.objects.exists()


def test_complete_data_unlock_the_boleto_in_the_flow_of_an_order(db: None, settings: Any) -> None:
    """D49."""
    settings.METHOD_GATEWAYS = {"boleto": "fake", "pix": "fake", "card": ""}
    set_today(world.TODAY)
    account = world.account(complete=False)
    client = asked_again(owner_of(account))
    order = "/plano/alteracao/?licencas=2"
    page = client.get(order).content.decode()
    assert "faltam os Dados de Faturamento" in page
    assert f"{URL}?voltar=%2Fplano%2Falteracao%2F%3Flicencas%3D2" in page
    assert (
        f'name="voltar" value="{order}"'
        in client.get(f"{URL}?voltar=%2Fplano%2Falteracao%2F%3Flicencas%3D2").content.decode()
    )
    assert client.post(URL, GOOD | {"voltar": order})["Location"] == order
    assert "faltam os Dados de Faturamento" not in client.get(order).content.decode()


def test_it_leads_back_only_to_our_own_pages(fresh: Client) -> None:
    assert fresh.post(URL, GOOD | {"voltar": "https://mal.example/"})["Location"] == "/plano/"
