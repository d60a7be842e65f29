"""The demo's world: seeded once, then lived day by day by the worker."""

from meuplano.actions import move_time
from meuplano.jobs.schedule import automatic, run_everything_due


def live_days() -> int:
    """Live the days that were asked for, each with all that is due on it; returns how many."""
    days = 0
    while move_time.begin_next_day(automatic()):
        run_everything_due()
        days += 1
    return days
