"""The one reader of the system clock: now() as an instant, today() as a date in São Paulo.

In the demo and in tests an offset stored in the database moves the clock of every process at once; production refuses
one (`records.Clock`).
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SAO_PAULO = ZoneInfo("America/Sao_Paulo")


def system_now() -> datetime:
    """The machine's own instant, in UTC: for logs, never for business."""
    return datetime.now(UTC)


def now() -> datetime:
    """The instant at which business happens, in UTC."""
    return system_now() + _offset()


def today() -> date:
    """The business date: the day in São Paulo, where 00:30 UTC is still yesterday."""
    return now().astimezone(SAO_PAULO).date()


def _offset() -> timedelta:
    from django.conf import settings

    if not settings.MOVABLE_CLOCK:
        return timedelta()
    from meuplano.records.models import Clock

    return Clock.offset()
