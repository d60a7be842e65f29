"""Many slips in one ZIP: read back whole, written while it is read, no path in a name."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest

from meuplano.documents.archive import zipped
from meuplano.documents.slip_pdf import slip_pdf
from tests.documents.paper import HYBRID, SLIP


def opened(*files: tuple[str, bytes]) -> ZipFile:
    return ZipFile(BytesIO(b"".join(zipped(files))))


def test_what_went_in_comes_out() -> None:
    slips = [("Boleto 41.pdf", slip_pdf(SLIP)), ("Boleto 42.pdf", slip_pdf(HYBRID))]
    archive = opened(*slips)
    assert archive.testzip() is None
    assert [(name, archive.read(name)) for name in archive.namelist()] == slips


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\boletos\\a.pdf", "C-boletos-a.pdf"),
        ("/a/b.pdf", "a-b.pdf"),
        ("Agência São João nº 1.pdf", "Agencia Sao Joao no 1.pdf"),
        ("a\r\nb\0.pdf", "a-b.pdf"),
        ("…", "documento"),
        ("日本.pdf", "documento.pdf"),
        ("..", "documento"),
        (".pdf", "documento.pdf"),
        ("v1.2.pdf", "v1-2.pdf"),
    ],
)
def test_a_name_is_no_path(given: str, kept: str) -> None:
    assert opened((given, b"x")).namelist() == [kept]


def test_the_same_name_gets_a_number() -> None:
    names = opened(*[("boleto.pdf", b"x")] * 3, ("boleto-2.pdf", b"y"), ("a", b"z"), ("a", b"z")).namelist()
    assert len(set(names)) == 6
    assert names[:3] == ["boleto.pdf", "boleto-2.pdf", "boleto-3.pdf"]


def test_documents_are_asked_for_one_by_one_and_leave_at_once() -> None:
    asked: list[int] = []

    def slips() -> Iterator[tuple[str, bytes]]:
        for number in range(50):
            asked.append(number)
            yield f"{number}.pdf", bytes(10_000)

    pieces = zipped(slips())
    for number in range(5):
        piece = next(pieces)
        assert len(asked) <= number + 2
        assert 10_000 <= len(piece) < 10_400
    rest = list(pieces)
    assert max(map(len, rest)) < 10_400  # the directory at the end as well
    assert len(asked) == 50


def test_the_same_documents_give_the_same_archive_and_none_an_empty_one() -> None:
    files = [("a.pdf", b"1"), ("b.pdf", b"2")]
    assert list(zipped(files)) == list(zipped(files))
    assert opened().namelist() == []
