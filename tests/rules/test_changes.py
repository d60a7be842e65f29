"""Which change is possible in which situation."""

from dataclasses import replace

import pytest

from meuplano.rules import changes
from meuplano.rules.changes import Answer, Situation, may
from meuplano.rules.periods import Cycle

EVERY_CHANGE = sorted(changes.WHEN_ALLOWED)
CALM = Situation()


def refused(situation: Situation) -> dict[str, str | None]:
    """The changes that this situation refuses, and why."""
    answers = {change: may(change, situation) for change in EVERY_CHANGE}
    return {change: answer.reason for change, answer in answers.items() if answer.when == changes.REFUSED}


def test_more_takes_effect_now_and_less_at_the_renewal() -> None:
    assert {change: may(change, CALM).when for change in EVERY_CHANGE} == {
        changes.ADD: changes.NOW,
        changes.ACTIVATE: changes.NOW,
        changes.DEACTIVATE: changes.NOW,
        changes.LONGER_CYCLE: changes.NOW,
        changes.METHOD: changes.NOW,
        changes.SHORTER_CYCLE: changes.AT_RENEWAL,
        changes.REDUCE: changes.AT_RENEWAL,
        changes.POLICY: changes.AT_RENEWAL,
        changes.CANCEL: changes.AT_RENEWAL,
        changes.OTHER_PLAN: changes.THROUGH_FINANCE,
    }
    assert may(changes.OTHER_PLAN, CALM) == Answer(changes.THROUGH_FINANCE, changes.BY_PROPOSAL)
    assert [change for change in EVERY_CHANGE if not may(change, CALM).allowed] == [changes.OTHER_PLAN]


def test_suspended_one_can_only_leave_make_room_and_pay_otherwise() -> None:
    """D24."""
    why = refused(replace(CALM, status="suspended"))
    assert set(why) == set(EVERY_CHANGE) - {changes.DEACTIVATE, changes.CANCEL, changes.METHOD}
    assert set(why.values()) == {changes.SUSPENDED}


def test_after_the_end_everything_is_a_new_subscription() -> None:
    assert set(refused(replace(CALM, status="cancelled"))) == set(EVERY_CHANGE)


def test_before_the_first_payment_there_is_nothing_to_change() -> None:
    why = refused(replace(CALM, status="contracted"))
    assert set(EVERY_CHANGE) - set(why) == {changes.CANCEL, changes.METHOD}
    assert set(why.values()) == {changes.NOT_BEGUN}


def test_a_complement_unpaid_on_day_15_blocks_buying_and_activating() -> None:
    assert refused(replace(CALM, complement_blocks=True)) == {
        changes.ADD: changes.COMPLEMENT_OVERDUE,
        changes.ACTIVATE: changes.COMPLEMENT_OVERDUE,
    }


def test_while_a_change_of_cycle_waits_nothing_else_is_confirmed() -> None:
    why = refused(replace(CALM, cycle_change_waiting=True, orders_waiting=1))
    assert why == dict.fromkeys(
        [
            changes.ADD,
            changes.LONGER_CYCLE,
            changes.SHORTER_CYCLE,
            changes.REDUCE,
            changes.POLICY,
            changes.OTHER_PLAN,
        ],
        changes.CYCLE_CHANGE_WAITING,
    )


@pytest.mark.parametrize(
    ("situation", "reason"),
    [
        (replace(CALM, orders_waiting=1), changes.ORDER_WAITING),
        (replace(CALM, overdue=True), changes.OVERDUE),
        (replace(CALM, cancelling=True), changes.CANCELLING),
    ],
)
def test_additions_go_side_by_side_but_a_change_of_cycle_stands_alone(situation: Situation, reason: str) -> None:
    alone = (changes.LONGER_CYCLE, changes.SHORTER_CYCLE, changes.OTHER_PLAN)
    assert refused(situation) == dict.fromkeys(alone, reason)


def test_D48_while_another_plan_is_scheduled_no_longer_cycle_begins_with_the_old_one() -> None:
    assert refused(replace(CALM, plan_scheduled=True)) == {changes.LONGER_CYCLE: changes.PLAN_SCHEDULED}


def test_longer_shorter_or_the_same() -> None:
    assert changes.cycle_change(Cycle.MONTHLY, Cycle.QUARTERLY) == changes.LONGER_CYCLE
    assert changes.cycle_change(Cycle.ANNUAL, Cycle.MONTHLY) == changes.SHORTER_CYCLE
    assert changes.cycle_change(Cycle.ANNUAL, Cycle.ANNUAL) is None
