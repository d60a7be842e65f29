"""Alterar meu Plano: what is shown is what is charged; refusals are in words and charge nothing."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from meuplano.records.models import Account, Charge, Order, Subscription
from tests import world
from tests.portal.conftest import set_today

pytestmark = pytest.mark.usefixtures("gateways")

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}


def field(body: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', body)
    assert found is not None, name
    return found[1]


def text_of(body: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def test_the_summary_of_three_items(owner: Client, aurora: Account) -> None:
    """O-01's figures on the page, to the centavo."""
    body = owner.get("/plano/alteracao/?licencas=3&gb=5&modulo-conversas=2&pagamento=card").content.decode()
    said = text_of(body).replace("\xa0", " ")
    assert "faltam 12 de 31 dias" in said
    for amount in ("R$ 104,40", "R$ 2,90", "R$ 23,15"):
        assert amount in said
    assert "3 × R$ 89,90 × 12 de 31 dias" in said
    assert "Confirmar alterações · R$ 130,45" in said
    assert "Vale só para este pedido. Sua mensalidade continua no boleto." in said


def test_the_fragment_is_the_pages_own_summary(owner: Client, aurora: Account) -> None:
    answer = owner.get("/plano/alteracao/?licencas=3&pagamento=pix", headers=FRAGMENT)
    body = answer.content.decode()
    assert body.lstrip().startswith("<aside")
    assert "<html" not in body
    assert 'id="licencas-agora" hx-swap-oob="true"' in body
    assert "HX-Request-Type" in answer["Vary"]
    whole = owner.get("/plano/alteracao/?licencas=3&pagamento=pix").content.decode()
    assert field(body, "seen") == field(whole, "seen")


def test_the_whole_page_for_a_history_restore(owner: Client, aurora: Account) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "full"}
    assert "<html" in owner.get("/plano/alteracao/", headers=headers).content.decode()


def test_nothing_chosen_has_nothing_to_confirm(owner: Client, aurora: Account) -> None:
    body = owner.get("/plano/alteracao/").content.decode()
    assert 'name="seen"' not in body
    assert "nada escolhido ainda" in body


def confirm(owner: Client, **typed: str) -> tuple[int, str]:
    query = "&".join(f"{name}={value}" for name, value in typed.items())
    body = owner.get(f"/plano/alteracao/?{query}").content.decode()
    answer = owner.post("/plano/alteracao/", {**typed, "seen": field(body, "seen"), "draft": field(body, "draft")})
    return answer.status_code, answer.get("Location", answer.content.decode())


def test_confirming_makes_the_order_that_was_shown(owner: Client, aurora: Account) -> None:
    status, where = confirm(owner, licencas="3", pagamento="boleto")
    assert (status, where) == (302, "/pedidos/1/")
    order = Order.objects.get(account=aurora)
    assert (order.quote["due_now"], order.method, order.status) == (10440, "boleto", "waiting")
    assert order.agreed_by == "Marina Duarte"
    assert Charge.objects.get(account=aurora).amount_centavos == 10440


def test_the_back_button_and_a_second_press_find_the_same_order(owner: Client, aurora: Account) -> None:
    """R-15, R-16: the draft is the account's, whatever the browser repeats."""
    body = owner.get("/plano/alteracao/?licencas=3&pagamento=pix").content.decode()
    form = {"licencas": "3", "pagamento": "pix", "seen": field(body, "seen"), "draft": field(body, "draft")}
    places = {owner.post("/plano/alteracao/", form)["Location"] for _ in range(3)}
    assert places == {"/pedidos/1/"}
    assert Order.objects.filter(account=aurora).count() == 1


def test_a_summary_of_yesterday_is_refused_and_todays_shown(owner: Client, aurora: Account) -> None:
    """O-02's night between: nothing is charged that was not seen."""
    body = owner.get("/plano/alteracao/?licencas=3&pagamento=pix").content.decode()
    set_today(date(2027, 3, 25))
    form = {"licencas": "3", "pagamento": "pix", "seen": field(body, "seen"), "draft": field(body, "draft")}
    answer = owner.post("/plano/alteracao/", form)
    said = text_of(answer.content.decode())
    assert answer.status_code == 409
    assert "O resumo mudou desde que você abriu a página." in said
    assert "11 de 31 dias" in said
    assert not Order.objects.exists()


def test_more_was_typed_than_was_shown(owner: Client, aurora: Account) -> None:
    """Without a script the summary may be behind the fields: the confirmation is refused, not guessed."""
    body = owner.get("/plano/alteracao/?licencas=3&pagamento=pix").content.decode()
    form = {"licencas": "30", "pagamento": "pix", "seen": field(body, "seen"), "draft": field(body, "draft")}
    assert owner.post("/plano/alteracao/", form).status_code == 409
    assert not Order.objects.exists()


def test_the_update_button_leads_to_an_address_without_tokens(owner: Client, aurora: Account) -> None:
    answer = owner.post(
        "/plano/alteracao/", {"licencas": "2", "atualizar": "1", "seen": "x", "csrfmiddlewaretoken": "t"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/plano/alteracao/?licencas=2#resumo")


@pytest.mark.parametrize("typed", ["-1", "1,5", "abc", "491", "9" * 30, "²", "1e3"])
def test_what_is_no_number_is_said_at_its_field(owner: Client, aurora: Account, typed: str) -> None:
    answer = owner.get("/plano/alteracao/", {"licencas": typed})
    body = answer.content.decode()
    assert answer.status_code == 200
    assert 'href="#licencas"' in body
    assert 'aria-invalid="true"' in body
    assert "1 correção em Alterar meu Plano" in body


def test_wrong_numbers_are_not_confirmed(owner: Client, aurora: Account) -> None:
    answer = owner.post("/plano/alteracao/", {"licencas": "x", "pagamento": "pix", "draft": str(aurora.draft_key)})
    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_a_boleto_without_billing_details_says_why_not(db: None, sign_in: object) -> None:
    set_today(world.TODAY)
    account = world.account("C7", complete=False)
    client = sign_in(account)  # type: ignore[operator]
    body = client.get("/plano/alteracao/?licencas=1&pagamento=boleto").content.decode()
    assert "faltam os Dados de Faturamento" in body
    assert re.search(r'value="boleto" disabled', body)


def test_a_refused_method_is_said_in_words(owner: Client, aurora: Account) -> None:
    body = owner.get("/plano/alteracao/?gb=1&pagamento=pix").content.decode()
    form = {"gb": "1", "pagamento": "boleto", "seen": field(body, "seen"), "draft": field(body, "draft")}
    answer = owner.post("/plano/alteracao/", form)
    assert answer.status_code == 409
    assert "menor que o mínimo desta forma de pagamento" in answer.content.decode()
    assert not Order.objects.exists()


def test_the_default_tick_belongs_to_a_card_only(owner: Client, aurora: Account) -> None:
    confirm(owner, licencas="1", pagamento="pix", padrao="1")
    assert Order.objects.get(account=aurora).make_default is False


def test_suspended_nothing_is_bought_and_the_way_on_is_shown(owner: Client, aurora: Account) -> None:
    Subscription.objects.filter(account=aurora).update(status="suspended", suspended_on=world.TODAY)
    body = owner.get("/plano/alteracao/?licencas=1").content.decode()
    assert "A assinatura está suspensa. Pague o que está em aberto" in body
    assert 'href="/faturas/"' in body
    assert 'name="seen"' not in body


def test_few_queries_whatever_is_chosen(owner: Client, aurora: Account, django_assert_max_num_queries: object) -> None:
    owner.get("/plano/alteracao/?licencas=1")
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        owner.get("/plano/alteracao/?licencas=3&gb=5&modulo-conversas=2&pagamento=card")
