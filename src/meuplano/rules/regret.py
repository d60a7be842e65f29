"""Who may undo a contract or an order, until when, and what leaves with it (D37)."""

from collections.abc import Mapping
from datetime import date, timedelta

from meuplano.rules.endings import may_regret

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
