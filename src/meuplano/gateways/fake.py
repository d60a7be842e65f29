"""The gateway of the demo and of the tests: an HTTP client of the fake bank, which is a process of its own."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from ssl import SSLContext
from typing import Any, override

import httpx

from meuplano.gateways import fake_reading as reading
from meuplano.gateways import signature
from meuplano.gateways.base import (
    Cancelled,
    ChargeRequest,
    ChargeResult,
    ChargeState,
    Declined,
    Gateway,
    News,
    NotFound,
    Paid,
    Pending,
    Polled,
    Receipt,
    Rejected,
    Unknown,
    Unreachable,
)

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class FakeBank(Gateway):
    """`url` is the bank's, `secret` serves its API and its notices' signature, `timeout` is seconds per step."""

    name = "fake"
    capabilities = frozenset(
        {"boleto", "pix", "card", "keep_card", "change_due_date", "refund", "webhook", "poll", "card_instalments"}
    )
    card_csp_sources: tuple[str, ...] = ()  # its card page is linked to, never shown inside ours

    def __init__(self, *, url: str, secret: str, timeout: float = 5.0) -> None:
        self._secret = secret
        self._http = httpx.Client(
            base_url=url,
            headers={"authorization": f"Bearer {secret}"},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 2.0)),
            limits=httpx.Limits(max_connections=50, max_keepalive_connections=0),  # no half-dead connection to doubt
            trust_env=False,
            verify=_authorities(),
        )

    def charge(self, request: ChargeRequest) -> ChargeResult:
        """See `base.Gateway.charge`. A key whose charge is over is Rejected("over"): it needs a new key."""
        state = reading.state(self._call("POST", "/v1/charges", _charge_body(request)))
        if isinstance(state, Cancelled):
            raise Rejected("over", "Esta cobrança já foi cancelada ou expirou.")
        return state

    def fetch(self, key: str) -> ChargeState:
        """See `base.Gateway.fetch`."""
        try:
            return reading.state(self._call("GET", "/v1/charges", {"key": key}))
        except Rejected as refusal:
            if refusal.code == "unknown_charge":
                return NotFound()
            raise

    def cancel(self, external_id: str, key: str) -> Cancelled | Paid | Declined | NotFound:
        """See `base.Gateway.cancel`. A boleto paid today may still be cancelled: its money arrives all the same."""
        try:
            state = reading.state(self._call("POST", f"/v1/charges/{external_id}/cancel", {"key": key}))
        except Rejected as refusal:
            if refusal.code == "unknown_charge":
                return NotFound()
            raise
        if isinstance(state, Pending):
            raise Unknown("the bank says that it is still open")
        return state

    def refund(self, external_id: str, amount: int, key: str) -> Receipt:
        """See `base.Gateway.refund`."""
        body = self._call("POST", f"/v1/charges/{external_id}/refunds", {"key": key, "amount": amount})
        with reading.understood():
            return reading.refund(body["refund"], body["charge"])

    def change_due_date(self, external_id: str, due_on: date, pay_until: date | None, key: str) -> Pending:
        """See `base.ChangesDueDate`."""
        days = {"key": key, "due_on": due_on.isoformat(), "pay_until": pay_until.isoformat() if pay_until else None}
        state = reading.state(self._call("POST", f"/v1/charges/{external_id}/due-date", days))
        if not isinstance(state, Pending):
            raise Unknown("the bank moved the date of a charge that is not open")
        return state

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """See `base.Gateway.verify`."""
        signature.check(self._secret, headers, body, now)

    @override
    def read_notice(self, headers: Mapping[str, str], body: bytes) -> list[News]:
        """See `base.Gateway.read_notice`."""
        return reading.notice(body)

    def poll(self, since: str = "") -> Polled:
        """See `base.Gateway.poll`."""
        body = self._call("GET", "/v1/events", {"since": since})
        with reading.understood():
            events = body["events"]
            news = tuple(item for event in events for item in reading.event(event))
            return Polled(news, events[-1]["id"] if events else since)

    def live_until(self, day: date) -> None:
        """Tell the bank the demo's date: it lives every day up to this one (D63)."""
        self._call("POST", "/control/date", {"date": day.isoformat()})

    def arrange(self, what: str, **values: object) -> None:
        """What the demo's payers do at the bank: POST /control/<what> (docs/fakebank.md)."""
        self._call("POST", f"/control/{what}", values)

    def take_remittance(self, content: bytes) -> None:
        """Hand a bank file in at the counter. Rejected("file_came_before") when the bank has it already."""
        self._read(self._send("POST", "/v1/remittances", content=content))

    def returns_after(self, number: int) -> list[int]:
        """The numbers of the return files made after that one."""
        body = self._call("GET", "/v1/returns", {"since": str(number)})
        with reading.understood():
            return [int(made) for made in body["returns"]]

    def return_file(self, number: int) -> bytes:
        """A return file as the bank wrote it."""
        answer = self._send("GET", f"/v1/returns/{number}")
        if answer.status_code != httpx.codes.OK:
            raise Unknown(f"return {number}: {answer.status_code}")
        return answer.content

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def _call(self, method: str, path: str, values: Mapping[str, Any]) -> Any:
        """Send one command and read its answer, so that every way of failing is one of the port's errors."""
        post = method == "POST"
        return self._read(self._send(method, path, json=values if post else None, params=None if post else values))

    def _send(self, method: str, path: str, **values: Any) -> httpx.Response:
        try:
            return self._http.request(method, path, **values)
        except NEVER_SENT as problem:
            raise Unreachable(f"{method} {path}: {type(problem).__name__}") from problem
        except httpx.HTTPError as problem:
            raise Unknown(f"{method} {path}: {type(problem).__name__}") from problem

    @staticmethod
    def _read(answer: httpx.Response) -> Any:
        with reading.understood():
            content = answer.json()
            if answer.status_code == httpx.codes.OK:
                return content
            if 400 <= answer.status_code < 500:
                raise Rejected(content["error"]["code"], content["error"]["text"])
        raise Unknown(f"{answer.request.method} {answer.request.url.path}: {answer.status_code}")


@cache
def _authorities() -> SSLContext:
    """Whom an HTTPS address is believed by; reading them takes 40 ms, so once for all clients of this process."""
    return httpx.create_ssl_context(trust_env=False)


def _charge_body(request: ChargeRequest) -> dict[str, Any]:
    body = asdict(request)
    for name in ("due_on", "pay_until"):
        body[name] = body[name].isoformat() if body[name] else None
    return body
