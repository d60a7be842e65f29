"""What the customer is told: events in the books (an outbox), signed and delivered by a thread of their own."""

import base64
import hmac
import json
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from fakebank import clock
from fakebank.bank import Bank
from fakebank.books import Row

TIMEOUT = 5.0  # seconds for the customer to answer
IDLE = 1.0  # look again after so many seconds, whatever happens
NEXT_DAY, NEXT_EVENT = "until the next day", "until the next event"


def tell(bank: Bank, kind: str, charge: Row | None, **more: Any) -> None:
    """Write an event and its deliveries, inside the transaction of the fact that it tells."""
    fault = charge["fault"] if charge else None
    for _ in range(2 if fault == "tell_twice" else 1):
        _tell_once(bank, kind, charge, fault, more)
    bank.news.set()


def _tell_once(bank: Bank, kind: str, charge: Row | None, fault: str | None, more: dict[str, Any]) -> None:
    event, at = bank.books.next_id("events"), clock.now().isoformat()
    known = {name: charge[name] for name in ("id", "key", "method", "amount")} if charge else None
    body = json.dumps({"id": event, "type": kind, "created_at": at, "charge": known} | more, ensure_ascii=False)
    charge_id = charge["id"] if charge else None
    bank.books.add("events", id=event, charge=charge_id, body=body, created_at=at)
    if not bank.config.callback or fault == "tell_never":
        return
    held = _held(fault, kind)
    for _ in range(5 if fault == "tell_five_times" else 1):
        bank.books.add("deliveries", event=event, held=held, due=clock.seconds(), forge=int(fault == "forge_first"))
    if charge_id and held != NEXT_EVENT:  # what waited for this event follows it
        bank.books.write(
            "update deliveries set held = null, due = ? where held = ? "
            "and event in (select id from events where charge = ?)",
            clock.seconds(),
            NEXT_EVENT,
            charge_id,
        )


def _held(fault: str | None, kind: str) -> str | None:
    if fault == "tell_late":
        return NEXT_DAY
    waits = fault in ("tell_out_of_order", "lie_out_of_order") and kind == "payment.confirmed"
    return NEXT_EVENT if waits else None


def release(bank: Bank) -> None:
    """A new day: what was held back goes out, after what was told before. Inside `writing`."""
    bank.books.write("update deliveries set held = null, due = ? where held is not null", clock.seconds())
    bank.news.set()


def sign(secret: str, event: str, timestamp: int, body: bytes) -> str:
    """Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; `whsec_` secrets are base64."""
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    signed = b".".join((event.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()


class Courier(Thread):
    """Delivers what is due, one after the other in the order of their time, and tries again what was not taken."""

    def __init__(self, bank: Bank) -> None:
        super().__init__(name="courier", daemon=True)
        self.bank = bank

    def run(self) -> None:
        while not self.bank.closing.is_set():
            self.bank.news.clear()
            wait = self._deliver_due()
            self.bank.news.wait(wait)

    def _deliver_due(self) -> float:
        """Deliver until nothing is due; returns the seconds until something will be."""
        while not self.bank.closing.is_set():
            row = self.bank.books.row(
                "select d.*, e.body from deliveries d join events e on e.id = d.event "
                "where d.status = 'waiting' and d.held is null order by d.due, d.number limit 1"
            )
            wait = row["due"] - clock.seconds() if row else IDLE
            if row is None or wait > 0:
                return min(wait, IDLE)
            self._deliver(row)
        return 0.0

    def _deliver(self, row: Row) -> None:
        answer = self._post(row["event"], row["body"].encode(), forged=row["forge"] > 0)
        retries, tries = self.bank.config.retries, row["tries"] + 1
        status = "delivered" if answer.startswith("2") else "given up" if tries > len(retries) else "waiting"
        due = clock.seconds() + retries[min(tries, len(retries)) - 1] if retries else clock.seconds()
        with self.bank.books.writing():
            self.bank.books.write(
                "update deliveries set status = ?, tries = ?, due = ?, answer = ?, forge = max(0, forge - 1) "
                "where number = ?",
                status,
                tries,
                due,
                answer,
                row["number"],
            )

    def _post(self, event: str, body: bytes, *, forged: bool) -> str:
        """The HTTP status as text, or the name of what went wrong."""
        target, timestamp = urlsplit(self.bank.config.callback), int(clock.seconds())
        secret = "not the secret" if forged else self.bank.config.secret
        headers = {
            "content-type": "application/json",
            "webhook-id": event,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(secret, event, timestamp, body),
        }
        kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
        connection = kind(target.hostname or "", target.port, timeout=TIMEOUT)
        try:
            connection.request("POST", target.path or "/", body, headers)
            answer = connection.getresponse()
            answer.read(1000)
            return str(answer.status)
        except (OSError, HTTPException) as problem:
            return type(problem).__name__
        finally:
            connection.close()


def all_delivered(bank: Bank) -> bool:
    """Whether nothing that is not held back waits for its first or next delivery."""
    return bank.books.row("select 1 from deliveries where status = 'waiting' and held is null") is None
