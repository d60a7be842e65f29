"""The demo's world: seeded once, then lived day by day by the worker, with the people who are in it."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob

from meuplano import clock
from meuplano.actions import move_time, seed_demo, self_check
from meuplano.actions.bank_files import carry
from meuplano.jobs import cast
from meuplano.jobs.schedule import automatic, run_everything_due
from meuplano.rules.act import Act

FIRST_DAY = date(2026, 11, 24)  # whatever the real date (D63)
WORLD = Path(__file__).parent / "world"
OF_THE_DAY = ("pay_invoice", "cancel_charge", "read_notice", "read_bank_return", "send_mails", "send_mail")
PATIENCE = 10.0  # seconds a day at most: a job that does not come through is tried again on a later day


def live_days(settle: Callable[[], object] | None = None) -> int:
    """Live the days that were asked for, each with all that is due on it; returns how many.

    `settle` has the jobs of the day done before the next one begins; a worker waits for its other hands.
    """
    settle = settle or wait_for_jobs
    days = 0
    while move_time.is_asked():
        with move_time.alone() as mine:
            if not mine:
                return days
            while move_time.is_asked():
                _walk(carry.bring_remittance)
                if not move_time.begin_next_day(automatic()):
                    break
                _walk(carry.fetch_returns)
                settle()
                run_everything_due()
                settle()
                cast.act_on(automatic())
                settle()
                days += 1
    if days:
        self_check.self_check(automatic())
    return days


def _walk(errand: Callable[[Act], int]) -> None:
    """The evening's or the morning's way to the bank, where boletos go by file."""
    if carry.by_file():
        errand(automatic())


def wait_for_jobs() -> None:
    """Until the other hands of this worker have done what the day asked for."""
    waiting = ProcrastinateJob.objects.filter(
        Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=clock.system_now()),
        task_name__in=OF_THE_DAY,
        status__in=("todo", "doing"),
    )
    end = time.monotonic() + PATIENCE
    while waiting.exists() and time.monotonic() < end:
        time.sleep(0.01)


def seed() -> list[tuple[str, str, str]]:
    """Make the demo's world if it is not there, and live on where a stop came between; returns its logins.

    A login is (who, e-mail, password).
    """
    real = clock.system_now().astimezone(clock.SAO_PAULO).date()
    logins = seed_demo.seed(WORLD, timedelta(days=(FIRST_DAY - real).days), automatic)
    if carry.by_file():
        carry.open_agreement(automatic())
    move_time.go_on()
    return logins
