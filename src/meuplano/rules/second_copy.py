"""Which paper a second copy can be today, and what is on it (D22)."""

from dataclasses import dataclass, replace
from datetime import date

from meuplano.rules.calendar import Calendar
from meuplano.rules.late_fees import TERMS, LateCharges, LateTerms, days_late, interest_per_day, late_charges
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import ONE_DAY

# What to do with the paper there is.
REPRINT = "reprint"  # the same paper with its own date
CHANGE = "change"  # the bank gives it a new date and amount at once
CHANGE_BY_FILE = "change_by_file"  # could only be asked for in the next file: the reprint, which grows, and a Pix
NEW_TITLE = "new_title"  # a new number; an old paper still registered is withdrawn
WAIT = "wait"  # nothing to print yet: Pix only

# How the bank of the paper takes changes.
ONLINE = "online"
BY_FILE = "file"
NEVER = "never"


@dataclass(frozen=True, slots=True)
class Paper:
    """The boleto there is: registering, registered, rejected or written_off, its date, payable until `limit`."""

    state: str
    due: date
    limit: date | None = None
    changes: str = ONLINE


@dataclass(frozen=True, slots=True)
class SecondCopy:
    """The paper to hand out: principal, fine and interest as lines of their own, for its printed date.

    `interest_per_day` is what the bank adds when it is paid later: that of the original principal, and no fine, for the
    fine is in the total already. `pix` is today's total, which ends at 23:59 of today.
    """

    way: str
    due: date
    principal: Money
    charges: LateCharges
    interest_per_day: Money
    pix: Money
    pix_ends: date

    @property
    def total(self) -> Money:
        """What the paper is registered for."""
        return self.principal + self.charges.total

    @property
    def carries_fine(self) -> bool:
        """Whether the bank is told to add a fine after the printed date: not if the total has it already (D22)."""
        return not self.charges.days


def second_copy(
    *,
    principal: Money,
    due: date,
    today: date,
    calendar: Calendar,
    paper: Paper,
    terms: LateTerms = TERMS,
    for_today: bool = False,
    after_cut_off: bool = False,
    grows_until: date | None = None,
) -> SecondCopy:
    """The second copy of an invoice whose open principal was due on a day.

    Overdue: due today, or on the next business day when banks are closed or it is after their cut-off, with the charges
    up to that day. Not overdue: the same paper, or `for_today` one for the same amount due today. Asked for again on
    one day, the paper has that date already and is reprinted (R-21). Fine and interest stop growing on `grows_until`
    (D26).
    """
    overdue = days_late(due, today, calendar) > 0
    new_due = calendar.roll(today + ONE_DAY if after_cut_off else today)
    printed = new_due if overdue or (for_today and new_due < due) else due
    way = _way(paper, today, changed=printed != paper.due)
    last, today_ = (min(day, grows_until) if grows_until else day for day in (printed, today))
    return SecondCopy(
        way=way,
        due=printed,
        principal=principal,
        charges=late_charges(principal, due, last, calendar, terms) if overdue else LateCharges(0, ZERO, ZERO),
        interest_per_day=interest_per_day(principal, terms),
        pix=principal + late_charges(principal, due, today_, calendar, terms).total,
        pix_ends=today,
    )


def as_new_title(copy: SecondCopy) -> SecondCopy:
    """The same second copy on a paper of its own: the one there is says another amount."""
    return replace(copy, way=NEW_TITLE)


def _way(paper: Paper, today: date, *, changed: bool) -> str:
    if paper.state == "registering":
        return WAIT
    dead = paper.state in ("rejected", "written_off") or (paper.limit is not None and today > paper.limit)
    if dead:
        return NEW_TITLE
    if not changed:
        return REPRINT
    return {ONLINE: CHANGE, BY_FILE: CHANGE_BY_FILE}.get(paper.changes, NEW_TITLE)
