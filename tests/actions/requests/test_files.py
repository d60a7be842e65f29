"""Files of a message: kept with it or not at all."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import FileRefused, Upload
from meuplano.records.models import Attachment, Message, SupportRequest

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 nota"


def test_files_are_kept_with_their_message(asks: Callable[..., SupportRequest]) -> None:
    files = [Upload("../../nota fiscal.pdf", PDF), Upload("extrato.csv", b"dia;valor\n")]
    asks(files=files)
    rows = Attachment.objects.order_by("position")
    assert [(row.name, row.content_type, row.size) for row in rows] == [
        ("nota fiscal.pdf", "application/pdf", len(PDF)),
        ("extrato.csv", "text/plain", 10),
    ]
    assert bytes(rows[0].content) == PDF
    assert rows[0].sha256 == sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([Upload("a.pdf", b"MZ\x90\0")], "file_unknown"),
        ([Upload("a.svg", b"<svg onload=alert(1)>")], "file_unknown"),
        ([Upload("vazio.txt", b"")], "file_unknown"),
        ([Upload("a.pdf", PDF), Upload("b.pdf", PDF + b" " * 5_000_000)], "file_too_large"),
        ([Upload("a.pdf", PDF)] * 6, "too_many_files"),
    ],
)
def test_one_bad_file_keeps_nothing(asks: Callable[..., Any], files: list[Upload], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        asks(files=files)
    assert refused.value.reason == reason
    assert not isinstance(refused.value, FileRefused) or refused.value.name == files[-1].name
    assert not Message.objects.exists()
