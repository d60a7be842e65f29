"""The yearly statement by due date: whole, with a debt open, of some months, and when it is told of (D52)."""

from datetime import date

import pytest

from meuplano.rules.money import Money
from meuplano.rules.statements import Bill, may_be_told, next_look, statement, statements


def bill(due: str, paid: str | None, number: int = 1, part: int = 0) -> Bill:
    return Bill(number, part, date.fromisoformat(due), date.fromisoformat(paid) if paid else None, Money(100))


def test_the_due_date_decides_the_year_and_not_the_payment() -> None:
    """D52, art. 2: paid in January, due in December."""
    bills = [bill("2026-12-05", "2027-01-04"), bill("2027-01-05", None, 2)]
    (last,) = statements(bills, date(2027, 1, 10))
    assert (last.year, last.is_whole, last.months) == (2026, True, (12,))


def test_one_open_debt_and_there_is_none() -> None:
    """D52, art. 2 § 1; a month with a debt open is not a month that is paid."""
    bills = [bill("2026-01-05", "2026-01-05"), bill("2026-03-05", "2026-03-05", 2), bill("2026-03-20", None, 3)]
    it = statement(bills, 2026)
    assert (it.is_whole, [b.number for b in it.open], it.months) == (False, [3], (1,))


def test_a_debt_of_an_earlier_year_is_named_and_keeps_nothing_back() -> None:
    bills = [bill("2025-11-05", None), bill("2026-01-05", "2026-01-05", 2), bill("2027-01-05", None, 3)]
    it = statement(bills, 2026)
    assert it.is_whole
    assert [b.number for b in it.earlier] == [1]
    assert not statement(bills, 2025).earlier


def test_instalments_of_one_invoice_fall_into_two_years() -> None:
    bills = [bill("2026-12-05", "2026-12-05", 1, 1), bill("2027-01-05", None, 1, 2)]
    assert statement(bills, 2026).is_whole
    assert not statement(bills, 2027).is_whole


def test_a_year_without_bills_or_not_over_has_none() -> None:
    assert statements([bill("2027-02-01", "2027-02-01")], date(2027, 12, 31)) == ()
    assert not statement([], 2026).is_whole


@pytest.mark.parametrize(
    ("today", "waiting", "expected"),
    [
        ("2026-11-24", False, "2027-04-20"),
        ("2027-04-19", False, "2027-04-20"),
        ("2027-04-20", False, "2028-04-20"),
        ("2027-04-20", True, "2027-05-01"),
        ("2027-12-01", True, "2028-01-01"),
        ("2028-04-10", True, "2028-04-20"),
    ],
)
def test_an_account_is_looked_at_before_may_and_monthly_while_something_is_open(
    today: str, waiting: bool, expected: str
) -> None:
    """D52, art. 3: with the invoice due in May, or in the month after the last debt was paid."""
    assert next_look(date.fromisoformat(today), waiting=waiting) == date.fromisoformat(expected)


def test_nobody_is_told_before_the_day() -> None:
    assert not may_be_told(2026, date(2027, 4, 19))
    assert may_be_told(2026, date(2027, 4, 20))
