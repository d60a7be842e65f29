"""The story: a small vocabulary that lives days of an account against the real actions and the real fake bank."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self

import pytest
from django.db import connection

from checker.run import check
from meuplano import clock
from meuplano.actions import change_plan, open_charge, pay_invoice
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.pay_open_invoice import pay_open_invoice
from meuplano.gateways.base import ChargeRequest, Paid
from meuplano.jobs.schedule import run_everything_due
from meuplano.records.contract import contract_of
from meuplano.records.credits import available
from meuplano.records.models import (
    Account,
    Card,
    Charge,
    Clock,
    Event,
    GatewayCursor,
    Invoice,
    LedgerEntry,
    LicenceEntry,
    Mail,
    Member,
    Order,
    Subscription,
    Task,
)
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests import world
from tests.fakebank.running import SECRET, RunningBank


class Story:
    """One account, its bank, and a moved clock. `expect` compares the events since the last time, none more or less."""

    def __init__(self, bank: RunningBank, drain: Callable[[], list[str]]) -> None:
        self.bank, self._drain = bank, drain
        self._seen = 0
        self.account: Account

    def opens(self, on: str, **contract: Any) -> Self:
        """The account exists in the middle of a paid period."""
        day = date.fromisoformat(on)
        self._move(day)
        self.account = world.account(on=day, **contract)
        return self

    def on(self, day: str) -> Self:
        """Live every day up to this one: the bank's day first, then the schedule."""
        until = date.fromisoformat(day)
        while (today := clock.today()) < until:
            self._move(today + timedelta(1))
            self.tick()
        return self

    def jump(self, day: str) -> Self:
        """It is this day, and what is due is done; nothing ran on the days between."""
        self._move(date.fromisoformat(day))
        return self.tick()

    def tick(self) -> Self:
        """What the worker does by itself."""
        assert -1 not in run_everything_due().values()
        self._drain()
        return self

    def act(self, by: str = "Marina Duarte") -> Act:
        return Act(by=by, at=clock.now())

    def sees(self, cycle: int | None = None, **added: int) -> change_plan.Offer:
        """The summary of an order, as the page shows it."""
        wanted = Cycle(cycle) if cycle else None
        return change_plan.preview(self.account, added=added, cycle=wanted, act=self.act())

    def buys(self, *, by: str, seen: str | None = None, send: bool = True, **options: Any) -> Order:
        """Confirm what the summary shows; the request sends the charge as it does for somebody who waits."""
        added = {item: options.pop(item) for item in ("licence", "storage", "conversas") if item in options}
        cycle = options.pop("cycle", None)
        self.account.refresh_from_db()
        draft = options.pop("draft", self.account.draft_key)
        order = change_plan.confirm(
            self.account.pk,
            added=added,
            method=by,
            seen=seen or self.sees(cycle, **added).quote.fingerprint(),
            cycle=Cycle(cycle) if cycle else None,
            draft_key=draft,
            act=self.act(),
            **options,
        )
        for charge in Charge.objects.filter(invoice=order.invoice, state="to_send") if send else []:
            pay_invoice.send(charge.pk, self.act())
        self._drain()
        order.refresh_from_db()
        return order

    def charge(self, order: Order) -> Charge:
        return Charge.objects.filter(invoice=order.invoice).latest("pk")

    def pays(self, order: Order, **how: Any) -> Self:
        """The payer pays the order's paper at the bank; the news comes with the bank's next word."""
        self.bank.control("pay", key=self.charge(order).key, **how)
        return self

    def types_card(self, order: Order, number: str = "4242424242424242", **more: Any) -> Self:
        """The payer types a card on the bank's own page."""
        self.bank.control("card", key=self.charge(order).key, number=number, **more)
        return self

    def expect(self, *names: str) -> Self:
        """Exactly these events happened since the last `expect`."""
        events = list(Event.objects.filter(account=self.account, pk__gt=self._seen).order_by("pk"))
        self._seen = events[-1].pk if events else self._seen
        assert [event.name for event in events] == list(names)
        return self

    def age_charges(self) -> Self:
        """An hour passes for what was sent and not answered."""
        Charge.objects.update(asked_at=clock.now() - timedelta(hours=1), made_at=clock.now() - timedelta(hours=1))
        return self

    def has_credit(self, centavos: int) -> Self:
        """Finance gave the account credit."""
        grant_credit(self.account.pk, Money(centavos), "Desculpas pelo atraso", self.act("Rafael"))
        self._seen = Event.objects.latest("pk").pk
        return self

    def stored_card_token(self) -> str:
        """A card that the bank keeps for this account."""
        key = "keep-1"
        gateway = open_charge.gateway("fake")
        payer = pay_invoice.payer(self.account, {"legal_name": "Aurora", "tax_id": "41738920000199"})
        gateway.charge(ChargeRequest(key=key, method="card", amount=100, description="x", payer=payer, keep_card=True))
        self.bank.control("card", key=key, number="4242424242424242")
        paid = gateway.fetch(key)
        assert isinstance(paid, Paid)
        assert paid.receipt.card
        GatewayCursor.objects.update_or_create(gateway="fake", defaults={"cursor": self._last_news()})
        return paid.receipt.card.token or ""

    def _last_news(self) -> str:
        cursor = ""
        while (polled := open_charge.gateway("fake").poll(cursor)).news:
            cursor = polled.cursor
        return cursor

    def wants_at_renewal(self, item: str, quantity: int) -> Self:
        """A reduction that waits for the renewal."""
        last = LicenceEntry.objects.filter(account=self.account, item=item).latest("pk")
        LicenceEntry.objects.create(
            account=self.account,
            subscription=last.subscription,
            item=item,
            on=self.act().today,
            now=last.now,
            at_renewal=quantity,
            why="target",
        )
        return self

    def new_members(self, n: int) -> list[Member]:
        """People who have no access yet."""
        return [
            Member.objects.create(
                account=self.account, user=world.user(f"novo{i}@{self.account.code}.example"), has_access=False
            )
            for i in range(n)
        ]

    def pix_today(self, invoice: Invoice) -> Charge:
        """The owner asks for a Pix over today's total of an overdue invoice."""
        charge = pay_open_invoice(self.account.pk, invoice.number, "pix", self.act())
        pay_invoice.send(charge.pk, self.act())
        charge.refresh_from_db()
        return charge

    def pay_open(self) -> Self:
        """Everything that is open is paid by its own paper, today, every account's."""
        for charge in Charge.objects.filter(invoice__status="open", state="pending"):
            self.bank.control("pay", key=charge.key)
        return self.tick()

    def charge_by_card(self, *, announce_on: date) -> Card:
        """From now on a stored card pays what recurs."""
        card = Card.objects.create(
            account=self.account,
            gateway="fake",
            token=self.stored_card_token(),
            brand="Visa",
            last4="4242",
            expires="2030-12",
            added_on=self.act().today,
        )
        Subscription.objects.filter(account=self.account).update(
            method="card", card=card, issue_on=None, announce_on=announce_on
        )
        return card

    def account_cards(self) -> list[str]:
        return list(Card.objects.filter(account=self.account).values_list("last4", flat=True))

    def contracted(self) -> dict[str, int]:
        return dict(contract_of(self.account).now)

    def credit(self) -> int:
        return available(self.account).centavos

    def mails(self) -> list[str]:
        return list(Mail.objects.order_by("pk").values_list("kind", flat=True))

    def told(self) -> list[str]:
        """Each mail so far: its day, its kind and its mailbox. Every one of them was sent."""
        mails = Mail.objects.filter(event__account=self.account, dropped_at__isnull=True).order_by("pk")
        assert not mails.filter(sent_at__isnull=True).exists()
        return [f"{mail.made_at:%d/%m} {mail.kind} {mail.to.partition('@')[0]}" for mail in mails]

    def letter(self, kind: str) -> Mail:
        """The latest mail of this kind."""
        return Mail.objects.filter(event__account=self.account, kind=kind).latest("pk")

    def tasks(self) -> list[str]:
        return list(Task.objects.order_by("pk").values_list("kind", flat=True))

    def invoices(self) -> list[tuple[int, str]]:
        return list(
            Invoice.objects.filter(account=self.account).order_by("number").values_list("total_centavos", "status")
        )

    def books(self) -> dict[str, int]:
        """The ledger, by book, in centavos."""
        totals: dict[str, int] = {}
        for book, amount in LedgerEntry.objects.filter(account=self.account).values_list("book", "amount_centavos"):
            totals[book] = totals.get(book, 0) + amount
        return {book: amount for book, amount in totals.items() if amount}

    def sound(self, *, alone: bool = False) -> Self:
        """Our books and the bank's hold every invariant; `alone` ours only (a card was stored behind our back)."""
        connection.check_constraints()
        with connection.cursor() as cursor:
            found = check(cursor, bank=None if alone else self.bank.folder / "bank.sqlite3", today=clock.today())
        assert {name: words for name, words in found.items() if words} == {}
        return self

    def _move(self, day: date) -> None:
        ahead = datetime.combine(day, time(15), tzinfo=UTC) - clock.system_now()
        if not Clock.objects.filter(pk=1).update(ahead=ahead):
            Clock.move(ahead)
        answer = self.bank.http.post("/control/date", json={"date": day.isoformat()})  # may be ahead of us already
        assert answer.status_code == 200 or answer.json()["error"]["code"] == "past", answer.text


@pytest.fixture
def bank(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[RunningBank]:
    """A bank of this test's own; `@pytest.mark.first_day("2027-03-24")` says on which day its books begin."""
    mark = request.node.get_closest_marker("first_day")
    with RunningBank(tmp_path, "--date", mark.args[0] if mark else "2027-03-24") as running:
        yield running


@pytest.fixture
def story(bank: RunningBank, db: None, drain: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Story:
    settings.MOVABLE_CLOCK = True
    settings.GATEWAYS = {"fake": {"url": bank.url, "secret": SECRET}}
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    return Story(bank, drain)
