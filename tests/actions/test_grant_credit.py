"""Credits are used oldest first, a gift and money alike (D32)."""

from datetime import date

import pytest

from meuplano.actions.change_plan import confirm, preview
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.refused import Refused
from meuplano.records.credits import balances
from meuplano.records.models import Account
from meuplano.rules.money import Money
from tests import world

pytestmark = pytest.mark.django_db


def left(account: Account) -> list[tuple[str, int]]:
    return [(credit.reason, credit.left) for credit in balances(account)]


def test_the_oldest_credit_is_used_first(settings):
    settings.METHOD_GATEWAYS = {"pix": "fake"}
    account = world.account()
    for day, amount in ((20, 1000), (22, 5000), (21, 3000)):
        grant_credit(account.pk, Money(amount), f"do dia {day}", world.act(date(2027, 3, day)))
    assert left(account) == [("do dia 20", 1000), ("do dia 21", 3000), ("do dia 22", 5000)]
    account.refresh_from_db()
    seen = preview(account, added={"licence": 1}, act=world.act()).quote  # 34,80
    order = confirm(
        account.pk,
        added={"licence": 1},
        method="pix",
        seen=seen.fingerprint(),
        draft_key=account.draft_key,
        act=world.act(),
    )
    assert (order.status, seen.due_now.centavos) == ("applied", 0)
    assert left(account) == [("do dia 21", 520), ("do dia 22", 5000)]


@pytest.mark.parametrize(("amount", "reason"), [(0, "Desculpas"), (-1, "Desculpas"), (100, " ")])
def test_a_gift_has_an_amount_and_a_reason(amount, reason):
    account = world.account()
    with pytest.raises(Refused):
        grant_credit(account.pk, Money(amount), reason, world.act())
