"""The banks' own rules, each beyond what the published boletos show."""

from typing import Any

import pytest

from meuplano.brazil.banks import BoletoError, FreeField, free_field
from tests.brazil.banks.test_refusals import title


def free(bank: str, **changes: Any) -> FreeField:
    return free_field(title(bank, **changes))


def test_bb_takes_a_number_with_the_agreement_in_front() -> None:
    whole = free("001", nosso_numero="12345670000000001")
    assert whole == free("001")
    assert whole.nosso_numero_formatado == "12345670000000001"
    assert free("001", agreement="123456", nosso_numero="12345600001").nosso_numero_formatado == "12345600001-7"


def test_bb_prints_x_for_ten() -> None:
    printed = {free("001", agreement="1234", nosso_numero=str(n)).nosso_numero_formatado[-1] for n in range(1, 40)}
    assert "X" in printed
    assert printed <= set("0123456789X")


def test_bb_numbers_freely_only_in_wallets_16_and_18() -> None:
    with pytest.raises(BoletoError, match="wallet 17 of bank 001 has no nosso número of 17 digits"):
        free("001", agreement="123456", nosso_numero="1" * 17)
    assert free("001", agreement="123456", nosso_numero="1" * 17, wallet="16").campo_livre == "123456" + "1" * 17 + "21"


def test_bb_refuses_an_agreement_of_a_length_it_has_not() -> None:
    for agreement in ("12345", "123", "123456789"):
        with pytest.raises(BoletoError, match="has them of 4, 6, 7 and 8"):
            free("001", agreement=agreement)


def test_bb_refuses_six_digits_where_an_agreement_of_six_takes_five() -> None:
    with pytest.raises(BoletoError, match="more than 5 digits"):
        free("001", agreement="123456", nosso_numero="654321")


@pytest.mark.parametrize(
    ("bank", "right", "wrong"),
    [
        ("033", "1056137495014", "1056137495015"),
        ("077", "00043095401", "00043095402"),
        ("748", "262000018", "262000017"),
        ("756", "00000024", "00000025"),
    ],
)
def test_a_number_given_with_its_digit_is_checked(bank: str, right: str, wrong: str) -> None:
    short = {"033": right[:-1], "077": right[:-1], "748": "1", "756": right[:-1]}[bank]
    if bank == "748":  # year and byte are part of it
        right = free(bank).nosso_numero_formatado.replace("/", "").replace("-", "")
        wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert free(bank, nosso_numero=right) == free(bank, nosso_numero=short)
    with pytest.raises(BoletoError, match="its check digit is"):
        free(bank, nosso_numero=wrong)


def test_caixa_knows_its_beneficiaries_by_their_range() -> None:
    assert free("104", beneficiary_code="999999").campo_livre.startswith("999999")
    assert free("104", beneficiary_code="1100000").campo_livre.startswith("1100000")
    for between in ("1000000", "1099999"):
        with pytest.raises(BoletoError, match="in no range of bank 104"):
            free("104", beneficiary_code=between)


def test_caixa_warns_of_a_wrong_digit_of_the_beneficiary() -> None:
    assert free("104", beneficiary_code="290274", beneficiary_code_dv="5").warnings == ()
    assert "beneficiary_code_dv 4" in free("104", beneficiary_code="290274", beneficiary_code_dv="4").warnings[0]


def test_caixa_refuses_a_number_of_another_modality() -> None:
    with pytest.raises(BoletoError, match="begins with 24, its modality is 14"):
        free("104", nosso_numero="24" + "0" * 15)


def test_caixa_writes_who_prints() -> None:
    assert free("104", wallet="1", extra={"emissao": "1"}).nosso_numero_formatado.startswith("11")
    assert free("104", wallet="1").nosso_numero_formatado.startswith("14")


def test_caixa_sicob_needs_its_own_wallets_and_beginnings() -> None:
    old = {"beneficiary_code": "", "account": "43375600001", "agency": "0501"}
    assert free("104", wallet="CR", **old).campo_livre.startswith("9")
    with pytest.raises(BoletoError, match="wallet RG of bank 104 is not one of SICOB"):
        free("104", wallet="RG", **old)
    with pytest.raises(BoletoError, match="does not begin with 80 or 81 or 82"):
        free("104", wallet="SR", nosso_numero="9012345678", **old)


def test_bradesco_prints_p() -> None:
    assert free("237", wallet="19", nosso_numero="1").nosso_numero_formatado == "019/00000000001-P"
    assert free("237", wallet="19", nosso_numero="2").nosso_numero_formatado == "019/00000000002-8"


def test_itau_takes_the_accounts_digit_and_warns_when_it_is_not_module_10() -> None:
    assert free("341", account_dv="7").warnings == ()
    odd = free("341", account_dv="1")
    assert odd.campo_livre[21] == "1"
    assert "account_dv 1 is not the module 10" in odd.warnings[0]
    assert free("341", account="12345-7") == free("341")


def test_itau_computes_the_digit_by_the_wallet() -> None:
    assert free("341", wallet="109", nosso_numero="12345678").nosso_numero_formatado == "109/12345678-0"
    # Note 23 of the manual: the escriturais and some diretas without agency and account.
    assert free("341", wallet="112", nosso_numero="12345678").nosso_numero_formatado == "112/12345678-5"
    assert free("341", wallet="104", nosso_numero="12345678").nosso_numero_formatado == "104/12345678-2"
    assert free("341", wallet="188", nosso_numero="12345678").nosso_numero_formatado == "188/12345678-5"


def test_itau_says_where_its_manual_contradicts_itself() -> None:
    for wallet in ("115", "138"):
        assert "note 23" in free("341", wallet=wallet).warnings[0]


def test_inter_lets_only_wallet_110_number() -> None:
    with pytest.raises(BoletoError, match="wallet 112 of bank 077 is numbered by the bank"):
        free("077", wallet="112")
    printed = free("077", nosso_numero="4309540").nosso_numero_formatado
    assert printed == "0001/110/0004309540-1"  # the manual's own example, 7.3


def test_ailos_takes_the_accounts_digit_or_computes_it() -> None:
    assert free("085", account_dv="") == free("085")
    assert "account_dv 3" in free("085", account_dv="3").warnings[0]
    assert free("085", nosso_numero="02315602000074644").nosso_numero_formatado == "02315602000074644"


def test_sicredi_needs_the_year_of_issue() -> None:
    with pytest.raises(BoletoError, match="numbers by the year of issue"):
        free("748", issued_on=None)
    assert free("748", issued_on=None, nosso_numero="26200001") == free("748")
    with pytest.raises(BoletoError, match="byte_idt"):
        free("748", extra={"byte_idt": "0"})


def test_sicoob_refuses_an_unknown_modality_by_name() -> None:
    with pytest.raises(BoletoError, match="modality 77 of wallet 1 of bank 756 is unknown: 01, 02, 03, 05"):
        free("756", wallet_variation="77")
    assert free("756", extra={"parcela": "12"}).campo_livre.endswith("012")
