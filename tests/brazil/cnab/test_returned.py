"""Real returns read to the centavo, and what is wrong with a file said, not stumbled over."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil.cnab.returned import MOST_WARNINGS, NotCnab240, ReturnedTitle, ReturnFile
from meuplano.cli.cnab import as_object
from tests.brazil.cnab.returns import CREDITED_ON, FILES, PAID_ON, batch, content, header, made, t, titles, u


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_is_read_field_by_field(name: str) -> None:
    found, file = titles(content(name))
    expected = FILES[name]
    assert (file.bank, file.nsa, file.titles) == (expected["bank"], expected["nsa"], len(expected["records"]))
    for title, record in zip(found, expected["records"], strict=True):
        written = {
            key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in as_object(title).items()
        }
        assert written == record


def test_what_is_wrong_with_the_real_files_is_said() -> None:
    said = {name: titles(content(name))[1].warnings for name in FILES}
    no_nsa = ["o header não diz que é um retorno (posição 143)", "NSA ilegível: '      '"]
    assert {name.split("_")[0]: warnings for name, warnings in said.items() if warnings} == {
        "caixa": ["linha 14: o trailer diz 000012, contamos 14 registros no arquivo"],
        "santander": ["linha 7: o trailer diz 000004, contamos 6 registros no lote"],
        "sicoob": no_nsa,
        "ailos": no_nsa,
    }


def test_a_title_has_all_that_t_and_u_say() -> None:
    (title,), file = titles(made(t(), u()))
    assert file.warnings == []
    assert title == ReturnedTitle(
        movement="06",
        agency="040428",
        account="0000000619001",
        nosso_numero="12387980000041178",
        wallet="7",
        document_number="FAT-41178",
        due=PAID_ON,
        amount=104170,
        receiving_bank="341",
        receiving_agency="003210",
        company_use="T-41178",
        payer_document="011222333000181",
        payer_name="PAGADOR",
        fee=103,
        reasons="04",
        interest=2361,
        discount=0,
        rebate=0,
        iof=0,
        paid=106531,
        net=106531,
        expenses=0,
        credits=0,
        happened_on=PAID_ON,
        credited_on=CREDITED_ON,
        line=3,
        pix_location="",
        pix_txid="",
    )


def test_the_pix_the_bank_made_comes_with_the_title() -> None:
    y03 = f"0010001300003Y 0203{'':61}5{'pix.example/qr/v2/9d36b84f':<77}{'Ab3dE5':<35}"
    found, file = titles(made(t("02"), u("02"), y03, t("06"), u("06")))
    assert [(x.movement, x.pix_location, x.pix_txid) for x in found] == [
        ("02", "pix.example/qr/v2/9d36b84f", "Ab3dE5"),
        ("06", "", ""),
    ]
    assert file.warnings == []


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", ""])
def test_lines_may_end_in_any_way_or_not_at_all(end: str) -> None:
    details = [line for i in range(600) for line in (t(use=f"T-{i}"), u())]
    found, file = titles(made(*details, end=end))
    assert [title.company_use for title in found] == [f"T-{i}" for i in range(600)]
    assert [title.line for title in found[:2]] == [3, 5]
    assert file.warnings == []


def test_short_lines_blank_lines_and_an_end_of_file_mark_are_nothing_to_mention() -> None:
    lines = made(t(), u()).decode().splitlines()
    text = "\r\n\r\n".join(line.rstrip() for line in lines) + "\r\n\x1a"
    (title,), file = titles(text.encode())
    assert (title.paid, title.line, file.warnings) == (106531, 5, [])


def test_what_is_beyond_240_is_left_out_and_said_unless_it_is_blank() -> None:
    lines = made(t(), u()).decode().splitlines()
    lines[2] += " " * 26
    lines[3] += "LIXO"
    (title,), file = titles("\n".join(lines).encode())
    assert title.paid == 106531
    assert file.warnings == ["linha 4: 244 caracteres, os que passam de 240 foram ignorados"]


@pytest.mark.parametrize(("encoding", "said"), [("latin-1", []), ("utf-8", ["linha 3: está em UTF-8, não em Latin-1"])])
def test_names_with_accents_do_not_move_the_fields_after_them(encoding: str, said: list[str]) -> None:
    text = made(t(name="JOSÉ CONCEIÇÃO DE ARAÚJO"), u()).decode("latin-1")
    (title,), file = titles(text.encode(encoding))
    assert (title.payer_name, title.fee, title.reasons) == ("JOSÉ CONCEIÇÃO DE ARAÚJO", 103, "04")
    assert file.warnings == said


def test_a_byte_order_mark_and_null_bytes_are_undone() -> None:
    (title,), file = titles(b"\xef\xbb\xbf" + made(t(name="A\0B"), u()))
    assert title.payer_name == "A B"
    assert file.warnings == ["linha 1: está em UTF-8, não em Latin-1", "linha 3: tem bytes nulos, lidos como brancos"]


def test_letters_where_numbers_belong_are_none_and_said_never_guessed() -> None:
    (title,), file = titles(made(t(amount="0000000001O4170", due="31022026"), u(paid="+00000000106531", on="05/11/26")))
    assert (title.amount, title.due, title.paid, title.happened_on) == (None, None, None, None)
    assert file.warnings == [
        "linha 3: vencimento ilegível: '31022026'",
        "linha 3: valor ilegível: '0000000001O4170'",
        "linha 4: pago ilegível: '+00000000106531'",
        "linha 4: liquido ilegível: '+00000000106531'",
        "linha 4: ocorrido_em ilegível: '05/11/26'",
    ]


def test_a_t_without_its_u_is_told_and_a_u_without_its_t_is_left_out() -> None:
    found, file = titles(made(u(), t(), t(use="SECOND"), u(), u()))
    assert [(title.company_use, title.paid) for title in found] == [("T-41178", None), ("SECOND", 106531)]
    assert file.warnings == [
        "linha 3: segmento U sem o seu T, ignorado",
        "linha 4: segmento T sem o seu U",
        "linha 7: segmento U sem o seu T, ignorado",
    ]


def test_a_t_and_u_that_disagree_are_told() -> None:
    (title,), file = titles(made(t("06"), u("17")))
    assert title.movement == "06"
    assert file.warnings == ["linha 4: U diz movimento '17', o T diz '06'"]


def test_several_batches_are_counted_each() -> None:
    lines = [header(), *batch(t(), u()), *batch(t(), u(), t(), u())]
    lines.append(f"00199999{'':9}000002{len(lines) + 1:06d}")
    found, file = titles("\n".join(lines).encode())
    assert (len(found), file.titles, file.warnings) == (3, 3, [])


def test_wrong_counts_foreign_batches_and_unknown_records_are_told() -> None:
    lines = [
        header(),
        "34100011C20  040",
        t(),
        u(),
        "0010001300003S 06",
        "001000170000",
        f"00100015{'':9}000099",
        f"00199999{'':9}000009      ",
    ]
    found, file = titles("\n".join(lines).encode())
    assert len(found) == 1
    assert file.warnings == [
        "linha 2: lote do banco 341 em arquivo do banco 001",
        "linha 2: o lote não é de cobrança (serviço 20)",
        "linha 5: segmento 'S' ignorado",
        "linha 6: registro desconhecido '001000170000  ', ignorado",
        "linha 7: o trailer diz 000099, contamos 6 registros no lote",
        "linha 8: o trailer diz 000009, contamos 1 lotes",
        "linha 8: o trailer diz nada, contamos 8 registros no arquivo",
    ]


def test_a_cut_file_gives_the_titles_it_has() -> None:
    whole = made(t(), u(), t(use="SECOND"), u())
    found, file = titles(whole[: 242 * 4])
    assert [title.company_use for title in found] == ["T-41178"]
    assert file.warnings == ["o arquivo acaba sem o trailer (registro 9)"]


def test_a_remittance_is_read_as_a_return_without_titles() -> None:
    found, file = titles(made(kind="1"))
    assert found == []
    assert file.warnings == ["o header não diz que é um retorno (posição 143)"]


def test_warnings_are_bounded_and_say_how_many_more_there_are() -> None:
    _, file = titles(made(*[u()] * 1000))
    assert len(file.warnings) == MOST_WARNINGS + 1
    assert file.warnings[-1] == "e mais 800 avisos"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "está vazio"),
        (b"\r\n \r\n", "está vazio"),
        (b"02RETORNO01COBRANCA       00000000000004200001" + b" " * 350, "CNAB 400"),
        (b"PK\x03\x04" + b"\0" * 400, "não é CNAB 240"),
        (b"%PDF-1.4\n", "não é CNAB 240"),
        (b"0" * 240, "não é CNAB 240"),
        (b"00100000", "não é CNAB 240"),
        (b"00100011T01" + b" " * 229, "não é CNAB 240"),
        ("nome;valor\nJosé;10,00\n".encode(), "não é CNAB 240"),
    ],
)
def test_what_is_no_cnab_240_is_refused(source: bytes, words: str) -> None:
    with pytest.raises(NotCnab240, match=words):
        ReturnFile(source)


def test_a_stream_is_read_as_it_comes() -> None:
    stream = BytesIO(made(*[line for _ in range(5000) for line in (t(), u())]))
    found = iter(ReturnFile(stream))
    assert next(found).paid == 106531
    assert stream.tell() < 4000


@given(st.binary(max_size=700))
def test_any_bytes_after_a_header_give_titles_and_warnings_only(tail: bytes) -> None:
    found, file = titles(header().encode() + b"\n" + tail)
    assert file.titles == len(found)
    assert all(isinstance(title, ReturnedTitle) for title in found)


@given(st.lists(st.sampled_from([t(), u(), t("02"), u("02"), "9" * 240, ""]), max_size=12), st.data())
def test_broken_records_give_titles_and_warnings_only(lines: list[str], data: st.DataObject) -> None:
    text = bytearray(made(*lines))
    for _ in range(data.draw(st.integers(0, 6))):
        text[data.draw(st.integers(242, len(text) - 1))] = data.draw(st.integers(0, 255))
    found, file = titles(bytes(text))
    assert file.titles == len(found)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(source: bytes) -> None:
    try:
        found, _ = titles(source)
    except NotCnab240:
        return
    assert isinstance(found, list)
