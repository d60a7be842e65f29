"""How money, dates, quantities and states are said (ux.md B01–B07)."""

from datetime import UTC, date, datetime

import pytest

from meuplano.documents import words


@pytest.mark.parametrize(
    ("centavos", "said"),
    [
        (0, "R$\xa00,00"),
        (5, "R$\xa00,05"),
        (123456, "R$\xa01.234,56"),
        (-1000, "-R$\xa010,00"),
        (10**11, "R$\xa01.000.000.000,00"),
    ],
)
def test_money(centavos: int, said: str) -> None:
    assert words.reais(centavos) == said


@pytest.mark.parametrize(
    ("used", "said"),
    [
        (0, "0\xa0GB"),
        (12_400_000_000, "12,4\xa0GB"),
        (20 * 10**9, "20\xa0GB"),
        (49_999_999, "0\xa0GB"),
        (1_250 * 10**9, "1.250\xa0GB"),
    ],
)
def test_gigabytes_are_thousands_with_one_decimal(used: int, said: str) -> None:
    assert words.gigabytes(used) == said


def test_dates() -> None:
    assert words.weekday(date(2026, 11, 26)) == "quinta-feira, 26/11/2026"
    assert words.long_day(date(2026, 12, 5)) == "5 de dezembro de 2026"
    assert words.span(date(2026, 11, 5), date(2026, 12, 4)) == "05/11 a 04/12/2026"
    assert words.span(date(2026, 12, 5), date(2027, 1, 4)) == "05/12/2026 a 04/01/2027"
    assert words.moment(datetime(2026, 11, 24, 0, 30, tzinfo=UTC)) == "23/11/2026 21:30"
    assert words.short_weekday(date(2026, 12, 7)) == "segunda"


def test_plurals() -> None:
    assert [words.licences(n) for n in (0, 1, 2)] == ["0 licenças", "1 licença", "2 licenças"]
    assert [words.days(n) for n in (1, 8)] == ["1 dia", "8 dias"]


def test_a_masked_address_can_be_recognised_and_not_written_to() -> None:
    assert words.masked_email("marina@agenciaaurora.com.br") == "m•••••@agenciaaurora.com.br"


@pytest.mark.parametrize(("name", "said"), [("Marina Duarte", "MD"), ("Ana", "AN"), ("", "?"), ("a@b.example", "AB")])
def test_initials(name: str, said: str) -> None:
    assert words.initials(name) == said


@pytest.mark.parametrize(
    ("tax_id", "said"),
    [
        ("41738920000199", "41.738.920/0001-99"),
        ("CP643DYU000103", "CP.643.DYU/0001-03"),
        ("90751163732", "907.511.637-32"),
        ("1", "1"),
    ],
)
def test_tax_ids_keep_their_letters(tax_id: str, said: str) -> None:
    assert words.masked_tax_id(tax_id) == said


def test_a_state_is_never_a_colour_alone() -> None:
    states = [words.invoice_status(s) for s in ("open", "paid", "replaced", "cancelled", "written_off")]
    states += [words.subscription_status(s) for s in ("active", "suspended", "cancelled")]
    states += [words.order_status(s, "pix") for s in ("waiting", "applied", "withdrawn", "expired", "declined")]
    assert all(state.word and state.icon for state in states)
    assert words.invoice_status("open", 8).word == "Vencida há 8 dias"
