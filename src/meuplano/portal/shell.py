"""What stands around every page: the vendor's name, who is here, and in the demo its clock."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from meuplano import clock
from meuplano.records.models import Clock


@dataclass(frozen=True, slots=True)
class Moving:
    """Days of the demo that are being lived: so many of so many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo's bar: its date, the fake bank, and the days being lived."""

    today: date
    bank_url: str
    moving: Moving | None

    @property
    def people(self) -> tuple[tuple[str, str, str], ...]:
        """Who one can be: (who, e-mail, password)."""
        return _logins()


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    visit = getattr(request, "visit", None)
    return {
        "vendor": settings.VENDOR,
        "visit": visit,
        "demo": None if getattr(visit, "seen_by", "") else demo_of(request),
    }


def demo_of(request: HttpRequest) -> Demo | None:
    """The demo's bar, or None where the installation is real."""
    if not settings.DEMO:
        return None
    visit = getattr(request, "visit", None)
    today = visit.today if visit else clock.today()
    return Demo(today=today, bank_url=settings.GATEWAYS["fake"]["url"], moving=_moving(today))


def _moving(today: date) -> Moving | None:
    since, until = Clock.target() or (today, today)
    return Moving((today - since).days, (until - since).days) if until > today else None


def _logins() -> tuple[tuple[str, str, str], ...]:
    try:
        rows = json.loads(settings.DEMO_LOGINS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple((str(who), str(email), str(password)) for who, email, password in rows)
