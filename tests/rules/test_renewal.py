"""Renewals: absolute quantities with their floors, and the days on which they happen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.periods import Cycle, next_period, nth_period, period_containing
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.renewal import (
    GB,
    Dates,
    StoragePlan,
    after_the_count,
    dates,
    due_date,
    held_back,
    is_idle,
    licences_to_renew,
    may_reissue,
    quantities,
    smallest_storage,
    storage_kept,
    storage_to_renew,
)
from tests.rules.ground import CALENDAR, CONVERSAS, day

small = st.integers(0, 60)


@pytest.mark.parametrize(
    ("last", "idle"), [(None, False), ("22/02/2027", True), ("23/02/2027", False), ("24/03/2027", False)]
)
def test_thirty_days_away_is_idle(last: str | None, idle: bool) -> None:
    assert is_idle(last and day(last), day("24/03/2027")) is idle


@given(st.sampled_from(["all", "active"]), st.integers(1, 60), st.data(), small)
def test_r10_never_below_the_users_in_use_nor_above_what_is_contracted(
    policy: str, contracted: int, data: st.DataObject, minimum: int
) -> None:
    """D18."""
    in_use = data.draw(st.integers(0, contracted))
    renewed = licences_to_renew(policy, contracted=contracted, in_use=in_use, minimum=minimum)
    assert max(in_use, 1) <= renewed <= contracted
    if policy == "all":
        assert renewed == contracted
    else:
        assert renewed == min(max(minimum, in_use, 1), contracted)


@given(small, small, small, small, st.integers(0, 100 * GB))
def test_storage_in_use_is_never_lost_and_no_renewal_sells_more_space_than_there_was(
    target: int, extra_now: int, included_now: int, included_then: int, used_bytes: int
) -> None:
    total_now = included_now + extra_now
    target = min(target, extra_now)
    renewed = storage_to_renew(target, included=included_then, total_now=total_now, used_bytes=used_bytes)
    assert renewed >= target
    space = included_then + renewed
    if used_bytes <= total_now * GB:
        assert space * GB >= used_bytes
    if renewed > target:
        assert space <= total_now
        assert (space - 1) * GB < used_bytes
    assert storage_kept(target, renewed) == renewed - target


@pytest.mark.parametrize(
    ("target", "included", "total_now", "used_bytes", "renewed"),
    [
        (5, 10, 30, 18_300_000_000, 9),  # use grew above the target
        (5, 10, 30, 15 * GB, 5),  # holds exactly
        (5, 10, 30, 15 * GB + 1, 6),
        (20, 10, 30, 45 * GB, 20),  # over quota already: not sold by a renewal
        (0, 26, 36, 33 * GB, 7),  # fewer licences include less space (D62)
        (0, 40, 36, 33 * GB, 0),
        (0, 20, 20, 0, 0),
    ],
)
def test_storage_at_the_renewal(target: int, included: int, total_now: int, used_bytes: int, renewed: int) -> None:
    assert storage_to_renew(target, included=included, total_now=total_now, used_bytes=used_bytes) == renewed


def test_a_storage_target_is_not_set_below_use() -> None:
    assert smallest_storage(included=10, used_bytes=18_300_000_000) == 9
    assert smallest_storage(included=10, used_bytes=9 * GB) == 0


def test_fewer_licences_keep_the_space_in_use() -> None:
    """D62."""
    renewed = quantities(
        policy="active",
        now={LICENCE: 10, CONVERSAS: 4},
        at_renewal={LICENCE: 10, CONVERSAS: 3},
        in_use=5,
        storage=StoragePlan(included=20, per_licence=2),
        used_bytes=33 * GB,
    )
    assert renewed == {LICENCE: 5, STORAGE: 3, CONVERSAS: 3}


def test_the_policy_all_keeps_every_licence_and_what_is_scheduled_falls() -> None:
    renewed = quantities(policy="all", now={LICENCE: 10, STORAGE: 5}, at_renewal={STORAGE: 2}, in_use=3)
    assert renewed == {LICENCE: 10, STORAGE: 2}


@given(
    st.dictionaries(st.sampled_from([LICENCE, STORAGE, CONVERSAS]), small),
    st.dictionaries(st.sampled_from([LICENCE, STORAGE, CONVERSAS]), small),
    small,
)
def test_what_was_bought_after_the_count_is_kept_and_everybody_has_a_licence(
    invoiced: dict[str, int], bought: dict[str, int], in_use: int
) -> None:
    held = after_the_count(invoiced=invoiced, bought=bought, in_use=in_use)
    for item in {**invoiced, **bought}:
        assert held[item] >= invoiced.get(item, 0) + bought.get(item, 0)
    assert held[LICENCE] == max(invoiced.get(LICENCE, 0) + bought.get(LICENCE, 0), in_use)


def test_boleto_and_pix_go_out_ahead_and_a_card_on_the_day() -> None:
    first_day = day("05/04/2027")
    ahead = Dates(day("26/03/2027"), day("26/03/2027"), first_day)
    assert dates("boleto", first_day) == dates("pix", first_day) == ahead
    assert dates("card", first_day) == Dates(day("02/04/2027"), first_day, first_day)
    assert dates("boleto", first_day, days_ahead=5).issue_on == day("31/03/2027")


@given(st.dates(date(2026, 1, 1), date(2027, 10, 1)), st.integers(-20, 10))
def test_a_renewal_is_due_on_its_first_day_or_three_business_days_after_a_late_issue(
    first_day: date, late: int
) -> None:
    """D15."""
    issued = first_day + timedelta(days=late)
    due = due_date(first_day, issued, CALENDAR)
    assert due == max(first_day, CALENDAR.add(issued, 3))


def test_a_sent_invoice_is_replaced_only_while_unpaid_and_before_its_period() -> None:
    first_day = day("05/04/2027")
    assert may_reissue(invoice_status="open", first_day=first_day, today=day("04/04/2027"))
    assert not may_reissue(invoice_status="open", first_day=first_day, today=first_day)
    assert not may_reissue(invoice_status="paid", first_day=first_day, today=day("04/04/2027"))


def test_what_holds_a_renewal_back() -> None:
    assert held_back(status="active", cancelling=False, cycle_change_waiting=False) is None
    assert held_back(status="active", cancelling=True, cycle_change_waiting=True) == "cancelling"
    assert held_back(status="active", cancelling=False, cycle_change_waiting=True) == "cycle_change_waiting"
    assert held_back(status="cancelled", cancelling=False, cycle_change_waiting=False) == "suspended"


@pytest.mark.parametrize("method", ["boleto", "card"])
def test_r02_every_anchor_has_one_invoice_a_period(method: str) -> None:
    """400 anchors lived for 24 months, a run every third day: no period is left out and none is billed twice."""
    first = date(2024, 1, 1)
    for n in range(400):
        anchor, cycle = first + timedelta(n), list(Cycle)[n % 4]
        period, billed = nth_period(anchor, cycle, 0), []
        issue_on: date | None = dates(method, period.end).issue_on
        for today in (anchor + timedelta(days) for days in range(0, 731, 3)):
            while True:
                if issue_on and issue_on <= today:
                    billed.append(next_period(anchor, cycle, period))
                    issue_on = None
                if today < period.end:
                    break
                assert period_containing(anchor, cycle, period.last_day) == period, "an addition on the last day"
                period = next_period(anchor, cycle, period)
                issue_on = dates(method, period.end).issue_on
        assert len(billed) >= 24 // cycle
        assert billed == [nth_period(anchor, cycle, number) for number in range(1, len(billed) + 1)]
