"""A bank that is spoken to by files: it answers no call. A charge waits as a title for the next file and its return."""

from collections.abc import Mapping
from datetime import datetime
from typing import override

from meuplano.gateways.base import (
    BadSignature,
    Cancelled,
    ChargeRequest,
    ChargeResult,
    ChargeState,
    Gateway,
    News,
    NotFound,
    Polled,
    Receipt,
    Rejected,
)

BY_FILE = "file_exchange"


class BankCnab(Gateway):
    """Declares what the files can do; `actions/bank_files` writes and reads them, since they need our tables."""

    name = "bank_cnab"
    capabilities = frozenset({"boleto", BY_FILE})
    card_csp_sources: tuple[str, ...] = ()

    @override
    def charge(self, request: ChargeRequest) -> ChargeResult:
        """Always Rejected: a title leaves with the next file."""
        raise Rejected("by_file", "A cobrança vai ao banco por arquivo de remessa.")

    @override
    def fetch(self, key: str) -> ChargeState:
        """Nobody can be asked: the bank's return tells."""
        return NotFound()

    @override
    def cancel(self, external_id: str, key: str) -> Cancelled | NotFound:
        """Nobody can be asked: the write-off leaves with the next file."""
        return NotFound()

    @override
    def refund(self, external_id: str, amount: int, key: str) -> Receipt:
        """Always Rejected: a boleto's money goes back by a transfer."""
        raise Rejected("not_offered", "O banco não devolve boletos: a devolução é feita por fora e lançada depois.")

    @override
    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Always BadSignature: files come from a signed-in person, never from the network."""
        raise BadSignature("files are not sent")

    @override
    def read_notice(self, headers: Mapping[str, str], body: bytes) -> list[News]:
        """Always Rejected: a return file is read line by line elsewhere."""
        raise Rejected("unreadable", "Um retorno bancário não é um aviso.")

    @override
    def poll(self, since: str = "") -> Polled:
        """Never any news of its own."""
        return Polled((), since)
