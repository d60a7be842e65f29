"""What every message of a request has in common: its text and files are checked, and it is kept once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings

from meuplano.actions.calendar import banking_days
from meuplano.actions.pace import refuse_too_fast
from meuplano.actions.refused import Refused
from meuplano.documents.request_words import protocol
from meuplano.records import events
from meuplano.records.models import Account, Attachment, Event, Message, RequestReading, SupportRequest, User
from meuplano.records.models.support import CUSTOMER
from meuplano.rules import attachments
from meuplano.rules.act import Act
from meuplano.rules.pace import Pace

LONGEST = 8000  # characters of a message
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name is whatever somebody wrote."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept."""

    name: str
    kind: str
    content: bytes


class FileRefused(Refused):
    """One file is refused; `name` says which."""

    def __init__(self, reason: str, name: str) -> None:
        super().__init__(reason)
        self.name = name


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wants to say, checked: ready to be kept."""

    user: User
    text: str
    key: UUID
    files: tuple[Checked, ...] = ()
    by_mail: bool = False


def said(user: User, text: str, key: UUID, files: Sequence[Upload] = (), *, by_mail: bool = False) -> Said:
    """Check it. Raises Refused: no_text, too_long, too_many_files; and FileRefused: file_too_large, file_unknown."""
    text = "".join(letter for letter in text.replace("\r\n", "\n") if letter >= " " or letter in "\n\t").strip()
    if not text:
        raise Refused("no_text")
    if len(text) > LONGEST:
        raise Refused("too_long")
    if len(files) > settings.REQUESTS["most_files"]:
        raise Refused("too_many_files")
    return Said(user, text, key, tuple(check_file(file) for file in files), by_mail)


def check_file(file: Upload) -> Checked:
    """A file of a kind and size that we take, with a name that hides nothing. Raises FileRefused."""
    if len(file.content) > settings.REQUESTS["largest_file"]:
        raise FileRefused("file_too_large", file.name)
    kind = attachments.kind_of(file.content)
    if kind is None:
        raise FileRefused("file_unknown", file.name)
    return Checked(attachments.clean_name(file.name, kind), kind, file.content)


def kept(account: Account, key: UUID) -> Message | None:
    """The message that this form or mail has become already. The account is locked."""
    return Message.objects.filter(account=account, key=key).select_related("request").first()


def keep_pace(account: Account, said: Said, act: Act) -> None:
    """Refuse what nobody writes by hand: messages are counted by person and hour, files by account and day.

    Each message is mailed, each file is kept. Raises TooFast. The account is locked.
    """
    hour = Pace(settings.REQUESTS["messages_an_hour"], timedelta(hours=1))
    theirs = Message.objects.filter(account=account, author=said.user, at__gt=act.at - hour.within)
    refuse_too_fast(theirs.values_list("at", flat=True), hour, act)
    day = Pace(settings.REQUESTS["files_a_day"], timedelta(days=1))
    files = Attachment.objects.filter(account=account, message__side=CUSTOMER, message__at__gt=act.at - day.within)
    refuse_too_fast(files.values_list("message__at", flat=True), day, act, more=len(said.files))


def add(request: SupportRequest, said: Said, side: str, act: Act, *, internal: bool = False) -> Message:
    """Keep a message with its files; its author has read what came before. The account is locked."""
    message = Message.objects.create(
        account=request.account,
        request=request,
        side=side,
        author=said.user,
        by=str(said.user),
        at=act.at,
        text=said.text,
        internal=internal,
        by_mail=said.by_mail,
        key=said.key,
    )
    Attachment.objects.bulk_create(
        Attachment(
            account=request.account,
            message=message,
            position=position,
            name=file.name,
            content_type=file.kind,
            size=len(file.content),
            sha256=sha256(file.content).hexdigest(),
            content=file.content,
        )
        for position, file in enumerate(said.files, start=1)
    )
    RequestReading.objects.update_or_create(
        account=request.account, request=request, user=said.user, defaults={"last_message": message.pk}
    )
    return message


def finances_turn(request: SupportRequest | None, act: Act) -> dict[str, Any]:
    """What a request holds while the finance team has it: since when, and the day at whose end it should answer."""
    waits = request.waits_since if request else None
    due = request.due_on if request else None
    return {"waits_since": waits or act.at, "due_on": due or answer_by(act.today)}


def answer_by(day: date) -> date:
    """The last day for an answer to what came on `day`, in business days."""
    return banking_days().add(day, settings.REQUESTS["answer_days"])


CUSTOMERS_TURN: dict[str, Any] = {"waits_since": None, "due_on": None}


def record(name: str, request: SupportRequest, act: Act, /, **data: Any) -> Event:
    """The event of something done in a request; what was written stays in the message."""
    said = {"request": request.pk, "protocol": protocol(request.opened_at, request.pk), "status": request.status}
    return events.record(name, act, request.account, **said, **data)
