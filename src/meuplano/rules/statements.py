"""The yearly statement that every debt was paid: of which years, which months, and when it is told of (D52).

Law 12.007/2009: it covers the debts that fell due from January to December (art. 2); only who paid all of them has a
right to it (§ 1); whoever was billed in some of the months gets it for those (§ 2); it is sent with the invoice that
falls due in May, or in the month after the last debt was paid (art. 3); and it stands for the receipts of that year and
of the years before (art. 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from meuplano.rules.money import Money

# The earliest invoice of May leaves ten days ahead of its first day; the statement is there the day before that.
TOLD = (4, 20)


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice, or one instalment of it, by its due date; `paid_on` is None while something of it is open."""

    number: int
    part: int  # the instalment, 0 for a whole invoice
    due_on: date
    paid_on: date | None
    amount: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """What a year's statement says; `open` keeps it from being one, `earlier` is what it does not stand for."""

    year: int
    paid: tuple[Bill, ...]
    open: tuple[Bill, ...]
    earlier: tuple[Bill, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every debt of the year is paid, and there was one."""
        return bool(self.paid) and not self.open

    @property
    def months(self) -> tuple[int, ...]:
        """The months in which something fell due and all of it is paid."""
        late = {bill.due_on.month for bill in self.open}
        return tuple(sorted({bill.due_on.month for bill in self.paid} - late))


def statement(bills: Iterable[Bill], year: int) -> Statement:
    """The year as its bills are now."""
    of_year, earlier = [], []
    for bill in sorted(bills, key=lambda bill: (bill.due_on, bill.number, bill.part)):
        if bill.due_on.year == year:
            of_year.append(bill)
        elif bill.due_on.year < year and bill.paid_on is None:
            earlier.append(bill)
    return Statement(
        year,
        paid=tuple(bill for bill in of_year if bill.paid_on is not None),
        open=tuple(bill for bill in of_year if bill.paid_on is None),
        earlier=tuple(earlier),
    )


def statements(bills: Iterable[Bill], today: date) -> tuple[Statement, ...]:
    """Every year that is over and had something to pay, the last first."""
    known = tuple(bills)
    years = {bill.due_on.year for bill in known if bill.due_on.year < today.year}
    return tuple(statement(known, year) for year in sorted(years, reverse=True))


def may_be_told(year: int, today: date) -> bool:
    """Whether the day has come on which customers are told of a year's statement."""
    return today >= date(year + 1, *TOLD)


def next_look(today: date, *, waiting: bool = False) -> date:
    """When an account is looked at again: the next 20 April, or next month where it has a debt of a year told of."""
    coming = date(today.year, *TOLD)
    coming = coming if coming > today else date(today.year + 1, *TOLD)
    if not waiting:
        return coming
    month = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return min(month, coming)
