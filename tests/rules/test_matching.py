"""What a receipt means: nothing is dropped, nothing guessed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules import matching
from meuplano.rules.matching import Meaning, meaning
from meuplano.rules.money import ZERO, Money
from tests.rules.ground import amounts, brl, day

DUE = day("30/03/2027")


def receipt(amount: str, **known: Any) -> Meaning:
    asked: dict[str, Any] = {
        "amount": brl(amount),
        "paid_on": DUE,
        "invoice_open": brl("104,40"),
        "invoice_status": "open",
    }
    return meaning(**(asked | known))


def order(amount: str, **known: Any) -> Meaning:
    return receipt(amount, **({"order_status": "waiting", "payable_until": DUE} | known))


@given(
    amounts,
    amounts,
    amounts,
    st.none() | amounts,
    st.booleans(),
    st.sampled_from(["open", "paid", "cancelled", "replaced", "written_off"]),
    st.sampled_from([None, "waiting", "applied", "expired", "withdrawn", "declined", "undone"]),
    st.dates(date(2027, 3, 1), date(2027, 4, 30)),
)
def test_every_centavo_has_its_place(
    amount: Money,
    invoice_open: Money,
    charges: Money,
    reported: Money | None,
    own_paper: bool,
    status: str,
    order_status: str | None,
    paid_on: date,
) -> None:
    means = meaning(
        amount=amount,
        paid_on=paid_on,
        invoice_open=invoice_open,
        charges=charges,
        reported=reported,
        own_paper=own_paper,
        invoice_status=status,
        order_status=order_status,
        payable_until=DUE,
    )
    assert means.to_principal + means.to_charges + means.surplus == amount
    assert min(means.to_principal, means.to_charges, means.surplus, means.charges_left) >= ZERO
    assert means.to_principal <= invoice_open
    assert not means.applies_order or (means.pays_invoice and order_status == "waiting" and paid_on <= DUE)
    assert not means.to_charges or means.pays_invoice, "principal comes first"
    assert own_paper or means.to_charges <= charges, "a replaced invoice's paper reckons from another amount"


def test_paid_in_time_the_order_is_applied_whenever_the_news_comes() -> None:
    assert order("104,40") == Meaning(brl("104,40"), ZERO, ZERO, pays_invoice=True, applies_order=True)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"paid_on": day("31/03/2027")}, matching.PAID_TOO_LATE),
        ({"order_status": "expired", "invoice_status": "cancelled"}, matching.ORDER_DEAD),
        ({"order_status": "withdrawn", "invoice_status": "cancelled"}, matching.ORDER_DEAD),
        ({"order_status": "declined", "invoice_status": "cancelled"}, matching.ORDER_DEAD),
        ({"order_status": "undone", "invoice_status": "paid"}, matching.ORDER_DEAD),
        ({"order_status": "applied", "invoice_status": "paid", "invoice_open": ZERO}, matching.INVOICE_PAID),
    ],
)
def test_money_for_a_dead_order_is_all_credit(known: dict[str, Any], why: str) -> None:
    assert order("104,40", **known) == Meaning(ZERO, ZERO, brl("104,40"), False, False, note=why)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("paid", matching.INVOICE_PAID),
        ("cancelled", matching.INVOICE_DEAD),
        ("replaced", matching.INVOICE_DEAD),
        ("written_off", matching.INVOICE_DEAD),
    ],
)
def test_money_for_an_invoice_that_wants_none_is_all_credit(status: str, why: str) -> None:
    assert receipt("10,00", invoice_status=status) == Meaning(ZERO, ZERO, brl("10,00"), False, False, note=why)


def test_a_paper_without_a_last_day_is_never_too_late() -> None:
    assert order("104,40", payable_until=None, paid_on=day("30/04/2027")).applies_order


def test_an_order_paid_in_part_waits_for_the_rest() -> None:
    part = order("100,00")
    assert part == Meaning(brl("100,00"), ZERO, ZERO, False, False, note=matching.PARTIAL)
    assert order("4,40", invoice_open=brl("4,40")).applies_order


def test_the_first_instalment_applies_the_order() -> None:
    first = order("464,55", invoice_open=brl("4.645,44"), order_needs=brl("464,55"))
    assert (first.applies_order, first.pays_invoice) == (True, False)
    assert not order("464,54", invoice_open=brl("4.645,44"), order_needs=brl("464,55")).applies_order


def test_an_order_released_on_confirmation_is_a_debt_like_any_other() -> None:
    late = order("104,40", order_status="applied", paid_on=day("20/04/2027"))
    assert (late.pays_invoice, late.applies_order) == (True, False)


def test_principal_first_then_charges_then_surplus() -> None:
    assert receipt("110,00", charges=brl("5,00")) == Meaning(
        brl("104,40"), brl("5,00"), brl("0,60"), True, False, note=matching.TOO_MUCH
    )
    assert receipt("106,00", charges=brl("5,00")) == Meaning(
        brl("104,40"), brl("1,60"), ZERO, True, False, charges_left=brl("3,40")
    )
    assert receipt("50,00", charges=brl("5,00")).charges_left == ZERO


def test_what_the_bank_reports_as_charges_is_accepted_as_it_is() -> None:
    more = receipt("107,07", charges=brl("2,66"), reported=brl("2,67"))
    assert (more.to_charges, more.surplus, more.charges_left) == (brl("2,67"), ZERO, ZERO)
    less = receipt("107,05", charges=brl("2,66"), reported=brl("2,65"))
    assert (less.to_charges, less.surplus, less.charges_left) == (brl("2,65"), ZERO, ZERO)


def test_the_paper_of_a_replaced_invoice_takes_no_more_than_the_new_one_owes() -> None:
    more = receipt("110,00", charges=brl("2,66"), reported=brl("4,00"), own_paper=False)
    assert (more.to_charges, more.surplus, more.charges_left) == (brl("2,66"), brl("2,94"), ZERO)
    less = receipt("107,05", charges=brl("2,66"), reported=brl("2,65"), own_paper=False)
    assert (less.to_charges, less.surplus, less.charges_left) == (brl("2,65"), ZERO, ZERO)
