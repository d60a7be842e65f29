"""Renewals: how much is renewed, when it is counted, issued and rolled over, and when it is due (D15–D20, D62)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from meuplano.rules.calendar import Calendar
from meuplano.rules.orders import CARD
from meuplano.rules.prices import LICENCE, STORAGE, included_storage

ALL_LICENCES = "all"
ONLY_ACTIVE = "active"
GB = 10**9  # bytes (D57)
IDLE_DAYS = 30


@dataclass(frozen=True, slots=True)
class StoragePlan:
    """The GB that come with a plan, and those that each licence adds."""

    included: int = 0
    per_licence: int = 0

    def gb(self, licences: int) -> int:
        return included_storage(self.included, self.per_licence, licences)


def quantities(
    *,
    policy: str,
    now: Mapping[str, int],
    at_renewal: Mapping[str, int],
    in_use: int,
    minimum: int = 1,
    storage: StoragePlan = StoragePlan(),
    storage_now: StoragePlan | None = None,
    used_bytes: int = 0,
) -> dict[str, int]:
    """How many of each item a renewal holds, counted from where things stand (R-09: absolute values, never ±1).

    `now` is what is contracted, `at_renewal` the scheduled targets (the same as `now` where nothing is scheduled),
    `in_use` the users who hold a licence, `minimum` the plan's smallest number of licences. `minimum` and `storage` are
    those of the renewed plan, `storage_now` of the running one where that is another (D48).
    """
    renewed = {item: at_renewal.get(item, quantity) for item, quantity in now.items()}
    contracted = now.get(LICENCE, 0)
    licences = licences_to_renew(policy, contracted=contracted, in_use=in_use, minimum=minimum)
    renewed[LICENCE] = licences
    renewed[STORAGE] = storage_to_renew(
        renewed.get(STORAGE, 0),
        included=storage.gb(licences),
        total_now=(storage_now or storage).gb(contracted) + now.get(STORAGE, 0),
        used_bytes=used_bytes,
    )
    return renewed


def is_idle(last_access_on: date | None, today: date, *, days: int = IDLE_DAYS) -> bool:
    """Whether a user has stayed away that long; of one whose last day here is not known nothing is said (F09)."""
    return last_access_on is not None and (today - last_access_on).days >= days


def licences_to_renew(policy: str, *, contracted: int, in_use: int, minimum: int = 1) -> int:
    """All of them, or those in use with the plan's floor and never above what is contracted (D18, R-10)."""
    if policy == ALL_LICENCES:
        return contracted
    return min(max(minimum, in_use, 1), contracted)


def storage_to_renew(target: int, *, included: int, total_now: int, used_bytes: int) -> int:
    """Extra GB: the target, or the smallest whole number that holds what is in use (D20, D62).

    `included` is what comes with the renewed plan and licences, `total_now` all the space there is before: what is used
    beyond that, a renewal does not sell.
    """
    needed = -(-used_bytes // GB)
    return max(target, min(needed, total_now) - included, 0)


def storage_kept(target: int, renewed: int) -> int:
    """The GB renewed beyond the target because they are in use; the owner is told of them at issue (D20, D62)."""
    return renewed - target


def smallest_storage(*, included: int, used_bytes: int) -> int:
    """The smallest target of extra GB that can be set today without falling below what is in use (D20)."""
    return max(-(-used_bytes // GB) - included, 0)


def after_the_count(*, invoiced: Mapping[str, int], bought: Mapping[str, int], in_use: int) -> dict[str, int]:
    """What the period begins with: invoiced plus bought after the count, and no fewer licences than users (D17).

    The complement is this less what was invoiced; the one invoice of a card's first day already holds it.
    """
    held = {item: invoiced.get(item, 0) + bought.get(item, 0) for item in {**invoiced, **bought}}
    held[LICENCE] = max(held.get(LICENCE, 0), in_use)
    return held


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of one renewal: counted, invoiced, begun."""

    count_on: date
    issue_on: date
    roll_over_on: date


def dates(method: str, first_day: date, *, days_ahead: int = 10, announced: int = 3) -> Dates:
    """Boleto and Pix are counted and issued ahead; a card is counted at its announcement, issued on the day (D15)."""
    if method == CARD:
        return Dates(first_day - timedelta(days=announced), first_day, first_day)
    ahead = first_day - timedelta(days=days_ahead)
    return Dates(ahead, ahead, first_day)


def due_date(first_day: date, issued_on: date, calendar: Calendar, *, days: int = 3) -> date:
    """The later of the period's first day and the third business day after issue (D15)."""
    return max(first_day, calendar.add(issued_on, days))


def complement_due(rolled_over_on: date, calendar: Calendar, *, days: int = 3) -> date:
    """The third business day after the roll-over (D17)."""
    return calendar.add(rolled_over_on, days)


def may_reissue(*, invoice_status: str, first_day: date, today: date) -> bool:
    """Whether the sent invoice may still be replaced by a smaller one: unpaid, and before the first day (D17)."""
    return invoice_status == "open" and today < first_day


# Why no renewal invoice goes out on its day.
SUSPENDED = "suspended"
CANCELLING = "cancelling"
CYCLE_CHANGE_WAITING = "cycle_change_waiting"


def held_back(*, status: str, cancelling: bool, cycle_change_waiting: bool) -> str | None:
    """The reason why a renewal is not issued although its day has come, or None (D13, D24, D35).

    A cancellation holds back only the renewal that would follow its end date; the caller asks about that one.
    """
    if status != "active":
        return SUSPENDED
    if cancelling:
        return CANCELLING
    return CYCLE_CHANGE_WAITING if cycle_change_waiting else None
