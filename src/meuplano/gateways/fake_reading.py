"""What the fake bank's JSON means in the words of the port."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Literal

from meuplano.gateways.base import (
    BoletoCodes,
    Cancelled,
    ChargeChange,
    Declined,
    News,
    Paid,
    Pending,
    PixCode,
    Receipt,
    Rejected,
    StoredCard,
    Unknown,
)

NAME = "fake"
CHANGES: dict[str, Literal["attempt_declined", "declined", "cancelled", "expired"]] = {
    "charge.attempt_declined": "attempt_declined",
    "charge.declined": "declined",
    "charge.cancelled": "cancelled",
    "charge.expired": "expired",
}


@contextmanager
def understood() -> Iterator[None]:
    """An answer that makes no sense leaves the outcome unknown."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError) as problem:
        raise Unknown(f"the bank's answer makes no sense: {type(problem).__name__}") from problem


def state(body: Any) -> Pending | Paid | Declined | Cancelled:
    """A charge as the API shows it. Raises Unknown for one that makes no sense."""
    with understood():
        return _state(body)


def _state(body: Any) -> Pending | Paid | Declined | Cancelled:
    match body["status"]:
        case "open":
            return _pending(body)
        case "paid":
            return Paid(_receipt(body["payment"], body))
        case "declined":
            decline = body["decline"]
            return Declined(body["id"], decline["code"], decline["retryable"] is True, decline["text"])
        case "cancelled" | "expired" | "reversed" as over:
            return Cancelled(body["id"], expired=over == "expired")
        case other:
            raise ValueError(other)


def _pending(body: Any) -> Pending:
    boleto, pix = body["boleto"], body["pix"]
    return Pending(
        external_id=body["id"],
        boleto=BoletoCodes(**boleto) if boleto else None,
        pix=PixCode(pix["brcode"], datetime.fromisoformat(pix["ends_at"])) if pix else None,
        page_url=body["page_url"],
    )


def _receipt(payment: Any, charge: Any) -> Receipt:
    card = payment["card"]
    return Receipt(
        gateway=NAME,
        external_id=payment["id"],
        key=charge["key"] if charge else None,
        amount=_centavos(payment["amount"]),
        paid_on=date.fromisoformat(payment["paid_on"]),
        method=payment["method"],
        charge_id=charge["id"] if charge else None,
        card=StoredCard(card["token"], card["brand"], card["last4"], card["expires"]) if card else None,
        fee=payment["fee"],
    )


def refund(body: Any, charge: Any) -> Receipt:
    """Money given or taken back: a receipt of kind reversal."""
    return Receipt(
        gateway=NAME,
        external_id=body["id"],
        key=charge["key"] if charge else None,
        amount=_centavos(body["amount"]),
        paid_on=date.fromisoformat(body["made_on"]),
        method=body["method"],
        kind="reversal",
        charge_id=charge["id"] if charge else None,
        reverses=body["payment"],
        refund_key=body["key"],
    )


def notice(body: bytes) -> list[News]:
    """A webhook's verified body. Raises Rejected("unreadable") when it is not what the bank sends."""
    try:
        return event(json.loads(body))
    except (KeyError, TypeError, ValueError) as problem:
        raise Rejected("unreadable", f"O aviso não pôde ser lido: {type(problem).__name__}.") from problem


def event(body: Any) -> list[News]:
    """One event; a type that we do not know means nothing to us."""
    charge = body["charge"]
    match body["type"]:
        case "payment.confirmed":
            return [_receipt(body["payment"], charge)]
        case "payment.refunded" | "payment.reversed":
            return [refund(body["refund"], charge)]
        case known if known in CHANGES:
            decline = body.get("decline") or {"code": "", "retryable": False, "text": ""}
            return [
                ChargeChange(
                    gateway=NAME,
                    external_id=charge["id"],
                    key=charge["key"],
                    state=CHANGES[known],
                    code=decline["code"],
                    retryable=decline["retryable"] is True,
                    text=decline["text"],
                )
            ]
        case _:
            return []


def _centavos(value: Any) -> int:
    if type(value) is not int or value <= 0:
        raise ValueError(f"not an amount: {value!r}")
    return value
