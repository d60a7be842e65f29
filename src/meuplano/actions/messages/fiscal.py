"""The nota fiscal of an invoice with its files, or that one does not count any more (F20)."""

from collections.abc import Iterable
from dataclasses import replace

from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, both, tell_each
from meuplano.records.models import Account, Event, FiscalNote


def _attached(event: Event, account: Account) -> Iterable[Message]:
    """Silent where it was cancelled meanwhile."""
    note = _note(event, account)
    if note.state != "issued":
        return ()
    files = tuple((file.name, bytes(file.content), file.content_type) for file in note.files.order_by("content_type"))
    values = _values(note) | {"instead_of": event.data["instead_of"] or ""}
    return (replace(message, files=files) for message in tell_each(both(account), "fiscal_note", values))


def _cancelled(event: Event, account: Account) -> Iterable[Message]:
    """Silent where another took its place meanwhile: the mail of that one says so."""
    note = _note(event, account)
    if FiscalNote.objects.filter(account=account, invoice=note.invoice_id, pk__gt=note.pk).exists():
        return ()
    return tell_each(both(account), "fiscal_note_cancelled", _values(note) | {"reason": note.reason})


def _note(event: Event, account: Account) -> FiscalNote:
    return FiscalNote.objects.select_related("invoice").get(account=account, pk=event.data["note"])


def _values(note: FiscalNote) -> dict[str, object]:
    number = note.invoice.number
    return {"url": facts.url(f"faturas/{number}/"), "invoice": number, "number": note.number}


MESSAGES: dict[str, Compose] = {"fiscal_note.attached": _attached, "fiscal_note.cancelled": _cancelled}
