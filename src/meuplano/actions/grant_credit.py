"""Finance gives an account credit, with its reason."""

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.records import credits, events
from meuplano.records.books import post
from meuplano.records.models import Credit
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money


def grant_credit(account_id: int, amount: Money, reason: str, act: Act) -> Credit:
    """A courtesy credit: used like money, never paid out (D33). Raises Refused: no_amount, no_reason."""
    if amount <= ZERO:
        raise Refused("no_amount")
    if not reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        credit = credits.grant(account, amount, kind="courtesy", reason=reason.strip(), act=act)
        post(account, act, ledger.credit_granted(amount, source=ledger.COURTESY), why="credit.granted")
        event = events.record(
            "credit.granted", act, account, amount=amount.centavos, kind="courtesy", reason=credit.reason
        )
        tell(event)
    return credit
