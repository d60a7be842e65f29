"""Release on trust (D51): when a proof of payment gives access, until when, and that it never outlives its days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules import trust
from meuplano.rules.ladder import CANCEL, SUSPEND, Step, acts_on
from meuplano.rules.trust import Case, first_day_after, has_access, refusal, runs, trusted_until
from tests.rules.ground import CALENDAR, day

DAYS = st.dates(date(2027, 1, 1), date(2029, 12, 31))
STATES = st.sampled_from(["contracted", "active", "suspended", "cancelled"])
SUSPENDED = Case("suspended", 17, used=False, suspends_on=day("22/03/2027"))


def test_a_proof_of_payment_gives_three_business_days() -> None:
    """D51: sent on a Wednesday, with Good Friday and a weekend between."""
    assert trusted_until(day("24/03/2027"), CALENDAR) == day("30/03/2027")


@given(DAYS)
def test_d51_the_days_are_three_business_days_after_the_sending(today: date) -> None:
    until = trusted_until(today, CALENDAR)
    between = [today + timedelta(n) for n in range(1, (until - today).days + 1)]
    assert sum(CALENDAR.is_business_day(one) for one in between) == 3
    assert CALENDAR.is_business_day(until)


@given(DAYS, st.integers(-5, 20), STATES)
def test_d51_access_ends_with_the_last_day_whatever_a_job_did(sent: date, later: int, status: str) -> None:
    until, today = trusted_until(sent, CALENDAR), sent + timedelta(later)
    assert runs(until, today) == (today <= until)
    assert has_access(status, until, today) == (status == "active" or (status == "suspended" and today <= until))
    assert has_access(status, None, today) == (status == "active")


@given(DAYS, DAYS, st.sampled_from([Step(15, SUSPEND), Step(60, CANCEL)]))
def test_d51_no_step_takes_access_away_while_the_days_run(due: date, sent: date, step: Step) -> None:
    until = trusted_until(sent, CALENDAR)
    acts = acts_on(step, due, CALENDAR, paid_until=first_day_after(until))
    assert acts > until
    assert acts == max(acts_on(step, due, CALENDAR), CALENDAR.roll(until + timedelta(1)))


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (SUSPENDED, None),
        (Case("suspended", 17, used=True, suspends_on=day("22/03/2027")), trust.USED),
        (Case("suspended", 0, used=False, suspends_on=day("22/03/2027")), trust.NOT_OVERDUE),
        (Case("suspended", 17, used=False, suspends_on=None), trust.NO_LOSS),
        (Case("cancelled", 61, used=False, suspends_on=day("22/03/2027")), trust.ENDED),
        (Case("contracted", 3, used=False, suspends_on=day("22/03/2027")), trust.ENDED),
        (Case("active", 14, used=False, suspends_on=day("30/03/2027")), None),
        (Case("active", 13, used=False, suspends_on=day("31/03/2027")), trust.TOO_EARLY),
    ],
)
def test_d51_the_days_are_spent_only_where_they_help(case: Case, why: str | None) -> None:
    """On 24/03/2027, when the days would last until 30/03."""
    assert refusal(case, day("24/03/2027"), CALENDAR) == why


@given(STATES, st.integers(-3, 90), st.booleans(), st.none() | DAYS, DAYS)
def test_d51_what_is_given_is_access_that_would_be_missing(
    status: str, late: int, used: bool, suspends_on: date | None, today: date
) -> None:
    if refusal(Case(status, late, used, suspends_on), today, CALENDAR) is None:
        until = trusted_until(today, CALENDAR)
        assert late > 0
        assert not used
        assert status == "suspended" or (suspends_on is not None and suspends_on <= until)
        assert has_access(status, until, until)
