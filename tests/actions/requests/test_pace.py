"""Messages and files are counted by person and by account, in what is kept; the clock makes room again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from meuplano.actions.pace import TooFast
from meuplano.actions.requests.thread import Upload
from meuplano.actions.requests.write_message import write_message
from meuplano.records.models import Attachment, Message, SupportRequest
from meuplano.rules.act import Act
from tests import world

pytestmark = pytest.mark.django_db
FILES = [Upload(f"{n}.txt", b"linha") for n in range(2)]


@pytest.fixture(autouse=True)
def _few(settings: Any) -> None:
    settings.REQUESTS = settings.REQUESTS | {"messages_an_hour": 3, "files_a_day": 5}


def go_on(request: SupportRequest, after: timedelta = timedelta(), **more: Any) -> Message:
    values = {"user": request.opened_by, "text": "E então?", "key": uuid4()} | more
    act = world.act(by="Marina Prado")
    return write_message(request.account_id, request.pk, act=Act(act.by, act.at + after), **values)


def test_the_fourth_message_of_an_hour_waits_and_keeps_nothing(asks: Callable[..., SupportRequest]) -> None:
    request = asks()
    go_on(request, timedelta(minutes=10))
    key = go_on(request, timedelta(minutes=20)).key
    with pytest.raises(TooFast) as refused:
        go_on(request, timedelta(minutes=45))
    assert refused.value.seconds == 15 * 60
    assert Message.objects.count() == 3
    assert go_on(request, timedelta(minutes=45), key=key).key == key, "the same form again is no other message"
    go_on(request, timedelta(minutes=60))


def test_files_are_counted_for_the_account_and_a_day(asks: Callable[..., SupportRequest]) -> None:
    request = asks(files=FILES)
    go_on(request, timedelta(hours=2), files=FILES)
    with pytest.raises(TooFast) as refused:
        go_on(request, timedelta(hours=4), files=FILES)
    assert refused.value.seconds == 20 * 3600
    go_on(request, timedelta(hours=4), files=FILES[:1])
    assert Attachment.objects.count() == 5
