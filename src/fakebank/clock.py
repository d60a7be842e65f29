"""The bank's only reader of the system clock; the bank's *day* is a row of its books (`bank.Bank.today`)."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SAO_PAULO = ZoneInfo("America/Sao_Paulo")


def now() -> datetime:
    """The machine's instant, in UTC."""
    return datetime.now(UTC)


def seconds() -> float:
    """The machine's instant in seconds since 1970: signatures carry it, deliveries are due by it."""
    return time.time()


def first_day() -> date:
    """The day on which new books open when nobody says another."""
    return now().astimezone(SAO_PAULO).date()


def end_of(day: date) -> datetime:
    """The last second of a day in São Paulo, in UTC: when a Pix of that day ends."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=SAO_PAULO).astimezone(UTC)
