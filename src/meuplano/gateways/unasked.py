"""What a gateway answers that nobody can ask: it takes no call, and its news come by a person's hand."""

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


class Unasked(Gateway):
    """`not_charged` and `not_refunded` say in Portuguese why each command is Rejected."""

    card_csp_sources: tuple[str, ...] = ()
    not_charged: str
    not_refunded: str = "A devolução é feita por fora e lançada depois."

    @override
    def charge(self, request: ChargeRequest) -> ChargeResult:
        """Always Rejected."""
        raise Rejected("not_offered", self.not_charged)

    @override
    def fetch(self, key: str) -> ChargeState:
        """It knows no charge."""
        return NotFound()

    @override
    def cancel(self, external_id: str, key: str) -> Cancelled | NotFound:
        """It knows no charge."""
        return NotFound()

    @override
    def refund(self, external_id: str, amount: int, key: str) -> Receipt:
        """Always Rejected."""
        raise Rejected("not_offered", self.not_refunded)

    @override
    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Always BadSignature: what it brings comes from a signed-in person, never from the network."""
        raise BadSignature("nothing is sent by it")

    @override
    def read_notice(self, headers: Mapping[str, str], body: bytes) -> list[News]:
        """Always Rejected."""
        raise Rejected("unreadable", "Ninguém manda avisos por este meio.")

    @override
    def poll(self, since: str = "") -> Polled:
        """Never any news of its own."""
        return Polled((), since)
