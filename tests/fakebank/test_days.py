"""The bank's day moves one by one and brings what it must."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from fakebank import calendar, charges, days, payments
from fakebank.bank import Bank, Refused
from fakebank.books import Row

Make = Callable[..., Row]


def told(bank: Bank) -> list[tuple[str, str]]:
    events = [json.loads(row["body"]) for row in bank.books.rows("select body from events order by number")]
    return [(event["type"], event["charge"]["key"]) for event in events]


def test_a_boleto_paid_on_the_eve_of_a_long_weekend_is_told_after_it(bank: Bank, make: Make) -> None:
    days.move_to(bank, date(2026, 12, 24))  # Thursday; Friday is Christmas
    make(due_on="2026-12-24")
    payments.receive(bank, bank.charge_row("ch_test_000001"), by="boleto")
    assert days.move_to(bank, date(2026, 12, 27)) == 3
    assert told(bank) == []
    days.move_to(bank, date(2026, 12, 28))
    assert told(bank) == [("payment.confirmed", "k1")]
    paid = bank.books.row("select paid_on, told_on from payments")
    assert paid
    assert tuple(paid) == ("2026-12-24", "2026-12-28")


def test_jumping_far_equals_going_day_by_day(bank: Bank, make: Make) -> None:
    for key, due in (("a", "2026-11-25"), ("b", "2026-11-28"), ("c", "2026-12-02")):
        make(key=key, due_on=due, pay_until=due)
    assert days.move_to(bank, date(2026, 12, 31)) == 37
    assert told(bank) == [("charge.expired", key) for key in "abc"]


def test_a_boleto_of_a_saturday_is_payable_on_monday(bank: Bank, make: Make) -> None:
    row = make(due_on="2026-11-28", pay_until="2026-11-28")
    assert charges.last_day(row) == date(2026, 11, 30)
    days.move_to(bank, date(2026, 11, 30))
    assert bank.charge_row(row["id"])["status"] == "open"
    days.move_to(bank, date(2026, 12, 1))
    assert bank.charge_row(row["id"])["status"] == "expired"


def test_money_on_its_way_keeps_a_boleto_from_expiring(bank: Bank, make: Make) -> None:
    row = make(due_on="2026-11-27", pay_until="2026-11-27")  # a Friday
    days.move_to(bank, date(2026, 11, 27))
    payments.receive(bank, row, by="boleto")
    days.move_to(bank, date(2026, 11, 29))
    assert bank.charge_row(row["id"])["status"] == "open"
    days.move_to(bank, date(2026, 11, 30))
    assert bank.charge_row(row["id"])["status"] == "paid"


def test_a_day_that_is_over_does_not_come_back(bank: Bank) -> None:
    today = bank.today
    assert days.move_to(bank, today) == 0
    with pytest.raises(Refused, match="já é 24/11/2026"):
        days.move_to(bank, date(2026, 11, 23))
    assert bank.today == today
    assert calendar.is_business(today)
