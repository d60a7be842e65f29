"""What the bank takes, what it refuses, and that a refusal leaves nothing behind."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from fakebank import charges, days, payments
from fakebank.bank import Bank, Refused
from fakebank.books import Row

Make = Callable[..., Row]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("bad_method", {"method": "cheque"}),
        ("bad_key", {"key": ""}),
        ("bad_key", {"key": 7}),
        ("bad_amount", {"amount": 0}),
        ("bad_amount", {"amount": 140.04}),
        ("bad_amount", {"amount": True}),
        ("bad_amount", {"amount": 10_000_000_000}),
        ("bad_payer", {"payer": {}}),
        ("bad_payer", {"payer": "Aurora"}),
        ("bad_address", {"payer": {"name": "Aurora", "tax_id": "1"}}),
        ("bad_date", {"due_on": "2026-11-23"}),
        ("bad_date", {"due_on": None}),
        ("bad_date", {"due_on": "amanhã"}),
        ("bad_date", {"due_on": "2026-11-30", "pay_until": "2026-11-29"}),
        ("bad_return_url", {"return_url": "javascript:alert(1)"}),
        ("bad_description", {"description": "x" * 501}),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_registered(
    bank: Bank, make: Make, code: str, values: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refusal:
        make(**({"method": "boleto"} | values))
    assert refusal.value.code == code
    assert bank.books.rows("select * from charges") == []


def test_one_key_is_one_charge_and_for_one_sum(bank: Bank, make: Make) -> None:
    assert make(description="outra", return_url="http://a.example/")["id"] == make()["id"]
    with pytest.raises(Refused) as refusal:
        make(amount=14005)
    assert refusal.value.code == "key_reused"


def test_a_charge_is_found_by_every_code_it_ever_had(bank: Bank, make: Make) -> None:
    boleto, pix = make(pay_until="2026-12-30"), make("pix", key="k2")
    moved = charges.change_due_date(bank, boleto["id"], date(2026, 12, 1), None)
    assert moved["linha"] != boleto["linha"]
    for code, row in ((boleto["linha"], boleto), (moved["linha"], boleto), (f" {pix['brcode']}\n", pix)):
        found = charges.by_code(bank, code)
        assert found
        assert found["id"] == row["id"]
    assert charges.by_code(bank, "123") is None


def test_a_hybrid_boleto_can_be_paid_by_its_pix(bank: Bank, make: Make) -> None:
    bank.config = type(bank.config)(data=bank.config.data, secret="s", hybrid=True)
    row = make()
    shown = charges.view(bank, row)
    assert shown["boleto"]["brcode"] == row["brcode"]
    assert shown["pix"] is None
    payments.receive(bank, row, by="pix")
    assert charges.view(bank, bank.charge_row(row["id"]))["payment"]["method"] == "pix"


def test_partial_and_late_money_is_told_as_it_is(bank: Bank, make: Make) -> None:
    row = make("pix")
    days.move_to(bank, date(2026, 11, 26))
    payments.receive(bank, bank.charge_row(row["id"]), by="pix", amount=1)
    shown = charges.view(bank, bank.charge_row(row["id"]))
    assert (shown["status"], shown["amount"], shown["payment"]["amount"]) == ("paid", 14004, 1)


def test_page_addresses_cannot_be_guessed_and_ids_say_whose_books(bank: Bank, make: Make) -> None:
    first, second = make(), make(key="k2")
    assert (first["id"], second["id"]) == ("ch_test_000001", "ch_test_000002")
    assert len(first["page"]) == 32
    assert first["page"] != second["page"]
