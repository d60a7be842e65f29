"""The machines' door is answered without what pages need: one statement for a signed notice, none for another."""

import json
import time
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fakebank.notices import sign
from meuplano.actions import read_notice
from meuplano.records.models import Notice

SECRET = "a secret of the tests"
BODY = b'{"id": "evt_1", "type": "charge.paid", "data": {"id": "ch_1"}}'


@pytest.fixture(autouse=True)
def _gateway(db: None, settings: Any) -> Any:
    settings.MOVABLE_CLOCK = False
    settings.GATEWAYS = {"fake": {"url": "http://127.0.0.1:9", "secret": SECRET}}


def bring(*, secret: str = SECRET, age: int = 0) -> tuple[HttpResponse, int]:
    """The answer to a notice signed so long ago, and how many statements it took."""
    at = int(time.time()) - age
    headers = {
        "webhook-id": "evt_1", "webhook-timestamp": str(at), "webhook-signature": sign(secret, "evt_1", at, BODY),
    }  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        answer = Client(enforce_csrf_checks=True).post(
            "/avisos/fake/", BODY, content_type="application/json", headers=headers
        )
    return answer, len(asked)


def jobs() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("select queue_name, task_name, args, status::text, scheduled_at from procrastinate_jobs")
        return [(name, task, json.loads(args) if isinstance(args, str) else args, *rest)
                for name, task, args, *rest in cursor.fetchall()]  # fmt: skip


def test_a_signed_notice_is_kept_with_its_job_by_one_statement() -> None:
    answer, statements = bring()
    assert (answer.status_code, statements) == (202, 1)
    assert jobs() == [("default", "read_notice", {"notice_id": Notice.objects.get().pk}, "todo", None)]
    assert "X-Request-Id" in answer  # the log's line
    assert not {"Set-Cookie", "Vary", "Content-Language", "Content-Security-Policy"} & set(answer.headers)
    assert bring()[0].status_code == 202
    assert (Notice.objects.count(), len(jobs())) == (1, 1)


def test_without_its_signature_the_database_is_not_asked() -> None:
    for answer, statements in (bring(secret="another"), bring(age=3600)):
        assert (answer.status_code, statements) == (401, 0)
    assert not Notice.objects.exists()


def test_too_large_unknown_or_asked_otherwise(settings: Any) -> None:
    client = Client()
    assert client.post("/avisos/ninguem/", BODY, content_type="application/json").status_code == 404
    assert client.get("/avisos/fake/").status_code == 405
    missing = client.get("/avisos/fake/nada/")
    assert (missing.status_code, "Content-Security-Policy" in missing) == (404, True)  # a page, as everywhere
    settings.LARGEST_NOTICE = len(BODY) - 1
    assert bring()[0].status_code == 413


def test_a_fault_of_ours_is_logged_and_not_acknowledged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: Any) -> int:
        raise RuntimeError("nothing is kept")

    monkeypatch.setattr(read_notice, "receive", breaks)
    with pytest.raises(RuntimeError, match="nothing is kept"):
        bring()
    assert "failed" in caplog.text
