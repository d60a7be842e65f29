"""Files that a request may carry: known by their bytes, whatever their name says, and named so that nothing hides."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

LONGEST_NAME = 120  # characters

# What we know, and the extensions that a file of that kind may have; the first is given to one that has another.
TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "application/pdf": ("pdf",),
        "image/png": ("png",),
        "image/jpeg": ("jpg", "jpeg"),
        "application/xml": ("xml",),
        "text/plain": ("txt", "csv"),
    }
)
MAGIC = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
# What a browser would run if it was ever shown: refused also as plain text or XML.
ACTIVE = ("<html", "<script", "<svg", "<!doctype html", "<xsl:", "<?xml-stylesheet", "<!entity", "<iframe", "<body")


def kind_of(content: bytes) -> str | None:
    """The media type (a key of TYPES) that the bytes show; None for anything else, and for what a browser would run."""
    for magic, kind in MAGIC:
        if content.startswith(magic):
            return kind
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # old spreadsheets' CSV
        if any("\x7f" <= letter < "\xa0" for letter in text):
            return None
    if not text.strip() or any(letter < " " and letter not in "\t\r\n" for letter in text):
        return None
    lower = text.lower()
    if any(word in lower for word in ACTIVE):
        return None
    return "application/xml" if lower.lstrip().startswith("<") else "text/plain"


def clean_name(name: str, kind: str) -> str:
    """A name to save it by: no path, no control or direction marks, an extension of its kind, 120 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in last)
    shown = "".join(letter for letter in shown if letter not in '<>:"|?*')
    stem, dot, extension = " ".join(shown.split()).strip(". ").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    if extension.lower() not in TYPES[kind]:
        stem, extension = (f"{stem}.{extension}" if dot else stem), TYPES[kind][0]
    stem = stem.strip(". ") or "arquivo"
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
