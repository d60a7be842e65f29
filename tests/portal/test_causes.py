"""U02: beside each amount its formula, the days it is for and what caused it, wherever it is said."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from meuplano.actions import change_plan
from meuplano.actions.change_renewal import change_renewal
from meuplano.actions.issue_renewals import issue_renewals
from meuplano.actions.roll_over import roll_over_all
from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.portal.causes import beyond_in_words
from meuplano.records.models import Account, Charge, Invoice, Subscription
from meuplano.records.origins import Beyond, Bought
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE
from tests import world
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal

pytestmark = pytest.mark.usefixtures("gateways")


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


def paid_orders(account: Account, day: date, *many: int) -> None:
    """Orders by Pix of one day, each paid at once."""
    act = world.act(day)
    for licences in many:
        account.refresh_from_db()
        added = {"licence": licences}
        seen = change_plan.preview(account, added=added, act=act).quote.fingerprint()
        change_plan.confirm(account.pk, added=added, method="pix", seen=seen, draft_key=account.draft_key, act=act)
        charge = Charge.objects.filter(account=account, method="pix").latest("pk")
        assert settle(Receipt("fake", charge.key, charge.key, charge.amount_centavos, day, "pix"), act) == "settled"


def test_D17_a_complement_names_the_orders_and_the_people_that_came_after_the_count(
    owner: Client, aurora: Account
) -> None:
    set_today(date(2027, 3, 26))
    paid_orders(aurora, date(2027, 3, 25), 1)
    assert issue_renewals(world.act(date(2027, 3, 26))) == 1
    paid_orders(aurora, date(2027, 3, 30), 2, 1)
    assert roll_over_all(world.act(date(2027, 4, 5))) == 1
    set_today(date(2027, 4, 5))
    complement = Invoice.objects.get(kind="complement")
    counted = Invoice.objects.get(kind="renewal")
    page = read(owner, f"/faturas/{complement.number}/")
    assert "<small>3 × R$ 89,90 × 1 mês</small>" in page
    assert (
        f"05/04 a 04/05/2027 · além da fatura nº {counted.number}, contada em 26/03: pedido nº 2 e pedido nº 3" in page
    )


@pytest.mark.parametrize(
    ("bought", "quantity", "said"),
    [
        ([(3, 2)], 2, "além da fatura nº 7, contada em 26/03: pedido nº 3"),
        ([(4, 1), (3, 2)], 1, "além da fatura nº 7, contada em 26/03: pedido nº 4"),
        ([(3, 2)], 3, "além da fatura nº 7, contada em 26/03: pedido nº 3 e pessoas ativadas depois"),
        ([], 1, "além da fatura nº 7, contada em 26/03: pessoas ativadas depois"),
    ],
)
def test_D17_the_latest_orders_explain_a_quantity_and_people_the_rest(
    bought: list[tuple[int, int]], quantity: int, said: str
) -> None:
    came = Beyond(7, date(2027, 3, 26), {LICENCE: tuple(Bought(*one) for one in bought)})
    assert beyond_in_words(came, LICENCE, quantity, date(2027, 4, 5)) == said


def test_D17_what_no_order_explains_and_no_person_is_only_beyond_the_invoice() -> None:
    came = Beyond(7, date(2027, 3, 26), {})
    assert beyond_in_words(came, STORAGE, 1, date(2027, 4, 5)) == "além da fatura nº 7, contada em 26/03"
    assert beyond_in_words(None, LICENCE, 2, date(2027, 4, 5)) == "pessoas ativas em 05/04, além do pedido"


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
