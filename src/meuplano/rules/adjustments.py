"""The yearly adjustment of prices, with its notice (D38), and the due day that moves (D45)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from meuplano.rules.lines import BRIDGE, Line, lines_for
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period, add_months, nth_period
from meuplano.rules.prices import WHOLE, UnitPrice
from meuplano.rules.proration import Share


def adjusted(monthly: Money, basis_points: int) -> Money:
    """A monthly price after an adjustment, rounded half up once: 483 is + 4,83 %, −100 is − 1 %."""
    return monthly.part(WHOLE + basis_points, WHOLE)


def holds_for(first_day: date, *, notice_on: date, last_adjusted_on: date | None, notice_days: int = 30) -> bool:
    """Whether new prices hold for a period that begins on that day, or the old ones once more (D38).

    30 days after the notice and 12 months after the account's last adjustment, if it ever had one.
    """
    return first_day >= earliest(notice_on, last_adjusted_on, notice_days)


def earliest(notice_on: date, last_adjusted_on: date | None, notice_days: int = 30) -> date:
    """The first day on which a period may begin with prices announced on that day: `holds_for` from then on (D38)."""
    after_notice = notice_on + timedelta(days=notice_days)
    return after_notice if last_adjusted_on is None else max(after_notice, add_months(last_adjusted_on, 12))


@dataclass(frozen=True, slots=True)
class Announced:
    """A newer price list and the day on which the account was told of it; None when it was not told yet."""

    key: int
    valid_from: date
    notice_on: date | None


def list_for(
    first_day: date, *, running: int, newer: Iterable[Announced], last_adjusted_on: date | None, notice_days: int = 30
) -> int:
    """The key of the price list for a period that begins on that day: the newest that holds, or the running one (D38).

    A list holds for periods that begin on its own first day or later and only by `holds_for`.
    """
    holding = [
        (announced.valid_from, announced.key)
        for announced in newer
        if announced.notice_on is not None
        and announced.valid_from <= first_day
        and holds_for(
            first_day, notice_on=announced.notice_on, last_adjusted_on=last_adjusted_on, notice_days=notice_days
        )
    ]
    return max(holding)[1] if holding else running


@dataclass(frozen=True, slots=True)
class MovedDueDay:
    """A due day that moves at a boundary: the bridging days, then periods counted from the new anchor.

    `bridging` is None when the boundary is that day already.
    """

    anchor: date
    bridging: Period | None
    first: Period
    of_days: int

    @property
    def period(self) -> Period:
        """The bridging days and the first period after them: what the next renewal is for."""
        return Period((self.bridging or self.first).start, self.first.end)

    @property
    def share(self) -> Share | None:
        """The bridging days as a part of the nominal days."""
        return Share(self.bridging.days, self.of_days) if self.bridging else None

    def units(self, units: Mapping[str, UnitPrice]) -> Mapping[str, UnitPrice]:
        """One unit's price for all those days, rounded once: what additions in that longer period are priced by."""
        if self.bridging is None:
            return units
        days = self.of_days + self.bridging.days
        return {
            item: UnitPrice(net=unit.net.part(days, self.of_days), full=unit.full.part(days, self.of_days))
            for item, unit in units.items()
        }

    def lines(self, quantities: Mapping[str, int], units: Mapping[str, UnitPrice]) -> tuple[Line, ...]:
        """The bridging days, one line an item: quantity × unit price × bridge days ÷ nominal days (D45)."""
        return lines_for(quantities, units, self.share, BRIDGE) if self.share else ()


def move_due_day(*, period_end: date, old_anchor: date, cycle: Cycle, day: int) -> MovedDueDay:
    """Move the anchor to a day of the month, 1 to 31, from the end of the running period on.

    The nominal days of the bridge are those of the period that starts at the old anchor.
    """
    if not 1 <= day <= 31:
        raise ValueError(f"no month has a day {day}")
    months = (period_end.year - old_anchor.year) * 12 + period_end.month - old_anchor.month
    nominal = Period(period_end, add_months(old_anchor, months + cycle))
    month = period_end.replace(day=1)
    first_day = _that_day(month, day)
    if first_day < period_end:
        first_day = _that_day(add_months(month, 1), day)
    anchor = _anchor_for(first_day, cycle, day)
    bridging = Period(period_end, first_day) if first_day > period_end else None
    n = ((first_day.year - anchor.year) * 12 + first_day.month - anchor.month) // cycle
    return MovedDueDay(anchor, bridging, nth_period(anchor, cycle, n), nominal.days)


def _that_day(first_of_month: date, day: int) -> date:
    """The day in that month, or the month's last."""
    return add_months(date(2000, 1, day), (first_of_month.year - 2000) * 12 + first_of_month.month - 1)


def _anchor_for(first_day: date, cycle: Cycle, day: int) -> date:
    """The latest boundary up to first_day in whose month the day exists; first_day itself if none within 8 years.

    A 31st that falls on 30 April is remembered by an anchor in a longer month.
    """
    month = first_day.replace(day=1)
    candidates = (_that_day(add_months(month, -months), day) for months in range(0, 96, cycle))
    return next((candidate for candidate in candidates if candidate.day == day), first_day)
