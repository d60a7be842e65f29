"""The demo's world: seeded once, then lived day by day by the worker."""

from datetime import date, timedelta
from pathlib import Path

from meuplano import clock
from meuplano.actions import move_time, seed_demo
from meuplano.jobs.schedule import automatic, run_everything_due

FIRST_DAY = date(2026, 11, 24)  # whatever the real date (D63)
WORLD = Path(__file__).parent / "world"


def live_days() -> int:
    """Live the days that were asked for, each with all that is due on it; returns how many."""
    days = 0
    while move_time.begin_next_day(automatic()):
        run_everything_due()
        days += 1
    return days


def seed() -> list[tuple[str, str, str]]:
    """Make the demo's world if it is not there; returns its logins as (who, e-mail, password)."""
    real = clock.system_now().astimezone(clock.SAO_PAULO).date()
    return seed_demo.seed(WORLD, timedelta(days=(FIRST_DAY - real).days), automatic)
