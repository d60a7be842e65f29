"""The inbox: banks knock again until they are answered, and sometimes although they were."""

import pytest
from django.db import connection

from meuplano.actions import read_notice
from meuplano.records.models import Notice
from tests import world

pytestmark = pytest.mark.django_db


def test_the_same_bytes_are_one_notice_and_one_job() -> None:
    """From the same gateway; the first that came stands, and nothing is kept but what was brought."""
    first = read_notice.receive("fake", {"webhook-id": "evt_1"}, b'{"n": "\xc3\xa7"}', world.act())
    again = read_notice.receive("fake", {"webhook-id": "evt_2"}, b'{"n": "\xc3\xa7"}', world.act())
    other = read_notice.receive("manual", {}, b'{"n": "\xc3\xa7"}', world.act())
    assert first == again != other
    kept = Notice.objects.get(pk=first)
    assert (bytes(kept.body), kept.headers, kept.state) == (b'{"n": "\xc3\xa7"}', {"webhook-id": "evt_1"}, "received")
    assert kept.received_at == world.act().at
    assert _jobs() == [first, other]


def _jobs() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("select (args ->> 'notice_id')::bigint from procrastinate_jobs order by id")
        return [number for (number,) in cursor.fetchall()]
