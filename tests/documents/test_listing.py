"""A list on paper: all rows on as many pages as it takes, nothing outside its place, and the same bytes again."""

import pypdfium2
import pytest

from meuplano.documents.listing import BOTTOM, Column, Listing, listing_pdf
from tests.documents.paper import said_on

COLUMNS = (Column("Pago em", 40), Column("Descrição", 90), Column("Valor", 40, is_figure=True))


def listing(rows: int, sentence: str = "Agência Aurora, conta C1001", closing: tuple[str, ...] = ()) -> Listing:
    return Listing(
        title="Histórico de pagamentos",
        author="Prancheta",
        sentences=(sentence,),
        columns=COLUMNS,
        rows=tuple(("05/12/2026", f"linha {n}.", "R$ 1.234,56") for n in range(rows)),
        foot=("Soma", "", "R$ 9,99"),
        closing=closing,
        mark="C1001",
    )


@pytest.mark.parametrize("rows", [0, 1, 36, 37, 38, 39, 40, 41, 80, 500])
@pytest.mark.parametrize("closing", [(), ("Emitida em 5 de maio.", "Prancheta Software Ltda", "Rua Direita, 100")])
def test_every_row_is_there_once_with_the_sum_last(rows: int, closing: tuple[str, ...]) -> None:
    pdf = listing_pdf(listing(rows, closing=closing))
    said = said_on(pdf)
    assert [said.count(f"linha {n}.") for n in range(rows)] == [1] * rows
    assert said.count("R$ 9,99") == 1
    pages = len(pypdfium2.PdfDocument(pdf))
    assert f"Página {pages} de {pages}" in said
    assert f"Página {pages + 1}" not in said
    assert all(sentence in said for sentence in closing)


def test_nothing_leaves_the_sheet_or_stands_on_the_foot() -> None:
    long = listing(70, "Declara que pagou todos os débitos da conta " * 20, ("Emitida em 5 de maio de 2027. " * 9,) * 4)
    document = pypdfium2.PdfDocument(listing_pdf(long))
    mm = 25.4 / 72
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = (v * mm for v in text.get_rect(index))
            assert left >= 19.9
            assert right <= 190.1
            assert top <= 280
            assert bottom >= BOTTOM - 12
            assert bottom > 17.5 or top < 18, "only the mark and the number of the page stand at the foot"


def test_the_same_listing_gives_the_same_bytes() -> None:
    assert listing_pdf(listing(40)) == listing_pdf(listing(40))
