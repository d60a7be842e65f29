"""Many documents in one ZIP, written while it is read: one document in memory at a time."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_UNSAFE = re.compile(r"[^\w.\- ]+", re.ASCII)


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The archive in pieces, for a streaming answer. Names lose what could be a path; the same name gets a number.

    Stored, not deflated: a PDF is compressed already. Dates are fixed, so the same documents give the same bytes.
    """
    sink = _Sink()
    seen: dict[str, int] = {}
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(ZipInfo(_unique(_plain(name), seen), (1980, 1, 1, 0, 0, 0)), content)
            yield sink.taken()
    yield sink.taken()


class _Sink:
    """What ZipFile needs of a file that cannot be sought: it writes, we hand on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """The archive is closed by writing its end, which is taken like the rest."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _plain(name: str) -> str:
    text = _UNSAFE.sub("-", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    stem, dot, end = text.rpartition(".")
    if not (dot and end.isalnum()):
        stem, dot, end = text, "", ""
    return (stem.replace(".", "-").strip(" -") or "documento") + dot + end


def _unique(name: str, seen: dict[str, int]) -> str:
    seen[name] = seen.get(name, 0) + 1
    if seen[name] == 1:
        return name
    stem, dot, end = name.rpartition(".")
    return _unique(f"{stem or end}-{seen[name]}{dot and '.' + end}", seen)
