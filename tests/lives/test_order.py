"""I16: independent events end in the same state whatever their order."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction

from meuplano.actions import activate_user, change_plan, issue_renewals
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.records.contract import contract_of
from meuplano.records.credits import available
from meuplano.records.models import Account, Charge, Invoice, LedgerEntry, Member, Order
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from tests import world

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 26)
ACT = Act("Marina Duarte", datetime(2027, 3, 26, 15, tzinfo=UTC))


class Undone(Exception):
    """One order of the events was tried; back to where they all began."""


def buy(account: Account, licences: int) -> Order:
    account.refresh_from_db()
    seen = change_plan.preview(account, added={"licence": licences}, act=ACT).quote.fingerprint()
    return change_plan.confirm(
        account.pk, added={"licence": licences}, method="pix", seen=seen, draft_key=account.draft_key, act=ACT
    )


def pay(invoice: Invoice, *, more: int = 0) -> None:
    charge = Charge.objects.get(invoice=invoice)
    settle(Receipt("fake", f"of {charge.key}", charge.key, charge.amount_centavos + more, DAY, "pix"), ACT)


def state(account: Account) -> dict[str, Any]:
    return {
        "contracted": dict(contract_of(account).now),
        "at renewal": dict(contract_of(account).at_renewal),
        "invoices": list(
            Invoice.objects.order_by("number").values_list("number", "status", "paid_centavos", "credit_centavos")
        ),
        "orders": list(Order.objects.order_by("number").values_list("number", "status")),
        "credit": available(account).centavos,
        "books": sorted(LedgerEntry.objects.values_list("book", "amount_centavos", "why")),
        "active": Member.objects.filter(has_access=True).count(),
    }


def test_payments_people_and_credit_come_in_any_order(settings: Any) -> None:
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    account = world.account(method="pix", on=DAY)
    first, second = buy(account, 2), buy(account, 3)
    issue_renewals.issue_renewals(ACT)
    renewal = Invoice.objects.get(kind="renewal")
    member = Member.objects.filter(account=account, is_owner=False).latest("pk")
    happen = (
        lambda: pay(first.invoice),
        lambda: pay(second.invoice, more=500),
        lambda: pay(renewal),
        lambda: activate_user.set_access(account.pk, member.pk, active=False, act=ACT),
        lambda: grant_credit(account.pk, Money(700), "Desculpas", ACT),
    )
    ends = []
    for order in list(permutations(happen))[::5]:
        try:
            with transaction.atomic():
                for event in order:
                    event()
                ends.append(state(account))
                raise Undone
        except Undone:
            continue
    assert len(ends) == 24
    assert all(end == ends[0] for end in ends)
    assert ends[0]["contracted"]["licence"] == 15
