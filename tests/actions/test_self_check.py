"""The daily look at our own books: once a day, a task for each finding, none for books that are right."""

from datetime import date, timedelta

import pytest
from django.db import connection

from meuplano.actions.self_check import findings, self_check
from meuplano.records.models import Account, Event, Task
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
