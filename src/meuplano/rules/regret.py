"""Who may undo a contract or an order, until when, and what leaves with it (D37)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from meuplano.rules import proration
from meuplano.rules.endings import may_regret
from meuplano.rules.lines import CHARGE, Line
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.periods import Period

DAYS = 7


def allowed_until(agreed_on: date, tax_id: str, *, for_all: bool, days: int = DAYS) -> date | None:
    """The last day on which it can be undone; None where the account has no such right.

    By law it is a consumer's: an account with a CPF (11 digits). The vendor may give it to all.
    """
    return agreed_on + timedelta(days=days) if for_all or len(tax_id) == 11 else None


def may_undo(agreed_on: date, today: date, tax_id: str, *, for_all: bool, days: int = DAYS) -> bool:
    """Whether it can be undone today, the last day included."""
    return allowed_until(agreed_on, tax_id, for_all=for_all, days=days) is not None and may_regret(
        agreed_on, today, days=days
    )


def remaining(held: Mapping[str, int], added: Mapping[str, int]) -> dict[str, int]:
    """What is held without what an order had added; never below zero, where a renewal had lowered it meanwhile."""
    return {item: max(held.get(item, 0) - quantity, 0) for item, quantity in added.items()}


def given_back(lines: Iterable[Line], period: Period, on: date) -> Money:
    """What a longer cycle of that day has already given back of an addition: its days not used, at its prices (D12).

    `lines` are those of the addition and `period` the one that they are for; once it is over nothing was given back.
    """
    if on not in period:
        return ZERO
    share = proration.left(period, on)
    return total(share.of(line.unit.net, line.quantity) for line in lines if line.kind == CHARGE)
