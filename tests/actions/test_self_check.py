"""The daily look at our own books: once a day, a task for each finding, none for books that are right."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from meuplano import clock
from meuplano.actions.self_check import findings, self_check
from meuplano.jobs.tasks import check_books
from meuplano.records.models import Account, Clock, Event, Invoice, Subscription, Task
from tests import world

pytestmark = pytest.mark.django_db
TODAY = world.TODAY


def break_the_numbers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("update meuplano_account set last_order_number = 7")


def test_right_books_make_no_task() -> None:
    world.account()
    assert findings() == {}
    assert self_check(world.act(TODAY)) == 0
    assert not Task.objects.exists()
    assert Event.objects.get(name="books.checked").data["count"] == 0


def test_a_finding_is_one_task_however_often_it_is_found() -> None:
    world.account()
    break_the_numbers()
    assert self_check(world.act(TODAY)) == 1
    assert self_check(world.act(TODAY)) == 0, "once a day"
    assert self_check(world.act(TODAY + timedelta(1))) == 1
    task = Task.objects.get()
    assert task.text.startswith("I9: account")
    assert (task.kind, task.made_on) == ("books", date(2027, 3, 24))
    Account.objects.update(last_order_number=0)
    assert self_check(world.act(TODAY + timedelta(2))) == 0


def late_by_nine_days(settings: Any) -> None:
    """A renewal that should have gone out; it is the world's day."""
    settings.MOVABLE_CLOCK = True
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "manual")
    world.account()
    Subscription.objects.update(issue_on=TODAY - timedelta(9))
    Clock.move(datetime(2027, 3, 24, 15, tzinfo=UTC) - clock.system_now())


def test_r02_a_renewal_that_did_not_go_out_is_found(settings: Any) -> None:
    late_by_nine_days(settings)
    assert self_check(world.act(TODAY)) == 1
    assert Task.objects.get().text.endswith("the renewal of 2027-04-05 should have gone out on 2027-03-15")


def test_what_is_late_because_nothing_ran_is_done_before_anybody_looks(settings: Any) -> None:
    """An import of this morning, or a worker that was down: the hour's check comes before the minute's run."""
    late_by_nine_days(settings)
    check_books.func(0)
    assert Invoice.objects.get().kind == "renewal"
    assert not Task.objects.exists()
