"""Every fact of the ledger sums to zero."""

import pytest
from hypothesis import given

from meuplano.rules import ledger
from meuplano.rules.ledger import Postings
from meuplano.rules.money import ZERO, Money, total
from tests.rules.ground import amounts, brl


def balances(*facts: Postings) -> dict[str, Money]:
    """What each book holds after these facts."""
    books: dict[str, Money] = {}
    for posting in (posting for fact in facts for posting in fact):
        books[posting.book] = books.get(posting.book, ZERO) + posting.amount
    return {book: amount for book, amount in books.items() if amount}


@given(amounts, amounts, amounts)
def test_every_fact_sums_to_zero_and_names_known_books(one: Money, two: Money, three: Money) -> None:
    everything = one + two + three
    for fact in (
        ledger.invoice_issued(one),
        ledger.invoice_issued(everything, late_charges=two, to_credit=three),
        ledger.invoice_cancelled(one),
        ledger.payment_received(everything, one, two, three),
        ledger.reversal(everything, one, two, three),
        ledger.credit_used(one),
        ledger.credit_used(one, kind=ledger.COURTESY_CREDIT),
        ledger.credit_returned(one),
        ledger.credit_granted(one, source=ledger.COURTESY),
        ledger.credit_granted(one, source=ledger.OPENING),
        ledger.credit_note(one),
        ledger.courtesy_lapsed(one),
        ledger.refund_asked(one),
        ledger.refund_dropped(one),
        ledger.refund_paid(one),
        ledger.write_off(one),
        ledger.retained(one),
        ledger.late_charges(one),
    ):
        assert total(posting.amount for posting in fact) == ZERO
        assert all(posting.amount for posting in fact)
        assert {posting.book for posting in fact} <= set(ledger.ACCOUNTS)


def test_a_payment_names_all_its_centavos() -> None:
    with pytest.raises(AssertionError):
        ledger.payment_received(brl("10,00"), brl("9,00"))


def test_an_invoice_paid_too_much_leaves_a_credit_and_no_debt() -> None:
    books = balances(
        ledger.invoice_issued(brl("100,00")),
        ledger.payment_received(brl("115,00"), brl("100,00"), surplus=brl("12,00"), charges=brl("3,00")),
    )
    assert books == {
        ledger.REVENUE: brl("-100,00"),
        ledger.CASH: brl("115,00"),
        ledger.CREDIT: brl("-12,00"),
        ledger.LATE_CHARGES: brl("-3,00"),
    }


def test_a_payment_taken_back_leaves_the_invoice_open() -> None:
    paid = ledger.payment_received(brl("100,00"), brl("100,00"))
    taken_back = ledger.reversal(brl("100,00"), brl("100,00"))
    assert balances(ledger.invoice_issued(brl("100,00")), paid, taken_back) == {
        ledger.RECEIVABLE: brl("100,00"),
        ledger.REVENUE: brl("-100,00"),
    }


def test_credit_comes_goes_and_is_paid_out() -> None:
    assert balances(
        ledger.credit_granted(brl("50,00"), source=ledger.OPENING),
        ledger.invoice_issued(brl("30,00")),
        ledger.credit_used(brl("30,00")),
        ledger.credit_returned(brl("30,00")),
        ledger.invoice_cancelled(brl("30,00")),
        ledger.refund_asked(brl("50,00")),
        ledger.refund_dropped(brl("50,00")),
        ledger.refund_asked(brl("50,00")),
        ledger.refund_paid(brl("50,00")),
    ) == {ledger.OPENING: brl("50,00"), ledger.CASH: brl("-50,00")}


def test_a_gift_is_never_mixed_with_money() -> None:
    given_away = ledger.credit_granted(brl("50,00"), source=ledger.COURTESY)
    assert balances(given_away)[ledger.COURTESY_CREDIT] == brl("-50,00")
    assert balances(given_away, ledger.courtesy_lapsed(brl("50,00"))) == {}


def test_a_change_worth_less_than_nothing_owes_nothing_and_leaves_credit() -> None:
    assert balances(ledger.invoice_issued(ZERO, to_credit=brl("80,00"))) == {
        ledger.REVENUE: brl("80,00"),
        ledger.CREDIT: brl("-80,00"),
    }


def test_charges_of_an_earlier_invoice_are_not_revenue_of_the_plan() -> None:
    assert balances(ledger.invoice_issued(brl("908,98"), late_charges=brl("9,98"))) == {
        ledger.RECEIVABLE: brl("908,98"),
        ledger.REVENUE: brl("-899,00"),
        ledger.LATE_CHARGES: brl("-9,98"),
    }
