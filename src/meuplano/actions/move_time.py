"""The demo's time: lived day by day, the bank's day first, then ours (D63)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta

from django.db import connection, transaction
from procrastinate.exceptions import AlreadyEnqueued

from meuplano.actions.later import later
from meuplano.actions.open_charge import gateway
from meuplano.gateways import base
from meuplano.gateways.fake import FakeBank
from meuplano.records.models import Clock
from meuplano.rules.act import Act

FARTHEST = 400  # days in one go
ONE_AT_A_TIME = 24112026  # the name of the lock of whoever lives the days


def ask_for_days(days: int, act: Act) -> date:
    """Have the worker live so many more days (1 to 400); returns the last. Raises RuntimeError where time is real."""
    since, until = Clock.target() or (act.today, act.today)
    until = max(until, act.today) + timedelta(min(max(days, 1), FARTHEST))
    with transaction.atomic():
        Clock.aim(since, until)
        _have_them_lived()
    return until


def go_on() -> None:
    """Have the worker live on towards the day that was asked for before a stop, if one was."""
    if is_asked():
        _have_them_lived()


def is_asked() -> bool:
    """Whether there are days to live."""
    return Clock.target() is not None


def _have_them_lived() -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        later("live_days")


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else lives the days right now: two at once would skip some."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        mine = cursor.fetchone()[0]  # type: ignore[index]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def begin_next_day(act: Act) -> bool:
    """Move everybody's clock to the next day, the bank's first; False when the day aimed at is reached."""
    target = Clock.target()
    if target is None or act.today >= target[1]:
        Clock.aim(None, None)
        return False
    bank = gateway("fake")
    assert isinstance(bank, FakeBank)
    try:
        bank.live_until(act.today + timedelta(1))
    except base.GatewayError as problem:
        raise RuntimeError("the fake bank does not answer: time stands still") from problem
    Clock.move(Clock.offset() + timedelta(1))
    return True
