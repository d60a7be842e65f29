"""The renewal run by chunks: the same as account by account, in few statements, and what breaks stops nothing else."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from meuplano.actions import due, issue_renewals, roll_over
from meuplano.records.models import (
    Account,
    Credit,
    Event,
    Invoice,
    LateCharge,
    LicenceEntry,
    Parking,
    RenewalCount,
    Subscription,
    UsageReport,
)
from meuplano.rules.periods import Cycle
from tests import world

pytestmark = pytest.mark.django_db
ISSUE, FIRST = date(2027, 3, 26), date(2027, 4, 5)


@pytest.fixture(autouse=True)
def _gateways(settings: Any) -> None:
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many accounts of each chunk were done by themselves."""
    counts: list[int] = []
    together = due._together

    def counted(*arguments: Any) -> Any:
        answer = together(*arguments)
        counts.append(len(answer[1]))
        return answer

    monkeypatch.setattr(due, "_together", counted)
    return counts


def issue() -> int:
    return issue_renewals.issue_renewals(world.act(ISSUE))


def begin() -> int:
    return roll_over.roll_over_all(world.act(FIRST))


def several_kinds() -> None:
    """Every kind of account that a chunk meets on an ordinary day."""
    world.account("C1", gb=5, conversas=3)
    world.account("C2", method="pix", renewal_policy="active", active=4)
    world.account("C3", cycle=Cycle.ANNUAL, anchor=date(2026, 4, 5), gb=40)
    world.account("C4", complete=False, active=1, licences=3)
    credited = world.account("C5", active=1)
    for kind, amount in (("courtesy", 700), ("refundable", 200_000)):
        Credit.objects.create(
            account=credited, kind=kind, amount_centavos=amount, reason="x", granted_on=ISSUE, granted_by="x"
        )
    measured = world.account("C6", gb=1, active=1)
    UsageReport.objects.create(account=measured, used_bytes=23 * 10**9, measured_at=world.act().at)
    late = world.account("C7", active=1)
    paid_late = Invoice.objects.create(
        account=late, number=1, kind="order", subscription=Subscription.objects.get(account=late), billing={},
        period_start=ISSUE, period_end=FIRST, issued_on=ISSUE, due_on=ISSUE, total_centavos=0, method="pix",
        status="cancelled",
    )  # fmt: skip
    Account.objects.filter(pk=late.pk).update(last_invoice_number=1)
    LateCharge.objects.create(account=late, invoice=paid_late, amount_centavos=998)


def rows() -> dict[str, list[Any]]:
    """All that the run may write, without what numbers and keys happen to be."""
    found: dict[str, list[Any]] = {}
    for model in apps.get_app_config("meuplano").get_models():
        names = [f.attname for f in model._meta.concrete_fields if f.name not in {"id", "key", "fact", "draft_key"}]
        numbers = {"invoice_id", "billed_on_id", "event_id", "credit_id", "last_entry"}
        kept = model._default_manager.order_by("pk").values_list(*(n for n in names if n not in numbers))
        found[model.__name__] = sorted(map(repr, kept))
    with connection.cursor() as cursor:
        cursor.execute("select task_name, queue_name, status, scheduled_at from procrastinate_jobs")
        found["jobs"] = sorted(map(repr, cursor.fetchall()))
    return found


def test_a_chunk_writes_what_one_account_after_the_other_writes(monkeypatch: pytest.MonkeyPatch, alone: list[int]):
    several_kinds()
    with transaction.atomic():
        assert (issue(), begin()) == (7, 7)
        together = rows()
        transaction.set_rollback(True)
    assert alone == [0, 0], "every one of them went with the others"
    monkeypatch.setattr(due, "_together", lambda accounts, *_: (0, accounts))
    assert (issue(), begin()) == (7, 7)
    assert rows() == together
    assert len(together["Invoice"]) == 8
    assert any("998" in line for line in together["InvoiceLine"])
    assert len(together["CreditUse"]) == 2


@pytest.mark.parametrize("accounts", [2, 6])
def test_the_statements_of_a_chunk_do_not_grow_with_its_accounts(accounts: int, alone: list[int]):
    """What a verb of the run newly asks belongs to `records.renewing.RENEWAL`, what it writes to `records.together`."""
    for n in range(accounts):
        world.account(f"C{n}", gb=2, active=1)
    with CaptureQueriesContext(
        connection,
    ) as issuing:
        assert issue() == accounts
    with CaptureQueriesContext(connection) as beginning:
        assert begin() == accounts
    assert alone == [0, 0]
    assert len(issuing) <= 45, [query["sql"][:90] for query in issuing]
    assert len(beginning) <= 35, [query["sql"][:90] for query in beginning]


def number_taken(account: Account) -> None:
    """The database refuses its row at once: an invoice of this number is there."""
    Invoice.objects.create(
        account=account, number=1, kind="order", subscription=Subscription.objects.get(account=account), billing={},
        period_start=ISSUE, period_end=FIRST, issued_on=ISSUE, due_on=ISSUE, total_centavos=0, method="pix",
    )  # fmt: skip


def number_missing(account: Account) -> None:
    """The database refuses its row at the commit: there is no invoice before it."""
    Account.objects.filter(pk=account.pk).update(last_invoice_number=7)


def nothing_counted(account: Account) -> None:
    """The verb itself raises: there is nothing to renew."""
    entry = LicenceEntry.objects.filter(account=account).latest("pk")
    version = RenewalCount._meta.get_field("price_version").related_model.objects.get()  # type: ignore[union-attr]
    RenewalCount.objects.create(
        account=account, subscription=entry.subscription, first_day=FIRST, cycle=1, counted_on=ISSUE, quantities={},
        last_entry=entry.pk, price_version=version, unit_prices={},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("poison", "reason", "by_itself"),
    [
        (number_taken, "an_invoice_number_is_used_once", 5),
        (number_missing, "there is no invoice before 8", 5),
        (nothing_counted, "NothingAdded", 1),
    ],
)
def test_one_that_breaks_within_a_chunk_is_parked_and_the_others_go_on(
    poison: Any, reason: str, by_itself: int, alone: list[int]
):
    accounts = [world.account(f"C{n}", active=1) for n in range(5)]
    poison(accounts[2])
    before = Event.objects.filter(account=accounts[2]).count()
    assert issue() == 4
    assert alone == [by_itself]
    parking = Parking.objects.get()
    assert parking.account == accounts[2]
    assert reason in parking.reason
    issued = Invoice.objects.filter(kind="renewal")
    assert set(issued.values_list("account", flat=True)) == {a.pk for a in accounts} - {accounts[2].pk}
    names = Event.objects.filter(account=accounts[2]).order_by("pk").values_list("name", flat=True)[before:]
    assert list(names) == ["account.parked"], "nothing else of it is left"
    assert issue() == 0, "it waits for somebody, and the others are done"
    assert Parking.objects.count() == 1


def test_what_is_not_foreseen_is_done_alone(alone: list[int]):
    accounts = [world.account(f"C{n}", active=1) for n in range(3)]
    twice_over = date(2027, 5, 5) + timedelta(1)
    assert issue() == 3
    Subscription.objects.filter(account=accounts[1]).update(period_end=FIRST)
    assert roll_over.roll_over_all(world.act(twice_over)) == 3, "two periods of each have passed"
    assert alone == [0, 3]
    assert set(Subscription.objects.values_list("period_end", flat=True)) == {date(2027, 6, 5)}
    assert Invoice.objects.filter(kind="renewal").count() == 6


def test_a_run_of_many_chunks_does_each_account_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(due, "CHUNK", 2)
    days = [date(2027, 3, 5), date(2027, 3, 3), date(2027, 3, 4), date(2027, 3, 5), date(2027, 3, 3)]
    for n, anchor in enumerate(days):
        world.account(f"C{n}", active=1, anchor=anchor)
    assert issue() == 5
    assert issue() == 0
    assert Invoice.objects.count() == 5
