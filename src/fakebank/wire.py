"""What goes back over the wire, whole."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; `location` makes it a redirect."""

    status: int
    kind: str
    body: bytes
    location: str = ""


def as_json(status: int, value: Any) -> Answer:
    """For machines."""
    return Answer(status, "application/json", json.dumps(value, ensure_ascii=False).encode())


def see(address: str) -> Answer:
    """After a POST: look there, so that reloading sends nothing twice."""
    return Answer(303, "text/plain", b"", address)
