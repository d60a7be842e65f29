"""Real threads, real connections: what many ask for at once is given once (R-11, R-15)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from meuplano.actions import change_plan
from meuplano.actions.activate_user import NoFreeLicence, set_access
from meuplano.records.models import Account, Charge, Event, Invoice, Member, Order, User
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(n: int, do: Callable[[int], Any]) -> list[Any]:
    """Call `do` in n threads that all begin at the same moment; exceptions are results too."""
    start = Barrier(n)

    def run(i: int) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            return do(i)
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(run, range(n)))


def test_twenty_parallel_confirms_of_one_draft_are_one_order(settings):
    """R-15."""
    settings.METHOD_GATEWAYS = {"pix": "fake"}
    account = world.account()
    seen = change_plan.preview(account, added={"licence": 3}, act=world.act()).quote.fingerprint()

    orders = at_once(
        20,
        lambda _: change_plan.confirm(
            account.pk,
            added={"licence": 3},
            method="pix",
            seen=seen,
            draft_key=account.draft_key,
            act=world.act(),
        ),
    )
    assert {order.pk for order in orders} == {Order.objects.get().pk}
    assert (Invoice.objects.count(), Charge.objects.count()) == (1, 1)


def test_fifty_activations_for_one_free_licence_are_one():
    """R-11."""
    account = world.account(licences=9, active=8)
    waiting = []
    for n in range(50):
        user = User.objects.create(email=f"espera{n}@c1001.example", password="!")
        waiting.append(Member.objects.create(account=account, user=user, has_access=False).pk)

    results = at_once(50, lambda i: set_access(account.pk, waiting[i], active=True, act=world.act()))
    assert results.count(True) == 1
    assert sum(isinstance(result, NoFreeLicence) for result in results) == 49
    assert Member.objects.filter(account=account, has_access=True).count() == 9
    assert Event.objects.filter(name="user.activated").count() == 1


def test_different_drafts_confirmed_at_once_are_both_there(settings):
    """Two tabs, two orders one after the other: numbers and licences agree with some serial order."""
    settings.METHOD_GATEWAYS = {"pix": "fake"}
    accounts = [world.account(f"C{n}") for n in range(4)]

    def buy(i: int) -> Order:
        account = Account.objects.get(pk=accounts[i % 4].pk)
        offer = change_plan.preview(account, added={"licence": 1}, act=world.act())
        return change_plan.confirm(
            account.pk,
            added={"licence": 1},
            method="pix",
            seen=offer.quote.fingerprint(),
            draft_key=account.draft_key,
            act=world.act(),
        )

    orders = at_once(8, buy)
    assert all(isinstance(order, Order) for order in orders)
    for account in accounts:
        numbers = list(Invoice.objects.filter(account=account).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert Order.objects.filter(account=account).count() == len(numbers)
