"""The codes of any bank: built from parts, read back, and every mistyped digit noticed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pycobranca import bancos as peer

from meuplano.brazil import boleto
from meuplano.brazil.banks import BANKS, Boleto, BoletoError
from meuplano.brazil.due_factor import FIRST_DUE, LAST_DUE, due_factor
from tests.brazil.vectors import boletos

TODAY = date(2026, 11, 24)
numbers = st.integers(0, 10**8 - 1)


def digits(width: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=width, max_size=width)


def good() -> Boleto:
    return Boleto(
        bank="341", amount=12_750, due_on=date(2026, 8, 15), nosso_numero="12345678", wallet="109", agency="0057",
        account="12345",
    )  # fmt: skip


def test_a_boleto_of_itau_as_its_manual_and_a_peer_have_it() -> None:
    codes = boleto.encode(good())
    assert codes.barcode == "34195153900000127501091234567800057123457000"
    assert boleto.format_linha(codes.linha_digitavel) == "34191.09123 34567.800056 71234.570001 5 15390000012750"
    assert codes.nosso_numero_formatado == "109/12345678-0"
    assert codes.warnings == ()


@given(digits(3), st.dates(FIRST_DUE, LAST_DUE), st.integers(0, boleto.MAX_AMOUNT), digits(25))
def test_any_banks_codes_are_read_back(bank: str, due: date, amount: int, free: str) -> None:
    assume(bank[0] != "8")
    code = boleto.barcode(bank, due_factor(due), amount, free)
    linha = boleto.linha_digitavel(code)
    assert len(code) == 44
    assert len(linha) == 47
    for text in (code, linha, boleto.format_linha(linha), f"\t{linha} "):
        read = boleto.decode(text, today=due)
        assert (read.barcode, read.linha_digitavel) == (code, linha)
        assert (read.bank, read.due_on, read.amount, read.campo_livre) == (bank, due, amount, free)


@given(st.sampled_from(boletos()), st.data())
def test_one_mistyped_digit_of_a_linha_digitavel_is_noticed(record: dict[str, Any], data: st.DataObject) -> None:
    linha = record["linha_digitavel"]
    place = data.draw(st.integers(0, 46))
    typed = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != linha[place]]))
    wrong = linha[:place] + typed + linha[place + 1 :]
    try:
        read = boleto.decode(wrong, TODAY)
    except BoletoError:
        return
    # FEBRABAN writes 0 and 10 as 1, so one in eleven changes of factor or amount keeps its general digit.
    assert place > 32
    assert read.barcode[4] == "1"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing was given"),
        (" .- ", "nothing was given"),
        ("abc", "only digits"),
        ("３４１９１", "only digits"),
        ("1²3", "only digits"),
        ("1" * 43, "43 digits: a barcode has 44, a linha digitável 47"),
        ("1" * 45, "45 digits"),
        ("1" * 46, "46 digits"),
        ("8" + "1" * 47, "arrecadação"),
        ("8" + "1" * 43, "arrecadação"),
        ("34191.09124 34567.800056 71234.570001 5 15390000012750", "field 1 .* ends in 4, its check digit is 3"),
        ("34191.09123 34567.800057 71234.570001 5 15390000012750", "field 2 .* ends in 7, its check digit is 6"),
        ("34191.09123 34567.800056 71234.570002 5 15390000012750", "field 3 .* ends in 2, its check digit is 1"),
        ("34191.09123 34567.800056 71234.570001 6 15390000012750", "general check digit is 6, it should be 5"),
        ("34191.09123 34567.800056 71234.570001 5 15390000012751", "general check digit is 5, it should be"),
    ],
)
def test_what_is_no_boleto_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(BoletoError, match=why):
        boleto.decode(text, TODAY)


def test_another_currency_than_the_real_is_refused() -> None:
    with pytest.raises(BoletoError, match="currency code 8"):
        boleto.decode("34185153900000127501091234567800057123457000", TODAY)


def test_without_a_factor_there_is_no_due_date() -> None:
    code = boleto.barcode("341", "0000", 0, "1091234567800057123457000")
    read = boleto.decode(code, TODAY)
    assert (read.due_on, read.amount) == (None, 0)


def test_a_factor_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BoletoError, match="due factor 0999"):
        boleto.decode(boleto.barcode("341", "0999", 0, "1091234567800057123457000"), TODAY)


def test_a_date_without_factor_is_refused() -> None:
    for due in (date(2000, 7, 2), date(2049, 10, 14)):
        with pytest.raises(BoletoError, match=f"due date {due} has no factor"):
            boleto.encode(replace(good(), due_on=due))


def test_an_amount_beyond_ten_digits_is_refused() -> None:
    assert boleto.encode(replace(good(), amount=boleto.MAX_AMOUNT)).barcode[9:19] == "9999999999"
    for amount in (boleto.MAX_AMOUNT + 1, -1):
        with pytest.raises(BoletoError, match="does not fit ten digits"):
            boleto.encode(replace(good(), amount=amount))


def test_an_open_amount_is_warned_of() -> None:
    assert "amount is 0.00" in boleto.encode(replace(good(), amount=0)).warnings[0]


PEER_FIELDS = {
    "001": ({"agreement": "1238798"}, {"convenio": "1238798"}),
    "033": ({"agreement": "1899775"}, {"convenio": "1899775"}),
    "041": ({"agreement": "9000150"}, {"convenio": "9000150"}),
    "077": ({"agreement": "1234567"}, {"convenio": "1234567"}),
    "085": ({"agreement": "101104"}, {"convenio": "101104"}),
    "104": ({"agreement": "245274"}, {"convenio": "245274"}),
    "237": ({}, {}),
    "341": ({}, {}),
    "422": ({"agency_dv": "8", "account_dv": "7"}, {"digito_agencia": "8", "digito_conta": "7"}),
    "748": (
        {"agreement": "129", "operation": "65", "issued_on": date(2026, 1, 2)},
        {"convenio": "129", "posto": "65", "byte_idt": "2", "data_documento": date(2026, 1, 2)},
    ),
    "756": ({"agreement": "229385", "wallet_variation": "01"}, {"convenio": "229385", "variacao": "01"}),
}
# Wallets that the peer takes and computes as the manuals say; 041's peer writes the wallet where the product belongs.
PEER_WALLETS = {
    "001": "18", "033": "101", "041": "2", "077": "110", "085": "01", "104": "14", "237": "09", "341": "109",
    "422": "1", "748": "1", "756": "1",
}  # fmt: skip


@pytest.mark.parametrize("bank", PEER_FIELDS)
@given(number=st.integers(1, 99_999), due=st.dates(FIRST_DUE, LAST_DUE), amount=st.integers(1, 10**9), place=numbers)
def test_the_same_as_a_peer_where_it_is_right(bank: str, number: int, due: date, amount: int, place: int) -> None:
    ours, theirs = PEER_FIELDS[bank]
    agency, account = f"{place % 10_000:04d}", f"{place % 99_999 + 1:05d}"
    title = Boleto(
        bank=bank, amount=amount, due_on=due, nosso_numero=str(number), wallet=PEER_WALLETS[bank], agency=agency,
        account=account, **ours,
    )  # fmt: skip
    if bank == "077":
        title, agency = replace(title, agency="0001"), "0001"
    made = peer.base.REGISTRO[bank](
        valor=f"{amount // 100}.{amount % 100:02d}", cedente="X", agencia=agency, conta=account,
        carteira=PEER_WALLETS[bank], nosso_numero=str(number), data_vencimento=due, **theirs,
    )  # fmt: skip
    codes = boleto.encode(title)
    assert codes.campo_livre == made.campo_livre()
    assert (codes.barcode, codes.linha_digitavel.replace(" ", "")) == (
        made.codigo_barras,
        "".join(c for c in made.linha_digitavel if c.isdigit()),
    )


def test_every_bank_but_uniprime_has_a_peer() -> None:
    assert set(PEER_FIELDS) == set(BANKS) - {"084"}
