"""Which credit is used first (D32)."""

from collections.abc import Sequence

from meuplano.rules.money import Money


def spend(credits: Sequence[tuple[int, Money]], amount: Money) -> list[tuple[int, Money]]:
    """How much of each credit (id, balance) pays for the amount, in the given order, which is the oldest first.

    Never more than a balance, never more than the amount together; untouched credits are left out.
    """
    spent = []
    for key, balance in credits:
        taken = min(balance, amount)
        if taken.centavos > 0:
            spent.append((key, taken))
            amount -= taken
    return spent
