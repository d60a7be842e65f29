"""D43: what a nota fiscal should say, and which invoice a text or a file name means."""

import pytest

from meuplano.rules.fiscal_notes import (
    AMOUNT,
    ISSUER,
    TAKER,
    Expected,
    Said,
    differences,
    invoices_in,
    number_in,
    value_of,
)
from meuplano.rules.lines import LATE_CHARGES, Line, plain_line
from meuplano.rules.money import ZERO, Money
from meuplano.rules.prices import UnitPrice

ASKED = Expected(Money(89900), "41738920000199", "26.841.057/0001-07")


def test_d43_the_note_is_for_the_service_less_what_credit_notes_gave_back() -> None:
    unit = UnitPrice(net=Money(8990), full=Money(8990))
    lines = [Line("licence", 10, unit, 31, 31), plain_line(LATE_CHARGES, Money(998))]
    assert value_of(lines, ZERO) == Money(89900)
    assert value_of(lines, Money(9900)) == Money(80000)
    assert value_of(lines, Money(99900)) == ZERO


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (Said(Money(89900), "41738920000199", "26841057000107"), ()),
        (Said(Money(89901)), (AMOUNT,)),
        (Said(Money(89900), "41.738.920/0001-99", "26841057000288"), ()),  # punctuation; another establishment
        (Said(None, "41738920000270"), (TAKER,)),
        (Said(Money(1), "52998224725", "11222333000181"), (AMOUNT, TAKER, ISSUER)),
        (Said(), ()),
    ],
)
def test_d43_what_is_not_the_invoices_is_named(said: Said, what: tuple[str, ...]) -> None:
    assert differences(said, ASKED) == what


@pytest.mark.parametrize(
    ("text", "invoices"),
    [
        ("Licenças de uso. Fatura C1001-3.", [("C1001", 3)]),
        ("c1001-3.pdf", [("C1001", 3)]),
        ("C1001-3 NF 4711.pdf", [("C1001", 3)]),
        ("ref. C1001-3, C1001-3 e C2002-41", [("C1001", 3), ("C2002", 41)]),
        ("AG-ALFA-7", [("AG-ALFA", 7), ("ALFA", 7)]),
        ("nota fiscal de novembro", []),
        ("-3", []),
        ("C1001-1234567890", []),
        ("a-" * 3000 + "1", []),
    ],
)
def test_invoices_are_found_as_they_are_printed(text: str, invoices: list[tuple[str, int]]) -> None:
    assert list(invoices_in(text)) == invoices


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("C1001-3 NF 4711", "4711"),
        ("C1001-3_NF-e_0042", "42"),
        ("NFS-e nº 12 C1001-3", "12"),
        ("C1001-3-nf4711", "4711"),
        ("C1001-3", ""),
        ("inf 3", ""),
    ],
)
def test_a_file_name_may_say_the_notes_number(name: str, number: str) -> None:
    assert number_in(name) == number
