"""Many notas fiscais at once: each file finds its invoice by what it says or is called; each invoice stands alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as BrokenStream

from django.conf import settings
from django.db.models.functions import Upper

from meuplano.actions.attach_fiscal_note import Typed, attach_fiscal_note, national
from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import Upload, check_file
from meuplano.records.models import FiscalNote, Invoice
from meuplano.records.models.fiscal import PDF, XML
from meuplano.rules import attachments, fiscal_notes
from meuplano.rules.act import Act

MOST = 300  # files of one upload, those of its archives counted
LARGEST = 60_000_000  # bytes of all of them
ARCHIVE = b"PK\x03\x04"
ATTACHED, KNOWN = "attached", "known"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file: ATTACHED, KNOWN (it was there), or why not. `code`-`number` is its invoice.

    `unchecked`: attached without a look at the amount, since no file says it.
    """

    name: str
    code: str = ""
    number: int = 0
    done: str = ""
    unchecked: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A file, what it says that it is for, and what it may be for by its name."""

    at: int  # in the order of the upload
    file: Upload
    is_national: bool
    described: tuple[tuple[str, int], ...]
    named: tuple[tuple[str, int], ...]

    @property
    def stem(self) -> str:
        return self.file.name.rpartition(".")[0]


type Known = Mapping[tuple[str, int], tuple[int, str]]  # printed as (code, number): the account's id and its own code


def attach_many(uploads: Sequence[Upload], act: Act) -> tuple[Line, ...]:
    """One line a file, in their order; what is wrong with one stops no other."""
    lines: dict[int, Line] = {}
    found: list[Found] = []
    for at, read in enumerate(_unpacked(uploads)):
        if isinstance(read, Line):
            lines[at] = read
        elif why := _refusal(read):
            lines[at] = Line(read.name, refused=why)
        else:
            found.append(_look_at(at, read))
    known = _invoices([pair for one in found for pair in (*one.described, *one.named)])
    groups: dict[tuple[str, int], list[Found]] = {}
    for one in found:
        try:
            groups.setdefault(_meant(one, found, known), []).append(one)
        except Refused as refused:
            lines[one.at] = Line(one.file.name, refused=refused)
    for printed, group in groups.items():
        line = _attach(*known[printed], printed[1], group, act)
        lines |= {one.at: replace(line, name=one.file.name) for one in group}
    return tuple(lines[at] for at in sorted(lines))


def _refusal(file: Upload) -> Refused | None:
    """Why it can be no part of a note; it must not spoil the files of the invoice that it names."""
    try:
        is_one = check_file(file).kind in (PDF, XML)
    except Refused as refused:
        return refused
    return None if is_one else Refused("not_pdf_or_xml")


def _look_at(at: int, file: Upload) -> Found:
    kind = attachments.kind_of(file.content) or ""
    nfse = national(file.content, kind)
    described = fiscal_notes.invoices_in(nfse.description) if nfse else ()
    return Found(at, file, nfse is not None, tuple(described), tuple(fiscal_notes.invoices_in(file.name)))


def _invoices(printed: Sequence[tuple[str, int]]) -> Known:
    """Those of the pairs that are invoices."""
    wanted = set(printed)
    rows = Invoice.objects.annotate(printed=Upper("account__code")).filter(
        printed__in={code for code, _ in wanted}, number__in={number for _, number in wanted}
    )
    kept = rows.values_list("printed", "number", "account_id", "account__code")
    return {(code, number): (pk, own) for code, number, pk, own in kept if (code, number) in wanted}


def _meant(one: Found, all_of_them: Sequence[Found], known: Known) -> tuple[str, int]:
    """What the note says counts more than its name; a PDF is of the invoice of the XML that is called as it is.

    Raises Refused: no_invoice, unknown_invoice, several_invoices.
    """
    beside = [other.described for other in all_of_them if other.stem == one.stem and other.is_national]
    for pairs in (one.described, one.named, *beside):
        there = [pair for pair in pairs if pair in known]
        if len(there) > 1:
            raise Refused("several_invoices")
        if there:
            return there[0]
    raise Refused("unknown_invoice" if one.described or one.named else "no_invoice")


def _attach(account_id: int, code: str, number: int, group: Sequence[Found], act: Act) -> Line:
    files = list({sha256(one.file.content).digest(): one.file for one in group}.values())
    read = any(one.is_national for one in group)
    typed = Typed(number=next(filter(None, (fiscal_notes.number_in(one.stem) for one in group)), ""))
    line = Line("", code, number)
    try:
        before = FiscalNote.objects.filter(account=account_id, invoice__number=number, state="issued")
        was_there = before.values_list("pk", flat=True).first()
        note = attach_fiscal_note(account_id, number, files, act, typed=typed)
    except Refused as refused:
        return replace(line, refused=refused)
    return replace(line, done=KNOWN if note.pk == was_there else ATTACHED, unchecked=not read)


def _unpacked(uploads: Sequence[Upload]) -> Iterator[Upload | Line]:
    """The files, those of archives in their place; a line for what cannot be looked at."""
    count = size = 0
    for upload in uploads:
        for read in _entries(upload) if upload.content.startswith(ARCHIVE) else (upload,):
            count += 1
            size += 0 if isinstance(read, Line) else len(read.content)
            if count > MOST or size > LARGEST:
                yield Line(read.name, refused=Refused("too_many_notes"))
                return
            yield read


def _entries(upload: Upload) -> Iterator[Upload | Line]:
    """What an archive holds, each entry no larger than a file may be, whatever it says of itself.

    One that cannot be read is told so: zipfile raises RuntimeError for a password, NotImplementedError for a way of
    packing that it does not know, and the others for bytes that are cut short or changed.
    """
    try:
        with ZipFile(BytesIO(upload.content)) as archive:
            for entry in archive.infolist():
                if not entry.is_dir() and not entry.filename.startswith("__MACOSX/"):
                    yield Upload(entry.filename.rpartition("/")[2], _bytes_of(archive, entry))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, BrokenStream):
        yield Line(upload.name, refused=Refused("archive_broken"))


def _bytes_of(archive: ZipFile, entry: ZipInfo) -> bytes:
    with archive.open(entry) as packed:
        return packed.read(settings.REQUESTS["largest_file"] + 1)
