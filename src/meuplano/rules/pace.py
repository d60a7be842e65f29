"""How fast somebody may go: so many things within so much time, counted back from now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `most` things in any stretch of `within`."""

    most: int
    within: timedelta


def wait(done: Sequence[datetime], pace: Pace, now: datetime, more: int = 1) -> timedelta:
    """How long until `more` things may be done at once: zero if now. `done` are the instants of earlier ones.

    What would never fit, more than `pace.most` at once, waits as if nothing had been done: another rule refuses it.
    """
    assert more >= 0
    recent = sorted((at for at in done if at > now - pace.within), reverse=True)
    if len(recent) + more <= pace.most or not recent:
        return timedelta()
    return recent[max(pace.most - more, 0)] + pace.within - now  # when that one is too old, there is room for `more`
