"""U02: beside each amount its formula, the days it is for and what caused it, wherever it is said."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from meuplano.actions import change_plan
from meuplano.actions.change_renewal import change_renewal
from meuplano.actions.issue_renewals import issue_renewals
from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.records.models import Account, Charge, Invoice, Subscription
from meuplano.rules.periods import Cycle
from tests import world
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal


@pytest.fixture(autouse=True)
def gateways(settings: Any) -> None:
    settings.GATEWAYS = {"manual": {}, "fake": {"url": "http://127.0.0.1:9", "secret": "s"}}
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\xa0", " ")


def bought(account: Account, licences: int) -> None:
    """An order by Pix, paid at once."""
    added, act = {"licence": licences}, world.act()
    account.refresh_from_db()
    seen = change_plan.preview(account, added=added, act=act).quote.fingerprint()
    change_plan.confirm(account.pk, added=added, method="pix", seen=seen, draft_key=account.draft_key, act=act)
    charge = Charge.objects.get(account=account)
    paid = Receipt("fake", "money", charge.key, charge.amount_centavos, world.TODAY, "pix")
    assert settle(paid, act) == "settled"


def test_from_the_summary_to_the_next_charge_the_same_days_and_the_order(owner: Client, aurora: Account) -> None:
    formula = "2 × R$ 89,90 × 12 de 31 dias"
    summary = read(owner, "/plano/alteracao/?licencas=2")
    assert f"<small>{formula}</small><small>24/03 a 04/04/2027</small>" in summary
    bought(aurora, 2)
    assert f"<small>{formula}</small><small>24/03 a 04/04/2027</small>" in read(owner, "/pedidos/1/")
    assert f"<small>{formula}</small><small>24/03 a 04/04/2027 · pedido nº 1</small>" in read(owner, "/faturas/1/")
    caused = "<small>12 × R$ 89,90 × 1 mês</small><small>05/04 a 04/05/2027 · desde 24/03/2027, pedido nº 1</small>"
    assert caused in read(owner, "/plano/")
    set_today(date(2027, 3, 26))
    assert issue_renewals(world.act(date(2027, 3, 26))) == 1
    assert caused in read(owner, "/faturas/2/")


def test_a_reduction_is_named_and_nothing_is_said_that_no_longer_holds(db: None, sign_in: Any) -> None:
    set_today(world.TODAY)
    account = world.account(gb=10)
    owner = sign_in(account)
    assert "<small>05/04 a 04/05/2027 · desde 05/03/2027</small>" in read(owner, "/plano/")
    change_renewal(account.pk, world.act(), targets={"storage": 4})
    assert "<small>05/04 a 04/05/2027 · redução pedida em 24/03/2027</small>" in read(owner, "/plano/")
    change_renewal(account.pk, world.act(), policy="active")
    assert "<small>05/04 a 04/05/2027 · só as licenças ativas</small>" in read(owner, "/plano/")


def test_the_months_are_those_of_the_lines_own_period(db: None, sign_in: Any) -> None:
    """Also when a shorter cycle has begun since: the subscription's cycle is no longer the invoice's."""
    set_today(world.TODAY)
    account = world.account(cycle=Cycle.ANNUAL)
    renewal(account, world.TODAY)
    Subscription.objects.update(cycle=1)
    page = read(sign_in(account), "/faturas/1/")
    assert "(12 meses), já com o desconto" in page
    assert "05/03/2027 a 04/03/2028" in page


def test_a_debt_that_was_reduced_says_no_days(owner: Client, aurora: Account) -> None:
    renewal(aurora, world.TODAY)
    assert "<small>05/03 a 04/04/2027" in read(owner, "/faturas/1/")
    Invoice.objects.update(late_until=world.TODAY)
    assert "<small>05/03 a 04/04/2027" not in read(owner, "/faturas/1/")
