"""Moving accounts to this screen and back: by hand, by list, by percentage; each move once, with its trail (F23)."""

import pytest

from meuplano.actions.move_accounts import (
    NEW,
    OLDER,
    Reach,
    move_account,
    move_ordered,
    order_list,
    order_percent,
    reach_of_list,
    reach_of_percent,
)
from meuplano.actions.refused import Refused
from meuplano.records.models import Account, Event
from meuplano.rules.moving import is_reached
from tests import world

CODES = [f"C{number}" for number in range(3000, 3040)]
ACT = world.act(by="Rafael Nogueira, financeiro")


@pytest.fixture
def accounts(db: None) -> None:
    Account.objects.bulk_create(
        Account(code=code, name=code, created_on=world.TODAY, new_screen=False) for code in CODES
    )


def on_new() -> set[str]:
    return set(Account.objects.filter(new_screen=True).values_list("code", flat=True))


def trail() -> list[tuple[str, str, str]]:
    events = Event.objects.filter(name="account.moved").order_by("account__code", "id")
    return [(event.account.code, event.data["to"], event.data["how"]) for event in events if event.account]


def test_by_hand_there_and_back_each_once(accounts: None) -> None:
    account = Account.objects.get(code="C3000")
    assert move_account(account.pk, NEW, ACT)
    assert not move_account(account.pk, NEW, ACT)
    assert on_new() == {"C3000"}
    assert move_account(account.pk, OLDER, ACT)
    assert on_new() == set()
    assert trail() == [("C3000", "new", "hand"), ("C3000", "older", "hand")]


def test_a_list_moves_its_accounts_once_however_often_it_runs(accounts: None) -> None:
    assert reach_of_list(["c3001", "C3002", "C9999"], NEW) == Reach(2, 0, ("C9999",))
    event = order_list(["c3001", "C3002"], NEW, ACT)
    assert move_ordered(event.pk, ACT) == 2
    assert move_ordered(event.pk, ACT) == 0
    assert on_new() == {"C3001", "C3002"}
    assert trail() == [("C3001", "new", "list"), ("C3002", "new", "list")]
    assert Event.objects.filter(name="account.moved", by="Rafael Nogueira, financeiro").count() == 2


@pytest.mark.parametrize(
    ("codes", "reason"),
    [([], "no_account"), (["C3001", "C9999"], "unknown_account"), (["C1"] * 10_001, "too_many_accounts")],
)
def test_a_list_that_cannot_be_moved_moves_nobody(accounts: None, codes: list[str], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        order_list(codes, NEW, ACT)
    assert not Event.objects.exists()


def test_a_percentage_grows_and_shrinks_by_the_same_accounts(accounts: None) -> None:
    def reached(percent: int) -> set[str]:
        return {code for code in CODES if is_reached(code, percent)}

    assert reach_of_percent(30, NEW) == Reach(len(reached(30)), 0)
    assert move_ordered(order_percent(30, NEW, ACT).pk, ACT) == len(reached(30)) > 0
    assert on_new() == reached(30)
    assert reach_of_percent(60, NEW) == Reach(len(reached(60)) - len(reached(30)), len(reached(30)))
    move_ordered(order_percent(60, NEW, ACT).pk, ACT)
    assert on_new() == reached(60)
    assert reach_of_percent(30, OLDER).changing == len(reached(60) - reached(30))
    move_ordered(order_percent(30, OLDER, ACT).pk, ACT)
    assert on_new() == reached(30)
    move_ordered(order_percent(0, OLDER, ACT).pk, ACT)
    assert on_new() == set()
    move_ordered(order_percent(100, NEW, ACT).pk, ACT)
    assert on_new() == set(CODES)
