"""What made a quantity what it is: the last order, contract or reduction of an item, as a page names it (U02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

ROLLED_OVER = "renewal"  # an entry that only carries a quantity into the next period


@dataclass(frozen=True, slots=True)
class Origin:
    """Why and when there came to be `count` of an item for the next renewal, and the order's number if it was one."""

    why: str
    on: date
    order: int | None
    count: int
    reduced: bool  # the next renewal has fewer than the running period


def origin_of(row: Sequence[Any]) -> Origin:
    """Out of JSON: [why, on, order, now, at_renewal]."""
    why, on, order, now, at_renewal = row
    return Origin(why, date.fromisoformat(on), order, at_renewal, at_renewal < now)
