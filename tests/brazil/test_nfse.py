"""The XML of the national NFS-e: what is read of it, and what is refused before anything is expanded."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil.nfse import Nfse, NotNational, read_nfse
from tests.notes import KEY, nfse


def test_what_the_note_says() -> None:
    assert read_nfse(nfse("C1001-3", 89900)) == Nfse(
        number="4711",
        key=KEY,
        issued_on=date(2027, 3, 24),
        issuer="26841057000107",
        taker="41738920000199",
        amount=89900,
        description="Licença de uso de software. Fatura C1001-3",
        is_test=False,
    )
    assert read_nfse(nfse("C1001-3", 89900, environment=2)).is_test


GOOD = nfse("C1001-3", 89900).decode()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<a/>",
        "%PDF-1.7",
        GOOD.replace("<NFSe", '<!DOCTYPE NFSe [<!ENTITY a "aaaa">]><NFSe'),
        GOOD.replace("<NFSe", '<!DOCTYPE NFSe SYSTEM "file:///etc/passwd"><NFSe'),
        GOOD.replace("http://www.sped.fazenda.gov.br/nfse", "http://www.abrasf.org.br/nfse.xsd"),
        GOOD.replace("<vServ>899.00</vServ>", "<vServ>NaN</vServ>"),
        GOOD.replace("<vServ>899.00</vServ>", "<vServ>1E+99</vServ>"),
        GOOD.replace("<vServ>899.00</vServ>", "<vServ>8.999</vServ>"),
        GOOD.replace("<vServ>899.00</vServ>", ""),
        GOOD.replace("<nNFSe>4711</nNFSe>", f"<nNFSe>{'9' * 40}</nNFSe>"),
        GOOD.replace(KEY, "123"),
        GOOD.replace("2027-03-24T", "ontem"),
        GOOD.replace("<NFSe", "<NFSe><x>" + "<y>" * 60, 1),
        GOOD[:-20],
    ],
)
def test_anything_else_is_refused(content: str) -> None:
    with pytest.raises(NotNational):
        read_nfse(content.encode())


@given(st.binary(max_size=200), st.integers(0, len(GOOD)))
def test_random_bytes_in_it_are_read_or_refused(noise: bytes, at: int) -> None:
    raw = GOOD.encode()
    with contextlib.suppress(NotNational):
        read_nfse(raw[:at] + noise + raw[at + len(noise) :])
