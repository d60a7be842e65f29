"""What a bank's free field cannot take is refused by its name, never guessed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from meuplano.brazil.banks import BANKS, Boleto, BoletoError, Wallet, free_field

DUE = date(2026, 12, 10)
# One good title a bank, to be spoiled in one place.
GOOD = {
    "001": {"agreement": "1234567", "nosso_numero": "1", "wallet": "17", "agency": "1545", "account": "10403005"},
    "033": {"beneficiary_code": "1234567", "nosso_numero": "1", "wallet": "101"},
    "041": {"beneficiary_code": "9000150", "nosso_numero": "1", "wallet": "1", "agency": "1102"},
    "077": {"agreement": "1234567", "nosso_numero": "1", "wallet": "110"},
    "084": {"nosso_numero": "1", "wallet": "09", "agency": "0012", "account": "47744"},
    "085": {"agreement": "101104", "nosso_numero": "1", "wallet": "1", "account": "231560", "account_dv": "2"},
    "104": {"beneficiary_code": "123456", "nosso_numero": "9", "wallet": "RG"},
    "237": {"nosso_numero": "1", "wallet": "09", "agency": "1172", "account": "403005"},
    "341": {"nosso_numero": "1", "wallet": "109", "agency": "0057", "account": "12345"},
    "422": {
        "nosso_numero": "1",
        "wallet": "1",
        "agency": "1234",
        "agency_dv": "5",
        "account": "123456",
        "account_dv": "7",
    },
    "748": {
        "beneficiary_code": "129",
        "nosso_numero": "1",
        "wallet": "1",
        "agency": "0710",
        "operation": "65",
        "issued_on": date(2026, 11, 24),
    },
    "756": {"agreement": "229385", "nosso_numero": "1", "wallet": "1", "wallet_variation": "01", "agency": "4327"},
}


def title(bank: str, **changes: Any) -> Boleto:
    return Boleto(bank=bank, amount=10_000, due_on=DUE, **(GOOD[bank] | changes))


@pytest.mark.parametrize("bank", BANKS)
def test_the_good_title_is_good(bank: str) -> None:
    free = free_field(title(bank))
    assert len(free.campo_livre) == 25
    assert free.warnings == ()


@pytest.mark.parametrize("bank", BANKS)
def test_an_unknown_wallet_is_named_and_the_known_ones_told(bank: str) -> None:
    with pytest.raises(
        BoletoError, match=f"wallet 'Z99' of bank {bank} is unknown: .*{next(iter(BANKS[bank].wallets))}"
    ):
        free_field(title(bank, wallet="Z99"))


@pytest.mark.parametrize("bank", BANKS)
def test_a_missing_wallet_is_not_guessed(bank: str) -> None:
    with pytest.raises(BoletoError, match="wallet is missing"):
        free_field(title(bank, wallet=" "))


@pytest.mark.parametrize(
    ("bank", "field"), [(bank, field) for bank, fields in GOOD.items() for field in fields if field != "issued_on"]
)
@pytest.mark.parametrize("value", ["12a", "１２", "1" * 30])
def test_a_field_that_does_not_fit_is_refused(bank: str, field: str, value: str) -> None:
    unused = {("001", "agency"), ("001", "account")}  # an agreement of 7 digits needs neither
    if (bank, field) in unused:
        assert free_field(title(bank, **{field: value})) == free_field(title(bank))
    else:
        with pytest.raises(BoletoError):
            free_field(title(bank, **{field: value}))


@pytest.mark.parametrize(
    ("bank", "field"),
    [
        (bank, field)
        for bank, fields in GOOD.items()
        for field in fields
        # optional, or not used by this bank's free field
        if field not in ("account_dv", "issued_on", "wallet")
        and (bank, field) not in (("001", "agency"), ("001", "account"))
    ],
)
def test_a_field_that_is_missing_is_refused(bank: str, field: str) -> None:
    with pytest.raises(BoletoError, match="missing"):
        free_field(title(bank, **{field: ""}))


@pytest.mark.parametrize("bank", ["999", "", "1234", "abc"])
def test_a_bank_we_cannot_compose_is_refused_by_name(bank: str) -> None:
    with pytest.raises(BoletoError, match=f"bank '{bank}' is not supported"):
        free_field(replace(title("341"), bank=bank))


def test_a_bank_written_without_its_zeros_is_the_same() -> None:
    assert free_field(replace(title("001"), bank="1")) == free_field(title("001"))


@pytest.mark.parametrize("bank", [bank for bank in BANKS if BANKS[bank].wallet_width > 1])
def test_a_wallet_without_its_zeros_is_the_same(bank: str) -> None:
    known = GOOD[bank]["wallet"]
    assert free_field(title(bank, wallet=str(known).lstrip("0"))) == free_field(title(bank, wallet=known))


def test_wallets_are_configuration() -> None:
    new = {"999": Wallet("nova", BANKS["341"].wallets["109"].rule)}
    with pytest.raises(BoletoError, match="'999' of bank 341 is unknown"):
        free_field(title("341", wallet="999"))
    assert free_field(title("341", wallet="999"), new).campo_livre.startswith("999")


def test_a_configured_wallet_replaces_the_known_one() -> None:
    short = {"109": Wallet("como o banco disse", "carteira e número")}
    assert free_field(title("341"), short) != free_field(title("341"))


def test_a_configured_wallet_with_an_unknown_rule_or_width_is_refused() -> None:
    with pytest.raises(BoletoError, match="unknown rule: 'x'"):
        free_field(title("341"), {"109": Wallet("", "x")})
    with pytest.raises(BoletoError, match="must be written with 2 digits"):
        free_field(title("237", wallet="199"), {"199": Wallet("")})
