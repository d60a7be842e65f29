"""The owner of an ended account comes back by paying (D36)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from meuplano.actions.draw_up import draw_up_lines
from meuplano.actions.end_subscription import end_subscription
from meuplano.actions.lock import locked
from meuplano.records.models import Account, Member, Order, Subscription
from meuplano.rules.lines import plain_line
from meuplano.rules.money import Money
from meuplano.rules.periods import Period
from tests import world
from tests.portal.conftest import set_today


@pytest.fixture
def gone(db: None, settings: Any) -> Account:
    """Aurora, whose subscription ended today; 8 people still have their access."""
    settings.METHOD_GATEWAYS = {"boleto": "manual", "pix": "manual", "card": ""}
    set_today(world.TODAY)
    account = world.account()
    end_subscription(account, Subscription.objects.get(account=account), "cancelled_by_owner", world.act())
    return account


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
