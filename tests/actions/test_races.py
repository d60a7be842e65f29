"""The newer verbs at the same moment, and two hosts with the whole schedule: as if one had come after the other.

Cycle, cancelling, policy, method, credit, refunds, second copies and regret: a few clients end like one of their
orders (as in test_serial); fifty leave exactly what their answers say. Each host's run is a thread of its own.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from meuplano.actions import (
    ask_refund,
    cancel_subscription,
    change_method,
    change_plan,
    end_order,
    regret_order,
    schedule_cycle,
    second_copy,
    use_credit,
)
from meuplano.actions.change_renewal import change_renewal
from meuplano.actions.issue_renewals import issue_renewal
from meuplano.actions.lock import locked
from meuplano.actions.return_credit import keep_credit
from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.jobs.schedule import SCHEDULE
from meuplano.records.models import (
    Account,
    Charge,
    Event,
    Invoice,
    Member,
    Order,
    Parking,
    Refund,
    ScheduledChange,
    Subscription,
)
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests import world
from tests.actions.test_concurrency import at_once
from tests.actions.test_due import FIRST, ISSUE, rows, several_kinds
from tests.actions.test_serial import Aurora, Client, every_order, found_by_the_checker, said
from tests.actions.test_serial import _order as order_by_pix

pytestmark = pytest.mark.django_db(transaction=True)
DAY = world.TODAY
REFUSALS = ("NotAllowed", "NotPossible", "QuoteChanged", "NothingToReturn", "Refused", "NoFreeLicence")
SAID_ONCE = {  # a client that was told "True" left this event, and nobody else did
    "shorten": "cycle.scheduled", "keep": "cycle.kept", "set_policy": "policy.changed", "set_target": "targets.set",
    "cancel": "cancellation.scheduled", "stay": "cancellation.undone", "by_boleto": "method.changed",
    "regret": "order.undone", "use_credit": "credit.used", "let_in": "user.activated",
}  # fmt: skip


@dataclass
class Duna(Aurora):
    """A quarterly account with its renewal to be sent, an order paid today, and R$ 50,00 of money as credit."""

    longer: str  # the fingerprint of the summary of a longer cycle

    def lengthen(self) -> object:
        order = self._confirms(self.longer, added={}, cycle=Cycle.ANNUAL)
        return order.number, order.quote["due_now"]

    def shorten(self) -> object:
        return schedule_cycle.choose_cycle(self.account.pk, Cycle.MONTHLY, world.act())

    def keep(self) -> object:
        return schedule_cycle.undo(self.account.pk, world.act())

    def set_policy(self) -> object:
        return change_renewal(self.account.pk, world.act(), policy="active")

    def set_target(self) -> object:
        return change_renewal(self.account.pk, world.act(), targets={"storage": 5})

    def cancel(self) -> object:
        return cancel_subscription.cancel(self.account.pk, date(2027, 4, 5), world.act()) is not None

    def stay(self) -> object:
        return cancel_subscription.undo(self.account.pk, world.act())

    def by_boleto(self) -> object:
        return change_method.change_method(self.account.pk, "boleto", world.act())

    def renew(self) -> object:
        """As a run does when the account is free."""
        with locked(self.account.pk, world.act()) as account:
            return issue_renewal(account, world.act())

    def ask_back(self) -> object:
        return len(ask_refund.ask_refund(self.account.pk, seen=Money(5000), reason="", act=world.act()))

    def use_credit(self) -> object:
        number = Invoice.objects.filter(kind="renewal").values_list("number", flat=True).first() or 0
        return use_credit.use_credit(self.account.pk, number, seen=Money(5000), act=world.act()) is not None

    def copy(self) -> object:
        number = Invoice.objects.filter(kind="renewal").values_list("number", flat=True).first() or 0
        charges = second_copy.ask_second_copy(self.account.pk, number, world.act(), for_today=True)
        return sum(charge.amount_centavos for charge in charges)

    def regret(self) -> object:
        return regret_order.regret_order(self.account.pk, self.waiting.number, world.act())

    def _confirms(self, seen: str, **asked: Any) -> Order:
        return change_plan.confirm(
            self.account.pk, method="pix", seen=seen, draft_key=self.draft, act=world.act(), **asked
        )

    def state(self) -> dict[str, Any]:
        subscription = Subscription.objects.get()
        return super().state() | {
            "subscription": (
                subscription.status, subscription.cycle, subscription.renewal_policy, subscription.method,
                subscription.issue_on, subscription.period_end,
            ),
            "scheduled": sorted(ScheduledChange.objects.values_list("kind", "status", "effective_on")),
            "refunds": sorted(Refund.objects.values_list("amount_centavos", "state")),
        }  # fmt: skip


BY = {"pix": "fake", "boleto": "fake"}
BILLING = {"issue_days_ahead": 12, "regret_for_all": True}


@pytest.fixture
def duna(settings: Any) -> Duna:
    settings.METHOD_GATEWAYS, settings.BILLING = BY, settings.BILLING | BILLING
    return a_duna()


def a_duna() -> Duna:
    """In an empty database, under the settings above."""
    account = world.account(licences=9, active=8, gb=20, cycle=Cycle.QUARTERLY, anchor=date(2027, 1, 5), method="pix")
    given_up = order_by_pix(account, 1)
    end_order.withdraw(account.pk, given_up.number, world.act())
    dead = Charge.objects.get(invoice=given_up.invoice)
    settle(Receipt("fake", "p0", dead.key, 5000, DAY, "pix"), world.act())
    account.refresh_from_db()
    bought = _paid_with_money(account)
    Subscription.objects.update(issue_on=DAY)
    account.refresh_from_db()
    stranger = Member.objects.create(account=account, user=world.user("nova@c1001.example"), has_access=False)
    member = Member.objects.filter(account=account, has_access=True, is_owner=False).latest("pk")
    seen = change_plan.preview(account, added={"licence": 1}, act=world.act()).quote.fingerprint()
    longer = change_plan.preview(account, added={}, cycle=Cycle.ANNUAL, act=world.act()).quote.fingerprint()
    return Duna(account, bought, account.draft_key, seen, member.pk, stranger.pk, longer)


def _paid_with_money(account: Account) -> Order:
    """An order for two licences; the credit waits meanwhile, as if it had come later."""
    refund = ask_refund.ask_refund(account.pk, seen=Money(5000), reason="", act=world.act())[0]
    account.refresh_from_db()
    order = order_by_pix(account, 2)
    charge = Charge.objects.get(invoice=order.invoice)
    settle(Receipt("fake", "p1", charge.key, charge.amount_centavos, DAY, "pix"), world.act())
    with locked(account.pk, world.act()) as held:
        keep_credit(held, refund, "", world.act())
    return order


@pytest.mark.parametrize(
    "names",
    [
        ("lengthen", "shorten", "set_policy", "renew"),
        ("cancel", "renew", "by_boleto", "set_target"),
        ("use_credit", "ask_back", "copy", "cancel"),
        ("regret", "buy", "let_in", "ask_back"),
    ],
    ids=" ".join,
)
def test_a_race_ends_like_some_order(duna: Duna, names: tuple[str, ...]) -> None:
    if "use_credit" in names:
        duna.renew()
    clients: dict[str, Client] = {name: getattr(duna, name) for name in names}
    ends = list(every_order(duna, clients, {}))
    assert len(ends) == 24
    assert any(end != ends[0] for end in ends), "they do not touch one another: no race to lose"
    answers = at_once(len(names), lambda i: said(clients[names[i]]))
    end = duna.state() | {"answers": dict(zip(names, answers, strict=True))}
    assert end in ends
    assert found_by_the_checker() == {}


def test_fifty_clients_leave_what_their_answers_say(duna: Duna) -> None:
    assert race(duna, Random(51), clients=50) == {}


def race(duna: Duna, chance: Random, *, clients: int) -> dict[str, Any]:
    """So many clients at once, each with a verb that chance draws; what is wrong afterwards, by its name."""
    kinds = [*SAID_ONCE, "lengthen", "renew", "ask_back", "copy", "buy", "let_out"]
    before = Counter(Event.objects.values_list("name", flat=True))
    names = (
        [*kinds, *chance.choices(kinds, k=clients)][:clients]
        if clients > len(kinds)
        else chance.choices(kinds, k=clients)
    )
    answers = at_once(clients, lambda i: said(getattr(duna, names[i])))
    counted = Counter(zip(names, answers, strict=True))
    happened = Counter(Event.objects.values_list("name", flat=True)) - before
    wrong = {
        f"{name}: {counted[name, 'True']} were told, {event}": happened[event]
        for name, event in SAID_ONCE.items()
        if counted[name, "True"] != happened[event]
    }
    refused = {answer for answer in answers if answer.startswith("refused")}
    scheduled = Counter(ScheduledChange.objects.filter(status="scheduled").values_list("kind", flat=True))
    most_one = {
        "live subscriptions": Subscription.objects.exclude(status="cancelled").count(),
        "live renewals": Invoice.objects.filter(kind="renewal", status__in=("open", "paid")).count(),
        "orders of one draft": Order.objects.count() - 2,  # the world has two
        **scheduled,
    }
    wrong |= {name: count for name, count in most_one.items() if count > 1}
    if unknown := refused - {f"refused: {name}" for name in REFUSALS}:
        wrong["answers"] = sorted(unknown)
    return wrong | found_by_the_checker()


def test_two_hosts_do_what_one_would_have_done(settings: Any) -> None:
    """Issue, roll-over, expiry, the ladder, cancellations and shorter cycles at their ends: each once (D15, D23)."""
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    several_kinds()
    act = world.act(ISSUE - timedelta(2))
    leaving, waiting = world.account("C8"), world.account("D1")
    shorter = world.account("C9", cycle=Cycle.QUARTERLY, anchor=date(2027, 1, 5))
    cancel_subscription.cancel(leaving.pk, FIRST, act)
    schedule_cycle.choose_cycle(shorter.pk, Cycle.MONTHLY, act)
    order_by_pix(waiting, 2)
    days = [ISSUE, FIRST, FIRST + timedelta(15), FIRST + timedelta(30)]

    def one() -> dict[str, list[Any]]:
        for day in days:
            run(day)
        return rows()

    with transaction.atomic():
        alone = one()
        transaction.set_rollback(True)
    for event in ("order.expired", "subscription.suspended", "subscription.ended"):
        assert any(f"'{event}'" in row for row in alone["Event"]), event
    assert sum("'applied'" in row for row in alone["ScheduledChange"]) == 2
    for day in days:
        assert at_once(2, lambda _, day=day: run(day)) == [None, None]
        run(day)  # what the one held, the other stepped over
    together = rows()
    assert {name for name in alone if alone[name] != together[name]} == set()
    assert not Parking.objects.exists()


def run(day: date) -> None:
    """The schedule of one host, but for what asks a bank."""
    for entry in SCHEDULE:
        if not entry.name.startswith(("poll", "ask", "send")):
            entry.run(world.act(day))
