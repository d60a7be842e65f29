"""Opposite changes of one account at the same moment: what comes of them is what some order of them gives.

Few clients: every order is tried one by one, and the race must end like one of them, answers included. Fifty clients:
nothing is lost between them, and the checker finds nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from checker.run import check
from meuplano.actions import activate_user, change_plan, end_order, issue_renewals, pay_open_invoice
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.records.contract import contract_of
from meuplano.records.credits import available
from meuplano.records.models import (
    Account,
    Charge,
    Event,
    Invoice,
    LedgerEntry,
    Member,
    Order,
    OrderItem,
    Payment,
    Subscription,
)
from meuplano.rules.money import Money
from tests import world
from tests.actions.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAY = world.TODAY
type Client = Callable[[], object]


class Undone(Exception):
    """One order was tried; back to where all began."""


@dataclass
class Aurora:
    """One account with a licence free, a Pix order that waits, R$ 50,00 of credit and its renewal to be sent today."""

    account: Account
    waiting: Order
    draft: Any
    seen: str
    member: int  # who has access
    stranger: int  # who has none

    def buy(self) -> object:
        """With all the credit there is."""
        order = change_plan.confirm(
            self.account.pk, added={"licence": 1}, method="pix", seen=self.seen, draft_key=self.draft, act=world.act()
        )
        return order.number, order.quote["credit_used"], order.quote["due_now"]

    def pay(self) -> object:
        charge = Charge.objects.get(invoice=self.waiting.invoice)
        return settle(Receipt("fake", "p1", charge.key, charge.amount_centavos, DAY, "pix"), world.act())

    def give_up(self) -> object:
        return end_order.withdraw(self.account.pk, self.waiting.number, world.act())

    def let_out(self) -> object:
        return activate_user.set_access(self.account.pk, self.member, active=False, act=world.act())

    def let_in(self) -> object:
        return activate_user.set_access(self.account.pk, self.stranger, active=True, act=world.act())

    def renew(self) -> object:
        """The run steps over an account that somebody else holds, and comes again later."""
        while Subscription.objects.filter(issue_on=DAY).exists():
            issue_renewals.issue_renewals(world.act())
        return "renewed"

    def give(self) -> object:
        return grant_credit(self.account.pk, Money(700), "Desculpas", world.act()).amount_centavos

    def pay_otherwise(self) -> object:
        """The owner asks for a Pix over the first invoice that is no order's."""
        number = Invoice.objects.filter(kind="renewal").values_list("number", flat=True).first() or 0
        return pay_open_invoice.pay_open_invoice(self.account.pk, number, "pix", world.act()).amount_centavos

    def state(self) -> dict[str, Any]:
        """Everything that an order of events may decide, without the numbers that only count rows."""
        contract = contract_of(self.account)
        return {
            "contracted": dict(contract.now),
            "at renewal": dict(contract.at_renewal),
            "active": contract.active,
            "credit": available(self.account).centavos,
            "invoices": list(
                Invoice.objects.order_by("number").values_list(
                    "number", "kind", "status", "total_centavos", "paid_centavos", "credit_centavos"
                )
            ),
            "orders": list(Order.objects.order_by("number").values_list("number", "status")),
            "charges": sorted(Charge.objects.values_list("invoice__number", "method", "amount_centavos", "state")),
            "books": sorted(LedgerEntry.objects.values_list("book", "amount_centavos", "why", "invoice__number")),
            "events": sorted(Event.objects.values_list("name", flat=True)),
        }


@pytest.fixture
def aurora(settings: Any) -> Aurora:
    settings.METHOD_GATEWAYS = {"pix": "fake", "boleto": "fake"}
    account = world.account(licences=9, active=8, method="pix")
    settings.BILLING = settings.BILLING | {"issue_days_ahead": 12}
    waiting = _order(account, 2)
    grant_credit(account.pk, Money(5000), "Desculpas", world.act())
    account.refresh_from_db()
    contract = contract_of(account)
    contract.subscription.issue_on = DAY
    contract.subscription.save()
    stranger = Member.objects.create(account=account, user=world.user("nova@c1001.example"), has_access=False)
    member = Member.objects.filter(account=account, has_access=True, is_owner=False).latest("pk")
    seen = change_plan.preview(account, added={"licence": 1}, act=world.act()).quote.fingerprint()
    return Aurora(account, waiting, account.draft_key, seen, member.pk, stranger.pk)


def _order(account: Account, licences: int) -> Order:
    seen = change_plan.preview(account, added={"licence": licences}, act=world.act()).quote.fingerprint()
    return change_plan.confirm(
        account.pk, added={"licence": licences}, method="pix", seen=seen, draft_key=account.draft_key, act=world.act()
    )


def said(client: Client) -> str:
    """What a client is answered; a refusal is an answer."""
    try:
        return str(client())
    except Exception as refusal:
        return f"refused: {type(refusal).__name__}"


def every_order(aurora: Aurora, clients: dict[str, Client], answers: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The end of each order of the clients, with what each was answered; nothing of it stays."""
    if len(answers) == len(clients):
        connection.check_constraints()
        yield aurora.state() | {"answers": dict(answers)}
    for name in clients.keys() - answers.keys():
        with suppress(Undone), transaction.atomic():
            yield from every_order(aurora, clients, answers | {name: said(clients[name])})
            raise Undone


@pytest.mark.parametrize(
    "names",
    [
        ("buy", "give_up", "pay", "let_in"),
        ("renew", "buy", "let_out", "pay_otherwise"),
    ],
    ids=" ".join,
)
def test_a_race_ends_like_some_order(aurora: Aurora, names: tuple[str, ...]) -> None:
    clients: dict[str, Client] = {name: getattr(aurora, name) for name in names}
    ends = list(every_order(aurora, clients, {}))
    assert len(ends) == 24
    assert any(end != ends[0] for end in ends), "they do not touch one another: no race to lose"

    answers = at_once(len(names), lambda i: said(clients[names[i]]))
    end = aurora.state() | {"answers": dict(zip(names, answers, strict=True))}
    assert end in ends
    assert found_by_the_checker() == {}


def test_fifty_clients_lose_nothing_between_them(aurora: Aurora) -> None:
    """Two tabs each, double clicks, runs beside requests: what is there is what the answers say, to the centavo."""
    chance = Random(50)
    kinds = ("buy", "pay", "give_up", "let_in", "let_out", "renew", "give", "pay_otherwise")
    names = [*kinds, *chance.choices(kinds, k=50 - len(kinds))]
    answers = at_once(50, lambda i: said(getattr(aurora, names[i])))
    counted = Counter(zip(names, answers, strict=True))

    refused = {answer for answer in answers if answer.startswith("refused")}
    assert refused <= {f"refused: {name}" for name in ("NoFreeLicence", "NotPossible", "QuoteChanged")}
    assert sum(n for (name, answer), n in counted.items() if (name, answer) == ("pay", "settled")) == 1
    assert counted["give_up", "True"] <= 1
    bought = {answer for name, answer in counted if name == "buy"} - refused
    assert len(bought) == Order.objects.count() - 1 <= 1, "one draft is one order; none where the credit changed first"
    applied = OrderItem.objects.filter(order__status="applied").values_list("quantity", flat=True)
    contract = contract_of(aurora.account)
    assert contract.now["licence"] == 9 + sum(applied)
    assert contract.active == 8 + counted["let_in", "True"] - counted["let_out", "True"]
    assert contract.active <= contract.now["licence"]
    held = sum(Invoice.objects.values_list("credit_centavos", flat=True))
    dead = sum(Invoice.objects.filter(status="cancelled").values_list("paid_centavos", flat=True))
    surplus = sum(Payment.objects.values_list("credit_centavos", flat=True))
    assert available(aurora.account).centavos == 5000 + 700 * counted["give", "700"] - held + dead + surplus
    assert Invoice.objects.filter(kind="renewal").count() == 1
    assert found_by_the_checker() == {}


def found_by_the_checker() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        return {name: words for name, words in check(cursor).items() if words}
