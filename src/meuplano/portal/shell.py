"""What stands around every page: the vendor's name, who is here, and in the demo its clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from meuplano import clock


@dataclass(frozen=True, slots=True)
class Moving:
    """Days of the demo that are being lived."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo's bar: its date, the fake bank, the people one can be."""

    today: date
    bank_url: str
    moving: Moving | None
    people: tuple[Mapping[str, str], ...] = ()
    password: str = ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    return {"vendor": settings.VENDOR, "visit": getattr(request, "visit", None), "demo": demo_of()}


def demo_of() -> Demo | None:
    """The demo's bar, or None where the installation is real."""
    if not settings.DEMO:
        return None
    return Demo(today=clock.today(), bank_url=settings.GATEWAYS["fake"]["url"], moving=None)
