"""A job is part of the transaction that asks for it, in a request and inside a worker alike."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from meuplano.actions.later import later

pytestmark = pytest.mark.django_db


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name || ' ' || args::text from procrastinate_jobs order by id")
        return [row[0] for row in cursor.fetchall()]


def ask_and_fail() -> None:
    with transaction.atomic():
        later("pay_invoice", charge_id=1)
        assert jobs() == ['pay_invoice {"charge_id": 1}'], "it is on this connection"
        raise LookupError


def test_what_is_rolled_back_asks_for_nothing() -> None:
    with suppress(LookupError):
        ask_and_fail()
    assert jobs() == []


def test_inside_a_worker_too_which_has_connections_of_its_own() -> None:
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        with suppress(LookupError):
            ask_and_fail()
        assert jobs() == []
        later("read_notice", notice_id=2)
        assert jobs() == ['read_notice {"notice_id": 2}']
