"""The ladder: every step on its morning, once, and no more than one message at a time."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.ladder import (
    ACT,
    BLOCK,
    CANCEL,
    LADDER,
    REMIND,
    SUSPEND,
    WAIT,
    Step,
    acts_on,
    climbs,
    patience,
    steps_due,
    steps_for,
)
from tests.rules.ground import CALENDAR, day

DUE = day("05/03/2027")  # a Friday


def keys(today: str, done: tuple[str, ...] = (), kind: str = "renewal", paid_until: date | None = None) -> list[str]:
    found = steps_due(steps_for(kind), due=DUE, today=day(today), calendar=CALENDAR, done=done, paid_until=paid_until)
    return [step.key for step in found]


@given(st.dates(date(2026, 1, 1), date(2027, 9, 1)))
def test_a_ladder_lived_day_by_day_takes_every_step_once_in_order_one_message_a_morning(due: date) -> None:
    """D23."""
    done: list[str] = []
    today = due - timedelta(days=12)
    while today <= due + timedelta(days=75):
        for step in steps_due(LADDER, due=due, today=today, calendar=CALENDAR, done=done):
            assert acts_on(step, due, CALENDAR) == today
            done.append(step.key)
        today += timedelta(days=1)
    mornings = {step.key: acts_on(step, due, CALENDAR) for step in LADDER}
    later_the_same_morning = {
        step.key
        for step, after in pairwise(LADDER)
        if step.action == REMIND and mornings[step.key] == mornings[after.key]
    }
    assert done == [step.key for step in LADDER if step.key not in later_the_same_morning]


@given(st.dates(date(2026, 1, 1), date(2027, 9, 1)), st.lists(st.integers(0, 90), min_size=1).map(sorted))
def test_r25_a_run_that_comes_late_sends_one_reminder_and_never_an_old_one(due: date, runs: list[int]) -> None:
    done: list[str] = []
    reached = -99
    for offset in runs:
        today = due + timedelta(days=offset)
        taken = steps_due(LADDER, due=due, today=today, calendar=CALENDAR, done=done)
        assert sum(step.action == REMIND for step in taken) <= 1
        assert all(step.day > reached for step in taken)
        done += [step.key for step in taken]
        reached = max([reached, *(step.day for step in taken)])
        assert steps_due(LADDER, due=due, today=today, calendar=CALENDAR, done=done) == []


def test_steps_act_on_business_mornings() -> None:
    assert acts_on(Step(15, SUSPEND), DUE, CALENDAR) == day("22/03/2027")  # the 20th is a Saturday
    assert acts_on(Step(-10, REMIND), day("05/04/2027"), CALENDAR) == day("26/03/2027")  # a holiday: only a mail
    assert acts_on(Step(0, REMIND), day("05/06/2027"), CALENDAR) == day("07/06/2027")  # due on a Saturday


def test_what_is_paid_is_served_before_anything_is_taken_away() -> None:
    """D29."""
    served = day("27/03/2027")
    assert keys("26/03/2027", ("remind-10", "remind+0", "remind+1", "remind+5", "remind+10"), paid_until=served) == []
    assert acts_on(Step(15, SUSPEND), DUE, CALENDAR, paid_until=served) == day("29/03/2027")
    assert acts_on(Step(10, REMIND), DUE, CALENDAR, paid_until=served) == day("15/03/2027")
    assert acts_on(Step(60, CANCEL), DUE, CALENDAR, paid_until=served) == day("04/05/2027")


def test_after_three_days_down_the_last_reminder_speaks_for_all() -> None:
    assert keys("10/03/2027", ("remind-10",)) == ["remind+5"]
    assert keys("10/03/2027", ("remind-10", "remind+5")) == []
    assert keys("22/03/2027", ("remind+5",)) == ["suspend+15"]
    assert keys("04/05/2027", ("suspend+15",)) == ["cancel+60"]


def test_two_reminders_moved_to_one_morning_by_carnival_are_one_message() -> None:
    due = day("05/02/2027")
    assert acts_on(Step(1, REMIND), due, CALENDAR) == acts_on(Step(5, REMIND), due, CALENDAR) == day("10/02/2027")
    found = steps_due(LADDER, due=due, today=day("10/02/2027"), calendar=CALENDAR, done=("remind-10", "remind+0"))
    assert [step.key for step in found] == ["remind+5"]


def test_a_complement_never_suspends() -> None:
    assert [step.action for step in steps_for("complement") if step.action != REMIND] == [BLOCK]
    assert keys("22/03/2027", kind="complement") == ["block+15"]


@pytest.mark.parametrize(
    ("kind", "released", "suspends"),
    [
        ("contract", False, True),
        ("renewal", False, True),
        ("complement", False, False),
        ("order", False, False),
        ("order", True, True),
    ],
)
def test_who_climbs(kind: str, released: bool, suspends: bool) -> None:
    assert climbs(kind, released_on_confirmation=released) is suspends
    steps = steps_for(kind, released_on_confirmation=released)
    assert any(step.action == SUSPEND for step in steps) is suspends
    assert bool(steps) is (suspends or kind == "complement")


def test_a_missing_bank_file_holds_a_step_back_for_two_business_days() -> None:
    step_on = day("22/03/2027")
    assert patience(step_on, step_on, CALENDAR, files_read=True) == ACT
    assert patience(step_on, step_on, CALENDAR, files_read=False) == WAIT
    assert patience(step_on, day("23/03/2027"), CALENDAR, files_read=False) == WAIT
    assert patience(step_on, day("24/03/2027"), CALENDAR, files_read=False) == ACT
