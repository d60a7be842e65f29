"""The owner, or finance for them, asks for credit back as money, or thinks better of it (D33)."""

from meuplano.actions.lock import locked
from meuplano.actions.return_credit import keep_credit, return_credit
from meuplano.records.models import Refund
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money, total


class NothingToReturn(Exception):
    """There is no refundable credit left, or not what was shown; nothing was written."""


def ask_refund(account_id: int, *, seen: Money, reason: str, act: Act) -> list[Refund]:
    """All refundable credit is to go back. `seen` is the sum that was shown. Raises NothingToReturn.

    A second click finds nothing left and changes nothing.
    """
    with locked(account_id, act) as account:
        refunds = return_credit(account, reason.strip()[:200] or "Pedido do cliente", act)
        if seen <= ZERO or total(Money(refund.amount_centavos) for refund in refunds) != seen:
            raise NothingToReturn
        return refunds


def drop_refund(account_id: int, refund_id: int, act: Act) -> bool:
    """The credit stays after all; False when it has gone or is going. Raises Refund.DoesNotExist."""
    with locked(account_id, act) as account:
        refund = Refund.objects.get(account=account, pk=refund_id)
        return keep_credit(account, refund, "Desistência da devolução", act)
