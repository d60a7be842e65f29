"""The demo's world: seeded once, then lived day by day by the worker."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from meuplano import clock
from meuplano.actions import move_time, play_payers, seed_demo
from meuplano.jobs.schedule import automatic, run_everything_due

FIRST_DAY = date(2026, 11, 24)  # whatever the real date (D63)
WORLD = Path(__file__).parent / "world"


def live_days() -> int:
    """Live the days that were asked for, each with all that is due on it; returns how many."""
    days, (habits, usual) = 0, _habits()
    while move_time.begin_next_day(automatic()):
        play_payers.play_payers(habits, usual, automatic())
        run_everything_due()
        days += 1
    return days


def _habits() -> tuple[dict[str, int | None], int]:
    """When the demo's customers pay, by account code, and when all others do."""
    told = tomllib.loads((WORLD / "pagamentos.toml").read_text(encoding="utf-8"))
    return told["dias"] | dict.fromkeys(told["nunca"]["contas"], play_payers.NEVER), told["habitual"]


def seed() -> list[tuple[str, str, str]]:
    """Make the demo's world if it is not there; returns its logins as (who, e-mail, password)."""
    real = clock.system_now().astimezone(clock.SAO_PAULO).date()
    return seed_demo.seed(WORLD, timedelta(days=(FIRST_DAY - real).days), automatic)
