"""The bank itself: its books, its day, what it was told at the start, and how it refuses."""

import hmac
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Event

from fakebank import clock
from fakebank.books import Books, Row

DEFAULT_RETRIES = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 3600.0, 3600.0)


@dataclass(frozen=True, slots=True)
class Config:
    """How one bank is set up. `hang` and `retries` are seconds; `prefix` fixes the ids and pages of new books."""

    data: Path
    secret: str
    callback: str = ""  # where notices go; "" sends none
    port: int = 8001
    url: str = ""  # how a browser reaches it; "" means http://localhost:<port>
    hang: float = 30.0
    retries: tuple[float, ...] = DEFAULT_RETRIES
    prefix: str = ""
    first_day: date | None = None
    hybrid: bool = False  # a boleto carries a Pix too
    beneficiary: str = "Prancheta Software"
    beneficiary_code: int = 1234567
    agency: str = "0001"
    city: str = "São Paulo"


class Refused(Exception):
    """The bank understood and says no: an HTTP status, a code for machines, a sentence for people."""

    def __init__(self, code: str, text: str, status: int = 422) -> None:
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


@dataclass(slots=True)
class Bank:
    """What every verb of the bank is given first."""

    config: Config
    books: Books
    url: str
    news: Event = field(default_factory=Event)  # set when something may be due for delivery
    closing: Event = field(default_factory=Event)

    @property
    def today(self) -> date:
        """The bank's day."""
        return date.fromisoformat(self.books.setting("today"))

    def derive(self, *parts: str) -> str:
        """32 hex digits that nobody can guess, the same for the same parts in the same books."""
        text = "\n".join((self.books.prefix, *parts)).encode()
        return hmac.new(self.config.secret.encode(), text, sha256).hexdigest()[:32]

    def charge_row(self, charge_id: str) -> Row:
        """A charge by its id. Raises Refused 404."""
        row = self.books.row("select * from charges where id = ?", charge_id)
        if row is None:
            raise Refused("unknown_charge", "Não há cobrança com este número.", 404)
        return row


def open_bank(config: Config, port: int) -> Bank:
    """Open the books in `config.data`, starting them on `config.first_day` (or today) if they are new."""
    books = Books(config.data / "bank.sqlite3", prefix=config.prefix)
    if not books.setting("today"):
        with books.writing():
            books.set("today", (config.first_day or clock.first_day()).isoformat())
    return Bank(config, books, config.url or f"http://localhost:{port}")
