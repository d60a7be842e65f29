"""A parked account that is tried again catches up, or stays aside with the reason of today."""

from datetime import date
from typing import Any

import pytest

from meuplano.actions import issue_renewals, retry_parked
from meuplano.actions.issue_renewals import issue_renewals as run
from meuplano.records.models import Account, Event, Invoice, Parking, PriceVersion, Task
from tests import world

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 26)


@pytest.fixture
def parked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Its renewal could not be issued."""
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    account = world.account()
    with monkeypatch.context() as broken:
        broken.setattr(issue_renewals, "send_renewal", lambda *_: 1 // 0)
        run(world.act(DAY))
    assert Parking.objects.get().reason == "ZeroDivisionError: integer division or modulo by zero"
    return account


def test_what_was_due_is_done_and_the_task_with_it(parked: Account) -> None:
    assert not Invoice.objects.exists()
    assert run(world.act(DAY)) == 0, "the run leaves it aside"
    assert retry_parked.retry_parked(parked.pk, world.act(DAY, by="Rafael"))
    assert Invoice.objects.get().kind == "renewal"
    assert (Parking.objects.get().cleared_by, Task.objects.get(kind="parked").done_by) == ("Rafael", "Rafael")
    assert retry_parked.retry_parked(parked.pk, world.act(DAY)), "twice is once"
    assert Event.objects.filter(name="account.unparked").count() == 1


def test_what_breaks_again_stays_aside_and_leaves_nothing_half_done(
    parked: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(account: Account, act: Any) -> bool:
        assert Invoice.objects.exists(), "the renewal before it was issued"
        raise PriceVersion.DoesNotExist("no price")

    monkeypatch.setattr(retry_parked, "WORKS", (*retry_parked.WORKS, late))
    assert not retry_parked.retry_parked(parked.pk, world.act(DAY))
    assert not Invoice.objects.exists()
    assert (Parking.objects.get().cleared_at, Parking.objects.get().reason) == (None, "DoesNotExist: no price")
    assert Task.objects.get().done_at is None
