"""Tax withheld: what finance may settle as a difference (D44)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules import ledger, retention
from meuplano.rules.lines import LATE_CHARGES, plain_line
from meuplano.rules.matching import Meaning, meaning
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.retention import refusal

CENTAVOS = st.integers(0, 10**9).map(Money)


@pytest.mark.parametrize(
    ("amount", "paid", "still_open", "why"),
    [
        (5529, 84371, 5529, None),
        (1349, 84371, 5529, None),  # one tax of several
        (5530, 84371, 5529, retention.MORE_THAN_DIFFERENCE),
        (0, 84371, 5529, retention.NO_AMOUNT),
        (89900, 0, 89900, retention.NOTHING_PAID),
        (1, 89900, 0, retention.MORE_THAN_DIFFERENCE),
    ],
)
def test_d44_only_a_difference_of_what_was_paid(amount: int, paid: int, still_open: int, why: str | None) -> None:
    assert refusal(Money(amount), paid=Money(paid), still_open=Money(still_open)) == why


@given(CENTAVOS, CENTAVOS, CENTAVOS)
def test_d44_never_more_than_is_open_and_never_the_whole(amount: Money, paid: Money, still_open: Money) -> None:
    if refusal(amount, paid=paid, still_open=still_open) is None:
        assert ZERO < amount <= still_open
        assert amount < paid + still_open


@given(st.integers(1, 10**9).map(Money))
def test_d44_no_cash_moves(amount: Money) -> None:
    posted = {posting.book: posting.amount for posting in ledger.retained(amount)}
    assert posted == {ledger.RETENTION: amount, ledger.RECEIVABLE: -amount}


RATES = st.fixed_dictionaries({}, optional={tax: st.integers(0, 1200) for tax in retention.TAXES})
HALF_RATES = {"irrf": 150, "pcc": 465}


def test_d44_each_tax_is_rounded_by_itself_once() -> None:
    """R$ 899,00: 1,5 % is 13,485, 4,65 % is 41,8035; together 6,15 % would be 55,2885 and is never reckoned so."""
    taxes = retention.withheld(Money(89900), HALF_RATES)
    assert [(row.tax, row.amount.centavos) for row in taxes] == [("irrf", 1349), ("pcc", 4180)]
    assert retention.to_withhold(taxes, Money(89900)) == Money(5529)


def test_d44_fine_and_interest_of_an_earlier_invoice_are_no_service() -> None:
    lines = [plain_line("licence", Money(89900)), plain_line(LATE_CHARGES, Money(2000))]
    assert retention.services(lines) == Money(89900)


@given(CENTAVOS, RATES)
def test_d44_gross_is_net_and_what_is_withheld(services: Money, rates: dict[str, int]) -> None:
    taxes = retention.withheld(services, rates)
    kept = retention.to_withhold(taxes, services)
    assert ZERO <= kept < services or kept == services == ZERO
    assert kept in (ZERO, total(row.amount for row in taxes))
    for row in taxes:
        assert abs(row.amount.centavos * retention.WHOLE - services.centavos * row.rate) * 2 <= retention.WHOLE


@given(CENTAVOS, st.lists(st.integers(1, 10**7).map(Money), min_size=1, max_size=12))
def test_d44_instalments_share_it_all_or_leave_out_what_is_too_small(expected: Money, parts: list[Money]) -> None:
    shares = retention.shares(expected, parts)
    assert all(ZERO <= share < part for share, part in zip(shares, parts, strict=True))
    if all(share for share in shares):
        assert total(shares) == expected


def test_d44_where_no_more_than_the_tax_is_open_it_is_asked_for_as_it_is() -> None:
    taxes = retention.withheld(Money(89900), HALF_RATES)
    assert retention.to_withhold(taxes, Money(5529)) == ZERO
    assert retention.to_withhold(taxes, Money(5530)) == Money(5529)


@pytest.mark.parametrize("rates", [{"iss": -1}, {"iss": 4000, "inss": 1001}])
def test_d44_rates_that_are_a_typing_mistake(rates: dict[str, int]) -> None:
    assert retention.rates_refusal(rates) == retention.RATES_TOO_HIGH
    assert retention.rates_refusal({"iss": 500, "irrf": 150, "pcc": 465, "inss": 1100}) is None


def means(amount: int, *, charges: int = 0, reported: int | None = None, to_withhold: int = 5529) -> Meaning:
    return meaning(
        amount=Money(amount),
        paid_on=date(2027, 4, 5),
        invoice_open=Money(89900),
        invoice_status="open",
        charges=Money(charges),
        reported=None if reported is None else Money(reported),
        to_withhold=Money(to_withhold),
    )


@pytest.mark.parametrize(
    ("amount", "charges", "reported", "principal", "late", "withheld", "pays"),
    [
        (84371, 0, None, 84371, 0, 5529, True),  # exactly the net
        (84371 + 1715, 1715, None, 84371, 1715, 5529, True),  # and the fine and interest of its day
        (84371, 1715, None, 84371, 0, 5529, True),  # which may be left for the next renewal (D27)
        (84371 + 1700, 1715, 1700, 84371, 1700, 5529, True),  # as the bank reckons it (D21)
        (89900, 0, None, 89900, 0, 0, True),  # nothing was withheld
        (84370, 0, None, 84370, 0, 0, False),  # a centavo less: finance settles it
        (84372, 0, None, 84372, 0, 0, False),
    ],
)
def test_d44_exactly_the_net_pays_it_all(
    amount: int, charges: int, reported: int | None, principal: int, late: int, withheld: int, pays: bool
) -> None:
    found = means(amount, charges=charges, reported=reported)
    assert (found.to_principal.centavos, found.to_charges.centavos) == (principal, late)
    assert (found.withheld.centavos, found.pays_invoice) == (withheld, pays)


@given(st.integers(1, 200000), st.integers(0, 5000), st.integers(0, 80000))
def test_d44_no_centavo_is_lost_whatever_comes(amount: int, charges: int, to_withhold: int) -> None:
    found = means(amount, charges=charges, to_withhold=to_withhold)
    assert found.to_principal + found.to_charges + found.surplus == Money(amount)
    assert found.to_principal + found.withheld <= Money(89900)
    assert found.pays_invoice == (found.to_principal + found.withheld == Money(89900))
    assert found.withheld in (ZERO, Money(to_withhold))
