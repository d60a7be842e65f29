"""The demo's time: lived day by day, the bank's day first, then ours (D63)."""

from datetime import date, timedelta

from django.db import transaction

from meuplano.actions.later import later
from meuplano.actions.open_charge import gateway
from meuplano.gateways import base
from meuplano.gateways.fake import FakeBank
from meuplano.records.models import Clock
from meuplano.rules.act import Act

FARTHEST = 400  # days in one go


def ask_for_days(days: int, act: Act) -> date:
    """Have the worker live so many more days (1 to 400); returns the last. Raises RuntimeError where time is real."""
    with transaction.atomic():
        begin = max(Clock.target() or act.today, act.today)
        until = begin + timedelta(min(max(days, 1), FARTHEST))
        Clock.aim(until)
        later("live_days")
    return until


def begin_next_day(act: Act) -> bool:
    """Move everybody's clock to the next day, the bank's first; False when the day aimed at is reached."""
    until = Clock.target()
    if until is None or act.today >= until:
        Clock.aim(None)
        return False
    bank = gateway("fake")
    assert isinstance(bank, FakeBank)
    try:
        bank.live_until(act.today + timedelta(1))
    except base.GatewayError as problem:
        raise RuntimeError("the fake bank does not answer: time stands still") from problem
    Clock.move(Clock.offset() + timedelta(1))
    return True
