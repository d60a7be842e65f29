"""Files that a request may carry: known by their bytes; names that hide nothing."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meuplano.rules.attachments import ACTIVE, LONGEST_NAME, MAGIC, TYPES, clean_name, kind_of

KINDS = st.sampled_from(sorted(TYPES))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b'<?xml version="1.0"?><NFe/>', "application/xml"),
        (b"\xef\xbb\xbf<nfeProc/>", "application/xml"),
        ("código;valor\n1;89,90\n".encode(), "text/plain"),
        ("código;valor\r\n".encode("latin-1"), "text/plain"),
        (b"", None),
        (b"  \n", None),
        (b"MZ\x90\0\x03", None),
        (b"PK\x03\x04\x14\0", None),
        (b"GIF89a\x01\0", None),
        (b"\x7fELF\x02", None),
        (b"<!DOCTYPE html><p>", None),
        (b"  <SVG onload=alert(1)>", None),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', None),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', None),
        (b'<?xml-stylesheet href="x.xsl"?><a/>', None),
        (b"hello <script>alert(1)</script>", None),
    ],
)
def test_a_file_is_what_its_bytes_show(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


@given(st.binary(max_size=200))
def test_whatever_comes_is_known_or_refused(content: bytes) -> None:
    kind = kind_of(content)
    assert kind is None or kind in TYPES
    if kind in ("text/plain", "application/xml"):
        assert b"\0" not in content


@given(st.text(max_size=30), st.sampled_from(ACTIVE), st.text(max_size=30), st.booleans())
def test_what_a_browser_would_run_is_never_text(before: str, active: str, after: str, upper: bool) -> None:
    content = (before + (active.upper() if upper else active) + after).encode("utf-8", "ignore")
    assert kind_of(content) is None or content.startswith(tuple(magic for magic, _ in MAGIC))


@given(st.text(max_size=300), KINDS)
@example("../../etc/passwd", "text/plain")
@example("fatura\u202efdp.exe", "application/pdf")
@example("C:\\x\\nota.pdf", "application/pdf")
@example(".htaccess", "text/plain")
@example("a" * 400 + ".pdf", "application/pdf")
def test_a_name_hides_nothing(name: str, kind: str) -> None:
    clean = clean_name(name, kind)
    assert 0 < len(clean) <= LONGEST_NAME
    assert clean.rpartition(".")[2].lower() in TYPES[kind]
    assert not set('/\\<>:"|?*') & set(clean)
    assert not clean.startswith(".")
    assert all(letter == " " or unicodedata.category(letter)[0] not in "CZ" for letter in clean)
    assert clean_name(clean, kind) == clean


def test_a_good_name_stays() -> None:
    assert clean_name("Nota fiscal de março.PDF", "application/pdf") == "Nota fiscal de março.PDF"
    assert clean_name("foto.JPEG", "image/jpeg") == "foto.JPEG"
    assert clean_name("fatura.exe", "application/pdf") == "fatura.exe.pdf"
