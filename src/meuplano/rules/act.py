"""Act: who does something and when; every action is given one."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

SAO_PAULO = ZoneInfo("America/Sao_Paulo")


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, as the timeline will name them, and the aware instant at which they do."""

    by: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an act happens at an aware instant")

    @property
    def today(self) -> date:
        """The business date: São Paulo's, so that 00:30 UTC is still yesterday (product.md rule 11)."""
        return business_date(self.at)


def business_date(instant: datetime) -> date:
    """The São Paulo date of an aware instant, such as the one a provider puts on a payment (D03)."""
    return instant.astimezone(SAO_PAULO).date()
