"""Where periods begin when an account comes back or is imported."""

import pytest

from meuplano.rules.beginnings import Imported, NotImportable, coming_back, imported
from meuplano.rules.periods import Cycle
from tests.rules.ground import day, period

ANCHOR = day("31/01/2026")


def arrives(paid_until: str, *, today: str = "24/11/2026", overdue: bool = False) -> Imported:
    return imported(
        anchor=ANCHOR,
        cycle=Cycle.QUARTERLY,
        paid_until=day(paid_until),
        today=day(today),
        allow_overdue=overdue,
    )


def test_a_period_paid_outside_runs_on() -> None:
    assert arrives("31/01/2027") == Imported(period("31/10/2026–31/01/2027"), paid_outside=True)


def test_paid_until_today_begins_a_period_today() -> None:
    begins = Imported(period("31/10/2026–31/01/2027"), paid_outside=False)
    assert arrives("31/10/2026", today="31/10/2026") == begins
    assert arrives("31/10/2026", overdue=True) == begins


@pytest.mark.parametrize(
    ("paid_until", "overdue", "reason"),
    [
        ("31/10/2025", False, "before_the_start"),
        ("30/01/2027", False, "not_a_boundary"),
        ("28/02/2027", False, "not_a_boundary"),
        ("31/10/2026", False, "in_the_past"),
        ("31/07/2026", False, "in_the_past"),
        ("31/07/2026", True, "too_long_ago"),
        ("30/04/2027", False, "too_far_ahead"),
    ],
)
def test_what_cannot_be_imported_says_why(paid_until: str, overdue: bool, reason: str) -> None:
    with pytest.raises(NotImportable) as refused:
        arrives(paid_until, overdue=overdue)
    assert refused.value.reason == reason


def test_coming_back_on_the_last_day_goes_on_and_on_the_end_begins_anew() -> None:
    march = period("05/03/2027–05/04/2027")
    anchor = march.start
    assert not coming_back(march, anchor=anchor, cycle=Cycle.MONTHLY, today=day("04/04/2027")).is_new
    anew = coming_back(march, anchor=anchor, cycle=Cycle.MONTHLY, today=march.end)
    assert (anew.period.start, anew.anchor) == (march.end, march.end)
