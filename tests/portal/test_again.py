"""The owner of an ended account comes back by paying (D36)."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from meuplano.actions.draw_up import draw_up_lines
from meuplano.actions.end_order import expire_orders
from meuplano.actions.end_subscription import end_subscription
from meuplano.actions.lock import locked
from meuplano.actions.make_contract import Customer, make_contract
from meuplano.records.models import Account, Member, Order, Subscription
from meuplano.rules.lines import plain_line
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period
from tests import world
from tests.portal.conftest import set_today

NEW = Customer(
    code="C2001",
    name="Estúdio Norte",
    owner_name="Lia Prado",
    owner_email="lia@norte.example",
    legal_name="Estúdio Norte Ltda",
    tax_id="41.738.920/0001-99",
)


@pytest.fixture
def gone(db: None, settings: Any) -> Account:
    """Aurora, whose subscription ended today; 8 people still have their access."""
    settings.METHOD_GATEWAYS = {"boleto": "manual", "pix": "manual", "card": ""}
    set_today(world.TODAY)
    account = world.account()
    end_subscription(account, Subscription.objects.get(account=account), "cancelled_by_owner", world.act())
    return account


def contract() -> Account:
    """A new customer of today, whose contract finance made; nothing is paid yet (D39)."""
    world.catalogue()
    return make_contract(
        NEW, plan="profissional", cycle=Cycle.MONTHLY, quantities={"licence": 5}, method="pix", key=uuid4(),
        act=world.act(),
    )  # fmt: skip


@pytest.fixture
def marina(gone: Account) -> Client:
    client = Client()
    client.force_login(Member.objects.get(account=gone, is_owner=True).user)
    return client


def test_the_plan_page_of_an_ended_account_leads_back(marina: Client) -> None:
    page = marina.get("/plano/").content.decode()
    assert "A assinatura terminou em 24/03/2027" in page
    assert 'href="/plano/voltar/"' in page


def test_an_ended_account_is_told_of_its_debt_and_threatened_with_nothing(gone: Account, marina: Client) -> None:
    subscription = Subscription.objects.get(account=gone)
    period = Period(subscription.period_start, subscription.period_end)
    with locked(gone.pk, world.act()) as account:
        draw_up_lines(
            account, subscription, [plain_line("late_charges", Money(5000))], kind="renewal", period=period,
            method="pix", due_on=date(2027, 3, 1), act=world.act(),
        )  # fmt: skip
    page = marina.get("/plano/").content.decode()
    assert "Com o que está em aberto pago, você pode assinar de novo." in page
    assert "o acesso da equipe é suspenso" not in page


def test_what_it_costs_is_shown_and_too_few_licences_are_refused_in_words(marina: Client) -> None:
    page = marina.get("/plano/voltar/?licencas=9&periodicidade=12").content.decode()
    assert "R$\xa07.767,36" in page
    assert "Não voltam o vencimento antigo" in page
    few = marina.get("/plano/voltar/?licencas=7")
    assert few.status_code == 422
    assert "pelo menos 8" in few.content.decode()


def test_without_an_ended_subscription_there_is_nothing_to_come_back_to(db: None) -> None:
    set_today(world.TODAY)
    client = Client()
    client.force_login(Member.objects.get(account=world.account(), is_owner=True).user)
    assert client.get("/plano/voltar/")["Location"] == "/plano/"


def test_a_confirmation_of_what_was_not_shown_shows_it_again(marina: Client, gone: Account) -> None:
    gone.refresh_from_db()
    sent = {"licencas": "8", "gb": "0", "periodicidade": "1", "pagamento": "pix", "seen": "0", "draft": gone.draft_key}
    answer = marina.post("/plano/voltar/", sent)
    assert answer.status_code == 409
    assert not Order.objects.exists()


def test_after_the_end_the_page_says_what_is_true_of_an_old_debt(gone: Account, marina: Client) -> None:
    """D26: fine and interest stopped growing on the day of the end; the days of being late did not."""
    assert "A assinatura terminou: nenhuma outra será emitida." in marina.get("/plano/").content.decode()
    assert "A assinatura terminou: nenhuma outra será emitida." in marina.get("/faturas/").content.decode()
    subscription = Subscription.objects.get(account=gone)
    period = Period(subscription.period_start, subscription.period_end)
    with locked(gone.pk, world.act()) as account:
        draw_up_lines(
            account, subscription, [plain_line("late_charges", Money(10000))], kind="renewal", period=period,
            method="pix", due_on=date(2027, 3, 1), act=world.act(), late_until=world.TODAY,
        )  # fmt: skip
    set_today(date(2027, 5, 24))
    page = marina.get("/plano/").content.decode().replace("\xa0", " ")
    assert "vencida há 84 dias: R$ 102,77</strong>" in page
    assert "Multa e juros pararam em 24/03/2027, com o fim da assinatura." in page
    assert "Vencida há 84 dias" in page
    invoice = marina.get("/faturas/1/").content.decode().replace("\xa0", " ")
    assert "R$ 100,00 × 1% ÷ 30 × 23 dias, até 24/03/2027: pararam ali" in invoice
    assert "Total hoje" not in invoice


def test_a_contract_that_waits_for_its_first_payment_and_one_that_never_began(db: None, settings: Any) -> None:
    settings.METHOD_GATEWAYS = {"boleto": "manual", "pix": "manual", "card": ""}
    set_today(world.TODAY)
    account = contract()
    client = Client()
    client.force_login(Member.objects.get(account=account, is_owner=True).user)
    page = client.get("/plano/").content.decode().replace("\xa0", " ")
    assert "Falta o primeiro pagamento" in page
    assert "Ainda não há assinatura" not in page
    assert 'href="/pedidos/1/">Pagar e começar' in page
    set_today(date(2027, 4, 20))
    expire_orders(world.act(date(2027, 4, 20)))
    page = client.get("/plano/").content.decode()
    assert "A assinatura não chegou a começar" in page
    assert "A assinatura terminou" not in page.partition("Faturas em Aberto")[0]
    assert 'href="/plano/voltar/">Assinar' in page
