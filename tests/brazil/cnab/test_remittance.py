"""What we write, a reader that knows nothing of our layouts reads back; records are counted and totals added."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meuplano.brazil.cnab import remittance
from meuplano.brazil.cnab.banks import profile
from meuplano.brazil.cnab.layout import CnabError
from meuplano.brazil.cnab.profile import MOVEMENTS
from meuplano.brazil.cnab.remittance import build, daily_interest
from meuplano.brazil.cnab.titles import Instruction
from tests.brazil.cnab.positions import parse
from tests.brazil.cnab.samples import BENEFICIARIES, MADE, NUMBERS, PAYER, PIX, title

BANKS = sorted(BENEFICIARIES)
IDENTIFIERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=25)


def remit(bank: str, *instructions: Instruction, nsa: int = 7) -> list[dict[str, Any]]:
    return parse(build(BENEFICIARIES[bank], instructions, nsa=nsa, generated_at=MADE))


def entry(bank: str, **changes: Any) -> Instruction:
    return Instruction("entry", replace(title(bank), **changes))


@pytest.mark.parametrize("bank", BANKS)
def test_an_entry_says_everything_a_bank_registers(bank: str) -> None:
    header, batch, p, q, r, *_ = remit(bank, entry(bank))
    assert (header["bank"], header["batch"], header["type"], header["kind"]) == (bank, "0000", "0", "1")
    assert (header["person"], header["document"].lstrip("0")) == ("2", "12ABC34501DE35")
    assert (header["nsa"], header["made_on"]) == ("000007", "01022026")
    assert header["name"] == "PRANCHETA SOFTWARE & ACOES LTD"
    assert (batch["type"], batch["operation"], batch["service"]) == ("1", "R", "01")
    assert (p["segment"], q["segment"], r["segment"]) == ("P", "Q", "R")
    assert {p["movement"], q["movement"], r["movement"]} == {"01"}
    assert p["number"].strip() == "".join(NUMBERS[bank]).zfill(len(p["number"].strip()))
    assert p["your_number"].strip() == "FAT-41178"
    assert p["company"].strip() == "T-0000041178"
    assert (p["due"], p["amount"], p["issued"]) == ("10032026", "000000000123456", "01022026")
    assert (q["person"], q["document"], q["postcode"], q["state"]) == ("1", "000052998224725", "01310100", "SP")
    assert q["name"] == "JOSE CONCEICAO DE ARAUJO MUNOZ - COMERCI"[: len(q["name"])]
    assert q["street"] == "RUA SAO JOAO D'EL-REI, NO 1.234, APTO. 5"
    assert (r["fine_code"], r["fine_on"], r["fine"]) == ("2", "11032026", "000000000000200")


@pytest.mark.parametrize("bank", BANKS)
def test_interest_is_a_monthly_rate_or_what_that_is_a_day(bank: str) -> None:
    p = remit(bank, entry(bank))[2]
    a_day = ("0", "000000000000041")
    assert (p["interest_code"], p["interest"]) == (a_day if bank == "341" else ("2", "000000000000100"))
    assert p["interest_on"] == "11032026"
    exempt = remit(bank, entry(bank, interest=0))[2]
    assert (exempt["interest_code"], exempt["interest_on"], exempt["interest"]) == (
        "0" if bank == "341" else "3",
        "0" * 8,
        "0" * 15,
    )


def test_a_day_of_one_percent_a_month_is_rounded_half_up() -> None:
    assert daily_interest(123456, 100) == 41  # 41.152
    assert daily_interest(1500, 100) == 1  # 0.5
    assert daily_interest(1499, 100) == 0


@pytest.mark.parametrize("bank", BANKS)
def test_records_are_counted_numbered_and_added_up(bank: str) -> None:
    found = remit(bank, entry(bank), entry(bank, amount=1, fine=0), Instruction("write_off", title(bank)))
    assert [r["segment"] for r in found[2:-2]] == ["P", "Q", "R", "P", "Q", "P"]
    assert [int(r["sequence"]) for r in found[2:-2]] == [1, 2, 3, 4, 5, 6]
    end, last = found[-2:]
    assert (end["type"], int(end["records"])) == ("5", 8)
    assert (last["batch"], last["type"], int(last["batches"]), int(last["records"])) == ("9999", "9", 1, 10)
    if bank not in ("033", "748"):  # they read no totals: blanks, zeros
        assert (int(end["titles"]), int(end["total"])) == (3, 2 * 123456 + 1)
    assert {r["bank"] for r in found} == {bank}


@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize("verb", ["write_off", "change_due", "grant_rebate"])
def test_a_change_is_the_title_alone_under_its_movement(bank: str, verb: str) -> None:
    changed = replace(title(bank), due=date(2026, 3, 20), rebate=500)
    found = remit(bank, Instruction(verb, changed))[2:-2]
    assert [(r["segment"], r["movement"]) for r in found] == [("P", MOVEMENTS[verb])]
    p = found[0]
    assert p["company"].strip() == "T-0000041178"
    assert p["number"].strip() == "".join(NUMBERS[bank]).zfill(len(p["number"].strip()))
    if verb == "change_due":
        assert p["due"] == "20032026"
    if verb == "grant_rebate":
        assert p["rebate"] == "000000000000500"
    if bank == "341":  # Itaú wants zeros or blanks in what does not change
        assert p["amount"] == "0" * 15
        assert p["due"] == ("20032026" if verb == "change_due" else "0" * 8)


def test_a_new_amount_is_movement_47_where_the_bank_has_it() -> None:
    instruction = {bank: Instruction("change_amount", title(bank)) for bank in BANKS}
    for bank in ("001", "033", "104", "756"):
        assert remit(bank, instruction[bank])[2]["movement"] == "47"
    for bank in ("237", "341", "748"):  # there 47 means something else, or nothing
        with pytest.raises(CnabError, match=f"banco {bank} não tem o movimento change_amount"):
            remit(bank, instruction[bank])


def test_a_switch_sends_payer_and_fine_with_a_change_too() -> None:
    usual = profile("104", "123879")
    talkative = replace(usual, segments={**usual.segments, "change_due": "QR"})
    content = build(
        BENEFICIARIES["104"], [Instruction("change_due", title("104"))], nsa=1, generated_at=MADE, profile=talkative
    )
    assert [(r["segment"], r["movement"]) for r in parse(content)[2:-2]] == [("P", "06"), ("Q", "06"), ("R", "06")]


@pytest.mark.parametrize("bank", ["001", "033", "104", "756"])
def test_the_pix_of_a_hybrid_boleto_goes_in_y03_with_its_case_kept(bank: str) -> None:
    y = remit(bank, entry(bank, pix=PIX))[5]
    assert (y["segment"], y["record"], y["movement"], y["key_kind"]) == ("Y", "03", "01", "5")
    assert (y["key"].strip(), y["txid"].strip()) == (PIX.key, PIX.txid)


@pytest.mark.parametrize("bank", ["237", "341", "748"])
def test_a_bank_without_pix_in_this_file_refuses_it(bank: str) -> None:
    with pytest.raises(CnabError, match=r"título T-0000041178: o banco \d+ não recebe o registro Y-03"):
        remit(bank, entry(bank, pix=PIX))
    with pytest.raises(CnabError, match="tipo de chave Pix desconhecido"):
        remit("001", entry("001", pix=replace(PIX, kind="carrier pigeon")))


def test_email_and_divergent_amounts_go_where_the_bank_takes_them() -> None:
    payer = replace(PAYER, email="contas@aurora.example")
    email = remit("104", entry("104", payer=payer, nominal_only=False))[5:-2]
    assert [r["record"] for r in email] == ["04", "53"]
    assert email[0]["email"].strip() == "contas@aurora.example"
    assert (email[1]["payments"], email[1]["how_many"]) == ("01", "01")
    assert Counter(r.get("record") for r in remit("756", entry("756", payer=payer))) == {None: 7}


def test_what_a_contract_asks_is_given_by_the_manuals_name() -> None:
    p = remit("001", entry("001", options={"especie": "04", "aceite": "S"}))[2]
    assert (p["kind"], p["accept"]) == ("04", "S")


def test_when_to_write_off_is_said_in_the_banks_way() -> None:
    assert (remit("104", entry("104"))[2]["write_off"], remit("104", entry("104"))[2]["write_off_days"]) == ("1", "060")
    assert remit("237", entry("237", write_off_days=None))[2]["write_off"] == "2"
    assert remit("748", entry("748", write_off_days=None))[2]["write_off_days"] == "060"
    assert remit("001", entry("001"))[2]["write_off"] == "0"


@pytest.mark.parametrize(
    ("agreement", "number", "digit", "written"),
    [
        ("1238798", "41178", "", "12387980000041178   "),
        ("123879", "1234", "5", "123879012345        "),
        ("1238", "1234567", "8", "123812345678        "),
    ],
)
def test_banco_do_brasils_number_begins_with_its_agreement(
    agreement: str, number: str, digit: str, written: str
) -> None:
    account = replace(BENEFICIARIES["001"], agreement=agreement)
    asked = replace(title("001"), nosso_numero=number, nosso_numero_dv=digit)
    line = build(account, [Instruction("entry", asked)], nsa=1, generated_at=MADE).decode().split("\r\n")[2]
    assert line[37:57] == written


def test_caixas_agreement_of_seven_takes_the_next_position() -> None:
    account = replace(BENEFICIARIES["104"], agreement="1100001")
    lines = build(account, [entry("104")], nsa=1, generated_at=MADE).decode().split("\r\n")
    assert lines[0][58:72] == "11000010000000"
    assert lines[1][33:53] == "11000010000000000000"
    assert lines[1][59:73] == "0" * 14
    assert lines[2][23:57] == "1100001000000000014000000000041178"[:7] + "0" * 10 + "14" + "000000000041178"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"document_number": "FATURA 41178 COMPRIDA"}, "seu_numero"),
        ({"id": "T" * 26}, "uso_empresa"),
        ({"id": ""}, "falta identificação"),
        ({"nosso_numero": "12345678901"}, "nosso_numero"),
        ({"amount": 0}, "valor 0"),
        ({"amount": 10**15}, r"valor \(86–100\)"),
        ({"payer": replace(PAYER, document="123")}, "CPF ou CNPJ com 3"),
        ({"payer": replace(PAYER, postcode="1310100")}, "CEP do pagador com 7"),
        ({"payer": replace(PAYER, state="São Paulo")}, "UF do pagador"),
        ({"payer": replace(PAYER, name=" ")}, "falta nome do pagador"),
        ({"write_off_days": 1000}, "baixa"),
    ],
)
def test_a_title_the_bank_would_refuse_is_refused_here_by_name(changes: dict[str, Any], words: str) -> None:
    bank = "237" if "write_off_days" in changes else "001"
    with pytest.raises(CnabError, match=f"título .*{words}"):
        remit(bank, entry(bank, **changes))


def test_an_unknown_bank_agreement_or_empty_file_is_refused() -> None:
    with pytest.raises(CnabError, match="999: banco sem layout"):
        profile("999", "")
    with pytest.raises(CnabError, match="001: convênio de 5 posições"):
        profile("001", "12345")
    with pytest.raises(CnabError, match="não tem títulos"):
        build(BENEFICIARIES["001"], [], nsa=1, generated_at=MADE)
    with pytest.raises(CnabError, match="nsa"):
        remit("001", entry("001"), nsa=10**6)


def test_a_file_too_long_for_its_sequence_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remittance, "MOST_RECORDS", 5)
    write_off = Instruction("write_off", title("001"))
    assert len(remit("001", *[write_off] * 5)) == 9
    with pytest.raises(CnabError, match="passa de 5 registros: divida em dois arquivos"):
        remit("001", *[write_off] * 6)


@settings(max_examples=60)
@given(
    st.sampled_from(BANKS),
    st.lists(
        st.tuples(IDENTIFIERS, st.integers(1, 10**13 - 1), st.dates(date(2000, 1, 1), date(2049, 12, 31)), st.text()),
        min_size=1,
        max_size=5,
    ),
)
def test_whatever_is_written_is_read_back(bank: str, wanted: list[tuple[str, int, date, str]]) -> None:
    titles = [replace(title(bank), id=i, amount=a, due=d, payer=replace(PAYER, name=f"X{n}")) for i, a, d, n in wanted]
    found = [r for r in remit(bank, *(Instruction("entry", t) for t in titles)) if r.get("segment") == "P"]
    assert [(r["company"].strip(), int(r["amount"]), r["due"]) for r in found] == [
        (i, a, f"{d:%d%m}{d.year:04d}") for i, a, d, _ in wanted
    ]
