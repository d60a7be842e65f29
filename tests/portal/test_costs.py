"""What a page may cost whatever the machine: statements sent to the database (P4) and bytes over the wire (P10)."""

from collections.abc import Callable

import pytest
from bench.pages import HISTORY, MOST_BYTES, MOST_QUERIES, Visit, first_visit, history, queries, visits
from django.test import Client

from meuplano.actions.grant_credit import grant_credit
from meuplano.records.models import Account, Member, Order
from meuplano.rules.money import Money
from tests import world
from tests.portal.test_invoices import renewal, settled

pytestmark = pytest.mark.usefixtures("gateways")

CONFIRMATION = 32  # statements of an order that credit pays: what it decides on, and each row that it leaves
CLOCK = 1  # only the demo and the tests ask what time is told


def counts(client: Client) -> dict[str, int]:
    pages = visits(client)
    del pages["confirm"]
    for visit in pages.values():
        visit.request(None)
    return {name: queries(visit) for name, visit in pages.items()}


def test_a_page_asks_as_little_of_a_long_history_as_of_none(
    aurora: Account, owner: Client, sign_in: Callable[..., Client]
) -> None:
    new = counts(owner)
    other = world.account("C2002")
    for number in range(HISTORY):
        settled(renewal(other, world.TODAY, kind="order"), f"pago {number}", 89900, world.TODAY)
    assert counts(sign_in(other)) == new
    assert max(new.values()) <= MOST_QUERIES


def test_an_order_and_its_invoice_ask_little(aurora: Account, owner: Client) -> None:
    history(aurora, 1)
    order = Order.objects.select_related("invoice").get(account=aurora)
    for address in (f"/pedidos/{order.number}/", f"/faturas/{order.invoice.number}/"):
        visit = Visit(lambda _, address=address: owner.get(address))
        assert queries(visit) <= MOST_QUERIES + CLOCK


def test_a_confirmation_writes_each_row_once(aurora: Account, owner: Client) -> None:
    grant_credit(aurora.pk, Money(100_000), "Cortesia", world.act())
    assert queries(visits(owner)["confirm"]) <= CONFIRMATION
    assert Order.objects.get(account=aurora).status == "applied"


def test_a_first_visit_is_light(aurora: Account) -> None:
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(Member.objects.select_related("user").get(account=aurora, is_owner=True).user)
    assert sum(first_visit(client).values()) <= MOST_BYTES
