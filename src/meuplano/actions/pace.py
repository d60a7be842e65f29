"""Going too fast is refused with the time to wait, counted in what is kept already: no counter beside it (U22)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from meuplano.actions.refused import Refused
from meuplano.rules.act import Act
from meuplano.rules.pace import Pace, wait


class TooFast(Refused):
    """Nothing was written; `seconds` is how long until it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too_fast")
        self.seconds = seconds


def refuse_too_fast(done: Iterable[datetime], pace: Pace, act: Act, more: int = 1) -> None:
    """`done` are the instants of what was done already. Raises TooFast. What is counted is locked."""
    left = wait(list(done), pace, act.at, more)
    if left > timedelta():
        raise TooFast(ceil(left.total_seconds()))
