"""The fake bank inside this process: its own door, books and faults, no socket between it and the gateway's client.

A life asks the bank some hundred times a year; without connections and hanging answers it is lived in a second.
"""

from email.message import Message
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import httpx

from fakebank import clock as bank_clock
from fakebank.bank import Bank, Config, open_bank
from fakebank.notices import sign
from fakebank.server import Broken, Handler

SECRET = "a secret of the lives"
URL = "http://localhost:8001"


class Door(Handler):
    """The bank's door for one request at a time, answered by a value instead of over a wire."""

    def __init__(self, bank: Bank) -> None:
        self.server = SimpleNamespace(bank=bank)  # type: ignore[assignment]
        self.client_address = ("127.0.0.1", 0)

    def ask(self, path: str, headers: dict[str, str], body: bytes | None) -> Any:
        """The answer (`fakebank.wire.Answer`). Raises Broken when none comes."""
        self.path, self.headers = path, Message()
        for name, value in headers.items():
            self.headers[name] = value
        return self._answer(body)

    def _send(self, answer: Any, *, only_half: bool = False) -> None:
        """An answer that stops in the middle is one that nobody can read."""


class InProcess(httpx.BaseTransport):
    """What the gateway's client talks through. `away()` says whether the bank cannot be reached right now."""

    def __init__(self, door: Door, away: Any) -> None:
        self._door, self._away = door, away

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._away():
            raise httpx.ConnectError("nobody listens", request=request)
        body = request.read() if request.method == "POST" else None
        try:
            answer = self._door.ask(request.url.raw_path.decode(), dict(request.headers), body)
        except Broken as broken:
            raise httpx.ReadTimeout("no answer", request=request) from broken
        return httpx.Response(answer.status, content=answer.body, request=request)


class HouseBank:
    """A bank of this life's own, beginning on its first day; `file` is where its books lie.

    One that never `tells` anything has to be asked.
    """

    def __init__(self, folder: Path, first_day: Any, chance: Random, *, tells: bool) -> None:
        self.file = folder / "bank.sqlite3"
        config = Config(
            folder,
            SECRET,
            callback=f"{URL}/avisos/" if tells else "",
            url=URL,
            hang=0,
            prefix="life",
            first_day=first_day,
        )
        self.bank = open_bank(config, 8001)
        self.bank.books.rows("pragma synchronous = off")  # a killed bank is another test's
        self.door = Door(self.bank)
        self.unreachable = 0.0  # how often
        self._chance = chance

    def client(self) -> httpx.Client:
        """What stands in for the gateway's own connection."""
        return httpx.Client(
            base_url=URL,
            headers={"authorization": f"Bearer {SECRET}"},
            transport=InProcess(self.door, lambda: self.unreachable and self._chance.random() < self.unreachable),
        )

    def control(self, what: str, **values: Any) -> dict[str, Any] | None:
        """POST /control/<what>; None when the bank refuses, as it may refuse any payer."""
        content = httpx.Request("POST", URL, json=values).read()
        answer = self.door.ask(f"/control/{what}", {"host": "localhost"}, content)
        return httpx.Response(answer.status, content=answer.body).json() if answer.status == 200 else None

    def deliveries(self) -> list[tuple[int, dict[str, str], bytes]]:
        """The notices that are to be brought now: their number, headers and bytes, in a drawn order."""
        rows = self.bank.books.rows(
            "select d.number, d.event, d.forge, e.body from deliveries d join events e on e.id = d.event "
            "where d.status = 'waiting' and d.held is null order by d.number"
        )
        if self._chance.random() < 0.3:
            self._chance.shuffle(rows)
        return [(row["number"], *self._signed(row)) for row in rows]

    def delivered(self, number: int) -> None:
        """It was answered with 2xx."""
        self.bank.books.write("update deliveries set status = 'delivered' where number = ?", number)

    def refused(self, number: int) -> None:
        """It was answered with 401: the forged one is used up."""
        self.bank.books.write("update deliveries set forge = max(0, forge - 1) where number = ?", number)

    def _signed(self, row: Any) -> tuple[dict[str, str], bytes]:
        body, at = row["body"].encode(), int(bank_clock.seconds())
        secret = "not the secret" if row["forge"] else SECRET
        headers = {
            "webhook-id": row["event"],
            "webhook-timestamp": str(at),
            "webhook-signature": sign(secret, row["event"], at, body),
        }
        return headers, body

    def close(self) -> None:
        self.bank.books.close()
