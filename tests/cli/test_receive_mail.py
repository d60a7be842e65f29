"""`meuplano receive-mail` as a mail server calls it: what it answers for each end."""

import io
import sys
from typing import Any

import pytest

from meuplano.actions.refused import Refused
from meuplano.actions.requests import receive_mail as action
from meuplano.cli import ground, receive_mail


@pytest.mark.parametrize(
    ("outcome", "status", "said"),
    [
        (None, 0, ""),
        (Refused("automatic"), 0, ""),
        (Refused("not_ours"), 67, "belongs to no request"),
        (Refused("foreign_sender"), 77, "only the person"),
        (Refused("no_text"), 65, "nothing new"),
        (OSError("secret"), 75, "try again later: OSError"),
    ],
)
def test_each_end_has_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, settings: Any, outcome: Exception | None, status: int, said: str
) -> None:
    settings.MOVABLE_CLOCK = False
    seen = []

    def receive(raw: bytes, act: Any, *, to: str) -> None:
        seen.append((raw, to))
        if outcome:
            raise outcome

    monkeypatch.setattr(action, "receive_mail", receive)
    monkeypatch.setattr(ground, "begin", lambda **_: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"From: a\r\n\r\nOi\xff")))
    assert receive_mail.run(["--to", "solicitacao+1@x"]) == status
    error = capsys.readouterr().err
    assert said in error
    assert "secret" not in error
    assert (said == "") == (error == "")
    assert seen == [(b"From: a\r\n\r\nOi\xff", "solicitacao+1@x")]
