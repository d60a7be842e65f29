"""Money: whole centavos, one rounding, nothing lost."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.money import ZERO, Money, total
from tests.rules.ground import amounts, signed_amounts


@given(amounts, st.integers(0, 20_000), st.integers(1, 20_000))
def test_a_part_is_the_exact_fraction_rounded_half_up_once(amount: Money, numerator: int, denominator: int) -> None:
    exact = Fraction(amount.centavos * numerator, denominator)
    assert amount.part(numerator, denominator) == Money((exact + Fraction(1, 2)).__floor__())


def test_half_a_centavo_goes_up() -> None:
    assert Money(1).part(1, 2) == Money(1)
    assert Money(49).part(1, 100) == ZERO


@given(signed_amounts, st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_a_split_loses_no_centavo(whole: Money, weights: list[int]) -> None:
    shares = whole.split(weights)
    assert total(shares) == whole
    for share, weight in zip(shares, weights, strict=True):
        assert abs(Fraction(share.centavos) - Fraction(whole.centavos * weight, sum(weights))) <= 1
        assert weight or not share


def test_the_odd_centavos_go_to_the_first_ones() -> None:
    assert Money(1003).split([1] * 4) == [Money(251), Money(251), Money(251), Money(250)]
    assert Money(-1003).split([1] * 4) == [Money(-251), Money(-251), Money(-251), Money(-250)]
    assert Money(1).split([0, 1]) == [ZERO, Money(1)]


@given(signed_amounts)
def test_what_is_written_is_read_back(amount: Money) -> None:
    assert Money.of(str(amount)) == amount


@pytest.mark.parametrize(
    ("text", "centavos"),
    [
        ("1.234,56", 123456),
        ("1234,56", 123456),
        ("1234.56", 123456),
        ("89.90", 8990),
        ("1.5", 150),
        ("1.234", 123400),
        ("1.234.567", 123456700),
        ("10", 1000),
        ("0,5", 50),
        (" R$ 10,00 ", 1000),
        ("R$\u00a010,00", 1000),
        ("-3,00", -300),
        ("-R$ 3,00", -300),
        ("R$ -3,00", -300),
        ("-0.01", -1),
    ],
)
def test_people_write_amounts_in_several_ways(text: str, centavos: int) -> None:
    assert Money.of(text) == Money(centavos)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,234.56", "1,2,3", "12.34.56", "1.2345", "1,234", "--1", "-R$ -1", "- 1", "1e3", "١٢", "1 000"],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an amount|two signs"):
        Money.of(text)


@pytest.mark.parametrize(
    ("centavos", "text"),
    [
        (0, "R$\u00a00,00"),
        (5, "R$\u00a00,05"),
        (123456, "R$\u00a01.234,56"),
        (-1000, "-R$\u00a010,00"),
        (100000000, "R$\u00a01.000.000,00"),
    ],
)
def test_the_screen_writes_reais(centavos: int, text: str) -> None:
    assert str(Money(centavos)) == text


def test_arithmetic_and_order() -> None:
    assert Money(3) + Money(4) - Money(5) == Money(2)
    assert -Money(3) == Money(-3)
    assert Money(3).times(4) == Money(12)
    assert Money(3) < Money(4)
    assert Money(1)
    assert not ZERO
    assert total([]) == ZERO


def test_only_what_is_there_is_divided() -> None:
    for amount, numerator, denominator in ((-1, 1, 2), (1, -1, 2), (1, 1, 0)):
        with pytest.raises(AssertionError):
            Money(amount).part(numerator, denominator)
    for weights in ([0, 0], [2, -1]):
        with pytest.raises(AssertionError):
            Money(1).split(weights)


@pytest.mark.parametrize("centavos", [1.0, True, "1"])
def test_centavos_are_whole_numbers(centavos: object) -> None:
    with pytest.raises(TypeError):
        Money(centavos)  # type: ignore[arg-type]
