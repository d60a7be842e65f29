"""The clock of business: São Paulo's date, whatever the machine's zone (R-06)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from meuplano import clock


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2027, 3, 25, 0, 30, tzinfo=UTC), date(2027, 3, 24)),
        (datetime(2027, 3, 25, 2, 59, tzinfo=UTC), date(2027, 3, 24)),
        (datetime(2027, 3, 25, 3, 0, tzinfo=UTC), date(2027, 3, 25)),
    ],
)
def test_r06_today_is_sao_paulos(monkeypatch: pytest.MonkeyPatch, instant: datetime, day: date) -> None:
    monkeypatch.setattr(clock, "system_now", lambda: instant - timedelta(days=7))
    monkeypatch.setattr(clock, "_offset", lambda: timedelta(days=7))
    assert clock.now() == instant
    assert clock.today() == day
