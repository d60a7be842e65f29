"""Paying a refund out: by the gateway that took the money, or by a person who says how (D33).

The refund's key makes the gateway's call safe to repeat: what a time-out leaves unknown is asked again with it, and
until the answer is there nobody can pay by other ways.
"""

from datetime import date

import structlog

from meuplano.actions.lock import locked
from meuplano.actions.open_charge import gateway
from meuplano.actions.receipts import write_down
from meuplano.actions.settle_refund import settle_refund
from meuplano.gateways import base
from meuplano.records import events
from meuplano.records.faults import point
from meuplano.records.models import Charge, Receipt, Refund, Task
from meuplano.rules.act import Act

log = structlog.get_logger(__name__)


class NotPossible(Exception):
    """The refund cannot be paid this way now; nothing was written."""


def charge_behind(refund: Refund) -> Charge | None:
    """The gateway's charge that brought the money, if that gateway can give it back.

    A card's sale in instalments goes back whole or not at all: a part of it goes by other ways (D33).
    """
    paid = refund.credit.payment
    if paid is None or not paid.receipt.charge_key:
        return None
    charge = Charge.objects.filter(
        account=refund.account_id, gateway=paid.receipt.gateway, key=paid.receipt.charge_key
    ).first()
    if charge is None or not charge.external_id or "refund" not in gateway(charge.gateway).capabilities:
        return None
    if charge.instalments > 1 and refund.amount_centavos != charge.amount_centavos:
        return None
    return charge


def by_gateway(account_id: int, refund_id: int, act: Act) -> str:
    """Ask the gateway to give it back; returns the refund's state afterwards. Raises NotPossible.

    A second click while the first one is on its way changes nothing.
    """
    with locked(account_id, act) as account:
        refund = _of(account_id, refund_id)
        if refund.state != "due":
            return refund.state
        if charge_behind(refund) is None:
            raise NotPossible
        refund.move("send", sent_at=act.at, refusal="")
        events.record("refund.sent", act, account, refund=refund.pk, amount=refund.amount_centavos)
    return ask(account_id, refund_id, act)


def ask(account_id: int, refund_id: int, act: Act) -> str:
    """Say to the gateway, perhaps again, what it is to give back, outside any transaction; returns the state."""
    refund = _of(account_id, refund_id)
    charge = charge_behind(refund)
    if refund.state not in ("sending", "unknown") or charge is None:
        return refund.state
    Refund.objects.filter(pk=refund.pk).update(sent_at=act.at)
    point("before_gateway_call")
    try:
        answer = gateway(charge.gateway).refund(charge.external_id, refund.amount_centavos, refund.key)
    except base.Unknown:
        return _move(refund, "lose", act)
    except base.Unreachable:
        return _move(refund, "retry", act)
    except base.Rejected as refused:
        return _move(refund, "refuse", act, refused.text)
    point("after_gateway_call")
    with locked(account_id, act) as account:
        row, new = write_down(answer, act, None, matched=True)
        refund.refresh_from_db()
        if new:
            settle_refund(account, refund, row, act)
        return refund.state


def by_hand(account_id: int, refund_id: int, *, paid_on: date, proof: str, act: Act) -> bool:
    """Somebody of finance gave it back by other ways; False when it is paid or dropped already. Raises NotPossible.

    `proof` names the transfer; the day is not in the future and not before the refund was asked for.
    """
    with locked(account_id, act) as account:
        refund = _of(account_id, refund_id)
        if refund.state in ("paid", "dropped"):
            return False
        if refund.state != "due" or not proof.strip() or not refund.asked_on <= paid_on <= act.today:
            raise NotPossible
        row = Receipt.objects.create(
            gateway="manual",
            external_id=f"refund-{refund.key}",
            kind="reversal",
            amount_centavos=refund.amount_centavos,
            paid_on=paid_on,
            method="transfer",
            known_at=act.at,
            matched=True,
            settled_by=act.by,
        )
        settle_refund(account, refund, row, act, proof=proof.strip()[:200])
        return True


def _of(account_id: int, refund_id: int) -> Refund:
    found = Refund.objects.select_related("credit__payment__receipt")
    refund: Refund = found.get(account=account_id, pk=refund_id)
    return refund


def _move(refund: Refund, event: str, act: Act, refusal: str = "") -> str:
    with locked(refund.account_id, act) as account:
        refund.refresh_from_db()
        before = refund.state
        if refund.move(event, **({"refusal": refusal[:200]} if refusal else {})):
            events.record(
                f"refund.{'refused' if event == 'refuse' else refund.state}",
                act,
                account,
                refund=refund.pk,
                before=before,
                text=refusal,
            )
            if event == "refuse":
                Task.objects.filter(pk=refund.task_id).update(text=f"O banco não devolveu: {refusal}"[:300])
        return refund.state
