"""What a thread shows: messages with their files, and what happened to what they are about (U25), in order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from meuplano.documents import words
from meuplano.documents.timeline import say
from meuplano.records.models import Attachment, Event, Message, SupportRequest, User
from meuplano.records.models.support import FINANCE

MOST = 300  # of each kind

# What happened in the conversation itself, beside the messages.
OWN = (
    "request.taken",
    "request.resolved",
    "request.reopened",
    "proposal.made",
    "proposal.accepted",
    "proposal.declined",
    "proposal.withdrawn",
)
# What a request about an invoice or an order tells of it.
BILLING = (
    "second_copy.asked",
    "charge.pending",
    "charge.refused",
    "payment.received",
    "payment.reversed",
    "match.undone",
    "invoice.replaced",
    "invoice.cancelled",
    "debt.reduced",
    "credit.used",
    "order.applied",
    "order.withdrawn",
    "order.expired",
    "order.declined",
    "order.undone",
    "fiscal_note.attached",
    "fiscal_note.cancelled",
)


@dataclass(frozen=True, slots=True)
class File:
    """An attachment to download."""

    url: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One message, or (without `by`) something that happened."""

    at: datetime
    text: str
    by: str = ""
    pk: int = 0
    finance: bool = False
    internal: bool = False
    by_mail: bool = False
    new: bool = False
    files: tuple[File, ...] = ()

    @property
    def when(self) -> str:
        return words.moment(self.at)


def conversation(
    request: SupportRequest, reader: User, file_url: Callable[[int], str], *, notes: bool = False
) -> tuple[Entry, ...]:
    """The whole thread, the oldest first; `notes` are the finance team's own. In four queries."""
    messages = Message.objects.filter(account=request.account_id, request=request)
    if not notes:
        messages = messages.filter(internal=False)
    shown = list(messages.order_by("pk")[:MOST])
    files = _files(request, file_url, (message.pk for message in shown))
    reading = request.readings.filter(account=request.account_id, user=reader).first()
    read = reading.last_message if reading else 0
    entries = [
        Entry(
            at=message.at,
            text=message.text,
            by=message.by,
            pk=message.pk,
            finance=message.side == FINANCE,
            internal=message.internal,
            by_mail=message.by_mail,
            new=message.pk > read and message.author_id != reader.pk,
            files=tuple(files.get(message.pk, ())),
        )
        for message in shown
    ]
    return tuple(sorted([*entries, *_happened(request)], key=lambda entry: entry.at))


def _files(request: SupportRequest, file_url: Callable[[int], str], of: Iterable[int]) -> dict[int, list[File]]:
    found: dict[int, list[File]] = {}
    rows = Attachment.objects.filter(account=request.account_id, message__in=list(of)).order_by("message", "position")
    for pk, message, name, size in rows.values_list("pk", "message", "name", "size"):
        found.setdefault(message, []).append(File(file_url(pk), name, size_in_words(size)))
    return found


def size_in_words(size: int) -> str:
    """Bytes as "12 kB" or "1,4 MB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{words.NBSP}kB"
    return f"{size / 1_000_000:.1f}{words.NBSP}MB".replace(".", ",")


def _happened(request: SupportRequest) -> Iterable[Entry]:
    about = Q(name__in=OWN, data__request=request.pk)
    if request.invoice is not None:
        about |= Q(name__in=BILLING, data__invoice=request.invoice.number)
    if request.order is not None:
        about |= Q(name__in=BILLING, data__order=request.order.number)
        about |= Q(name__in=BILLING, data__invoice=request.order.invoice.number)
    events = Event.objects.filter(about, account=request.account_id, at__gte=request.opened_at).order_by("pk")
    for event in events[:MOST]:
        moment = say(event.name, event.by, event.at, event.data)
        if moment is not None:
            yield Entry(at=event.at, text=moment.title)
