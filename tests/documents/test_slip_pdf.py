"""The printed boleto: a scanner reads its codes back, a ruler finds FEBRABAN's measures, nothing leaves its place."""

from dataclasses import replace
from datetime import date

import pytest

from meuplano.brazil.boleto import decode
from meuplano.documents.slip import Slip, day, reais
from meuplano.documents.slip_pdf import slip_pdf
from tests.brazil.vectors import boletos, load
from tests.documents.paper import A4_MM, CROWDED, HYBRID, PIX, SLIP, Word, ink, itf, page_of, qr, rendered, words

DPIS = (300, 200)
SLIP_TOP = 108.0


def lower(found: list[Word]) -> list[Word]:
    """What stands on the Ficha de Compensação, below the cut."""
    return [w for w in found if w.top < SLIP_TOP]


def one(found: list[Word], text: str) -> Word:
    [word] = [w for w in found if w.text == text]
    return word


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("slip", [SLIP, HYBRID, CROWDED], ids=["plain", "hybrid", "crowded"])
def test_a_scanner_reads_the_codes_that_were_given(slip: Slip, dpi: int) -> None:
    image = rendered(slip_pdf(slip), dpi)
    assert itf(image, dpi).text == slip.barcode
    if slip.pix:
        assert qr(image, dpi).text == slip.pix


def test_the_sample_is_a_real_code() -> None:
    read = decode(SLIP.barcode, SLIP.due)
    assert (read.bank, read.amount, read.due_on) == ("001", SLIP.amount, SLIP.due)
    assert decode(SLIP.linha_digitavel, SLIP.due).barcode == SLIP.barcode


@pytest.mark.parametrize("record", [r for r in boletos() if "barcode" in r][::12], ids=lambda r: r["id"])
def test_published_codes_are_read_back_from_paper(record: dict[str, str]) -> None:
    slip = replace(SLIP, barcode=record["barcode"])
    assert itf(rendered(slip_pdf(slip), 200), 200).text == record["barcode"]


@pytest.mark.parametrize("vector", load("pix_brcodes")["valid"][:4], ids=lambda v: v["kind"])
def test_official_br_codes_are_read_back_from_paper(vector: dict[str, str]) -> None:
    image = rendered(slip_pdf(replace(SLIP, pix=vector["brcode"])), 200)
    assert qr(image, 200).text == vector["brcode"]


@pytest.mark.parametrize("dpi", DPIS)
def test_the_barcode_is_103_by_13_mm_with_its_quiet_zones(dpi: int) -> None:
    image = rendered(slip_pdf(SLIP), dpi)
    dot = 25.4 / dpi
    left, bottom, right, top = ink(image, dpi, 0, 0, 118, 21.5) or pytest.fail("no barcode")
    assert right - left == pytest.approx(103, abs=2 * dot)
    assert top - bottom == pytest.approx(13, abs=2 * dot)
    assert left >= 5  # from the sheet's edge, all of it white
    assert (bottom + top) / 2 >= 12
    # Nothing beside it for 5 mm, nothing on it or below it.
    assert ink(image, dpi, 0, 0, left - dot, top) is None
    assert ink(image, dpi, right + dot, 0, right + 5, top) is None
    assert ink(image, dpi, 0, 0, A4_MM[0], bottom - dot) is None


@pytest.mark.parametrize("dpi", DPIS)
def test_the_qr_code_has_its_quiet_zone_and_a_size_a_camera_reads(dpi: int) -> None:
    image = rendered(slip_pdf(HYBRID), dpi)
    code = qr(image, dpi)
    assert code.width == pytest.approx(code.height, abs=0.3)
    assert code.width >= 30
    module = code.width / 57  # at most: the payload's version has 57 modules a side
    zone = 4 * module * 0.9
    x, y, right, top = code.left, code.bottom, code.left + code.width, code.bottom + code.height
    assert ink(image, dpi, x - zone, y - zone, x - 0.3, top + zone) is None
    assert ink(image, dpi, right + 0.3, y - zone, right + zone, top + zone) is None
    assert ink(image, dpi, x, y - zone, right, y - 0.3) is None
    assert ink(image, dpi, x, top + 0.3, right, top + zone) is None


def test_the_sheet_is_a4_and_the_ficha_its_lowest_108_mm() -> None:
    page = page_of(slip_pdf(SLIP))
    assert tuple(side * 25.4 / 72 for side in page.get_size()) == pytest.approx(A4_MM, abs=0.1)
    assert 170 <= A4_MM[0] <= 216
    assert 95 <= SLIP_TOP <= 108
    image = rendered(slip_pdf(SLIP), 300)
    _, bottom, _, top = ink(image, 300, 80, 106, 205, 112) or pytest.fail("no line to cut along")
    assert (bottom + top) / 2 == pytest.approx(SLIP_TOP, abs=0.2)


@pytest.mark.parametrize("part", ["receipt", "ficha"])
def test_the_head_has_digits_of_the_asked_height(part: str) -> None:
    found = words(slip_pdf(SLIP))
    found = lower(found) if part == "ficha" else [w for w in found if w.bottom > SLIP_TOP]
    bank, line = one(found, "001-9"), one(found, SLIP.linha_digitavel)
    assert bank.height == pytest.approx(5, abs=0.2)
    assert 3.5 <= line.height <= 4.5
    assert bank.right < line.left
    assert line.right <= 200.1


def test_both_parts_say_what_febraban_asks_by_its_names() -> None:
    found = words(slip_pdf(SLIP))
    ficha, receipt = [w.text for w in lower(found)], [w.text for w in found if w.bottom > SLIP_TOP]
    assert {"Recibo do Pagador", "Beneficiário", "Pagador", "Vencimento", "Valor do documento"} <= set(receipt)
    assert {
        *("Local de pagamento", "Vencimento", "Beneficiário", "Agência/Código do beneficiário", "Data do documento"),
        *("Número do documento", "Espécie doc.", "Aceite", "Data do processamento", "Nosso número", "Carteira"),
        *("Espécie", "Quantidade", "(=) Valor do documento", "(-) Desconto/abatimento", "(-) Outras deduções"),
        *("(+) Mora/multa", "(+) Outros acréscimos", "(=) Valor cobrado", "Pagador", "Sacador/avalista"),
        *("Instruções (texto de responsabilidade do beneficiário)", "Autenticação Mecânica – Ficha de Compensação"),
    } <= set(ficha)
    assert not any("Cedente" in w.text or "Sacado " in w.text for w in found)
    for text in ("05/11/2026", SLIP.nosso_numero, SLIP.agency_code):
        assert text in ficha
        assert text in receipt
    for party in (SLIP.beneficiary, SLIP.payer):
        assert f"{party.name} – {party.document}" in ficha
        assert any(party.document in text for text in receipt)
        assert any(party.address[0] in text for text in ficha)


def test_fine_and_interest_are_said_in_both_parts() -> None:
    found = words(slip_pdf(SLIP))
    assert set(SLIP.instructions) <= {w.text for w in lower(found)}
    above = " ".join(w.text for w in found if w.bottom > SLIP_TOP)
    assert all(text in above for text in (*SLIP.instructions, *SLIP.statement))


def test_without_a_payload_of_the_bank_nothing_speaks_of_pix() -> None:
    assert not any("Pix" in w.text for w in words(slip_pdf(SLIP)))
    above = "".join(w.text for w in words(slip_pdf(HYBRID)) if w.bottom > SLIP_TOP)
    assert "Pague com Pix" in above
    assert PIX.replace(" ", "") in above.replace(" ", "")


def test_long_names_stay_in_their_places() -> None:
    found = words(slip_pdf(CROWDED))
    # Nothing leaves the frame, and nothing of the left column reaches the right one.
    assert all(w.left >= 10 and w.right <= 200.1 and w.bottom > 5 for w in found)
    body = [w for w in lower(found) if 38 < w.bottom < 96]
    assert all(w.right <= 150.1 for w in body if w.left < 150)
    # No text stands on another.
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            across = min(a.right, b.right) - max(a.left, b.left)
            along = min(a.top, b.top) - max(a.bottom, b.bottom)
            assert across < 0.3 or along < 0.3, (a, b)


def test_what_is_cut_of_a_long_name_is_never_the_document() -> None:
    ficha = [w.text for w in lower(words(slip_pdf(CROWDED)))]
    ended = [text for text in ficha if text.endswith("… – 26.841.057/0001-07")]
    assert len(ended) == 3  # beneficiary, payer, guarantor


def test_a_slip_is_at_most_12_kb_and_always_the_same_bytes() -> None:
    for slip in (SLIP, HYBRID, CROWDED):
        pdf = slip_pdf(slip)
        assert len(pdf) <= 12_000
        assert pdf == slip_pdf(slip)


def test_the_document_says_what_it_is() -> None:
    document = page_of(slip_pdf(SLIP)).pdf
    told = document.get_metadata_dict()
    assert (told["Title"], told["Author"]) == ("Boleto FAT-41178", "Prancheta Software Ltda")
    assert SLIP.linha_digitavel in told["Subject"]


def test_letters_the_fonts_lack_are_replaced_not_refused() -> None:
    odd = replace(SLIP.payer, name="Łukasz 日本 & Ação\u200b \n Ltda ✓")
    texts = [w.text for w in lower(words(slip_pdf(replace(SLIP, payer=odd))))]
    assert any("?? & Ação" in text for text in texts)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"barcode": SLIP.barcode[:-1]}, "44 algarismos"),
        ({"barcode": SLIP.barcode[:-1] + "٣"}, "44 algarismos"),
        ({"linha_digitavel": SLIP.linha_digitavel.replace(".", "")}, "cinco campos"),
        ({"bank": "001"}, "número do banco"),
    ],
)
def test_what_could_not_be_paid_is_not_printed(changes: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(SLIP, **changes)  # type: ignore[arg-type]


def test_amounts_and_days_as_a_slip_wants_them() -> None:
    assert [reais(n) for n in (0, 5, 104170, 99_999_999_99)] == ["0,00", "0,05", "1.041,70", "99.999.999,99"]
    assert day(date(2026, 3, 9)) == "09/03/2026"
