"""Second copies: the paper that is possible, and never the fine twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.late_fees import late_charges
from meuplano.rules.money import ZERO, Money
from meuplano.rules.second_copy import (
    BY_FILE,
    CHANGE,
    CHANGE_BY_FILE,
    NEVER,
    NEW_TITLE,
    ONLINE,
    REPRINT,
    WAIT,
    Paper,
    SecondCopy,
    second_copy,
)
from tests.rules.ground import CALENDAR, amounts, brl, day

DUE = day("05/04/2027")  # a Monday


def copy(today: str, **known: Any) -> SecondCopy:
    asked: dict[str, Any] = {
        "principal": brl("899,00"),
        "due": DUE,
        "today": day(today),
        "calendar": CALENDAR,
        "paper": Paper("registered", DUE),
    }
    return second_copy(**(asked | known))


@given(amounts, st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.integers(-20, 90), st.booleans(), st.booleans())
def test_r21_a_second_copy_is_payable_and_the_same_when_asked_twice(
    principal: Money, due: date, later: int, for_today: bool, after_cut_off: bool
) -> None:
    today = due + timedelta(days=later)
    asked: dict[str, Any] = {
        "principal": principal,
        "due": due,
        "today": today,
        "calendar": CALENDAR,
        "for_today": for_today,
        "after_cut_off": after_cut_off,
    }
    first = second_copy(paper=Paper("registered", due), **asked)
    assert CALENDAR.roll(first.due) >= today
    assert first.total == principal + first.charges.total
    assert first.charges == late_charges(principal, due, first.due, CALENDAR)
    assert first.pix == principal + late_charges(principal, due, today, CALENDAR).total
    again = second_copy(paper=Paper("registered", first.due), **asked)
    assert again.way == REPRINT
    assert (again.due, again.total) == (first.due, first.total)


def test_not_overdue_is_the_same_paper_with_its_date() -> None:
    same = copy("24/03/2027")
    assert (same.way, same.due, same.total, same.pix) == (REPRINT, DUE, brl("899,00"), brl("899,00"))
    assert same.carries_fine


def test_not_overdue_can_be_made_for_today_without_charges() -> None:
    early = copy("24/03/2027", for_today=True)
    assert (early.way, early.due, early.total) == (CHANGE, day("24/03/2027"), brl("899,00"))
    closed = copy("26/03/2027", for_today=True)  # Good Friday
    assert closed.due == day("29/03/2027")
    assert copy("03/04/2027", for_today=True).way == REPRINT  # a Saturday: the next open day is the due date


def test_overdue_is_due_today_or_on_the_next_open_day() -> None:
    assert copy("20/04/2027").due == day("20/04/2027")
    assert copy("21/04/2027").due == day("22/04/2027")  # Tiradentes
    late_evening = copy("20/04/2027", after_cut_off=True)
    assert (late_evening.due, late_evening.charges.days, late_evening.pix_ends) == (
        day("22/04/2027"),
        17,
        day("20/04/2027"),
    )


@pytest.mark.parametrize(
    ("paper", "way"),
    [
        (Paper("registered", DUE, changes=ONLINE), CHANGE),
        (Paper("registered", DUE, changes=BY_FILE), CHANGE_BY_FILE),
        (Paper("registered", DUE, changes=NEVER), NEW_TITLE),
        (Paper("registered", DUE, limit=day("20/04/2027")), CHANGE),
        (Paper("registered", DUE, limit=day("19/04/2027")), NEW_TITLE),
        (Paper("written_off", DUE), NEW_TITLE),
        (Paper("rejected", DUE), NEW_TITLE),
        (Paper("registering", DUE), WAIT),
    ],
)
def test_what_the_bank_allows(paper: Paper, way: str) -> None:
    overdue = copy("20/04/2027", paper=paper)
    assert overdue.way == way
    assert (overdue.due, overdue.charges.fine) == (day("20/04/2027"), brl("17,98"))
    assert not overdue.carries_fine


def test_a_paper_made_for_an_earlier_day_gets_its_own_date_back() -> None:
    unpaid = copy("25/03/2027", paper=Paper("registered", day("24/03/2027")))
    assert (unpaid.way, unpaid.due, unpaid.charges.total) == (CHANGE, DUE, ZERO)
