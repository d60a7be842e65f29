"""Taking a bank's return file in: the bytes are kept first, the same bytes once, and a job reads them."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from meuplano.actions.later import later
from meuplano.brazil.cnab.returned import NotCnab240, ReturnFile
from meuplano.records import events
from meuplano.records.faults import point
from meuplano.records.models import BankAgreement, BankReturn, Task
from meuplano.rules.act import Act

LARGEST = 50_000_000  # bytes: a return of 100,000 titles
NOT_OURS = "O arquivo é do banco {bank}, e nenhum convênio cadastrado é desse banco."


class Refused(ValueError):
    """This is no return file that we can take; the text says why, in Portuguese."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The kept file, and whether it had come before."""

    file: BankReturn
    known: bool


def receive(name: str, content: bytes, act: Act) -> Taken:
    """Keep a return file and have it read. Raises Refused.

    A file whose trailer does not count right is kept apart until a person releases it: it may have been cut short.
    """
    if len(content) > LARGEST:
        raise Refused(f"O arquivo tem mais de {LARGEST // 1_000_000} MB.")
    digest = sha256(content).hexdigest()
    known = BankReturn.objects.filter(sha256=digest).first()
    if known is not None:
        return Taken(known, known=True)
    try:
        reader = ReturnFile(content)
    except NotCnab240 as problem:
        raise Refused(f"{str(problem)[:1].upper()}{str(problem)[1:]}.") from problem
    header = content[:240].decode("latin-1")
    agreement = _agreement(reader.bank, header)
    if agreement is None:
        raise Refused(NOT_OURS.format(bank=reader.bank))
    titles = sum(1 for _ in reader)
    broken = [text for text in reader.warnings if "trailer" in text]
    with transaction.atomic():
        file, new = BankReturn.objects.get_or_create(
            sha256=digest,
            defaults={
                "agreement": agreement,
                "name": name.replace("\\", "/").rpartition("/")[2][:200] or "retorno",
                "nsa": reader.nsa.strip()[:6],
                "content": content,
                "titles": titles,
                "warnings": reader.warnings,
                "state": "quarantined" if broken else "received",
                "received_at": act.at,
                "received_by": act.by,
            },
        )
        if new:
            event = events.record("bank_return.received", act, None, file=file.pk, titles=titles, state=file.state)
            if broken:
                text = f"Retorno {file.name} do banco {reader.bank} em quarentena: {broken[0]}"[:300]
                Task.objects.create(kind="bank_return_quarantined", text=text, event=event, made_on=act.today)
            else:
                later("read_bank_return", file_id=file.pk)
    point("before_acknowledging")
    return Taken(file, known=not new)


def release(file_id: int, act: Act) -> bool:
    """A person looked at a quarantined file and has it read; False when it does not wait for that."""
    return _decide(file_id, "release", "bank_return.released", act)


def dismiss(file_id: int, act: Act) -> bool:
    """A person looked at a quarantined file and sets it aside for good; False when it does not wait for that."""
    return _decide(file_id, "dismiss", "bank_return.dismissed", act)


def _decide(file_id: int, what: str, event_name: str, act: Act) -> bool:
    with transaction.atomic():
        file = BankReturn.objects.get(pk=file_id)
        if not file.move(what):
            return False
        event = events.record(event_name, act, None, file=file.pk)
        Task.objects.filter(kind="bank_return_quarantined", text__contains=file.name, done_at=None).update(
            done_at=event.at, done_by=act.by
        )
        if what == "release":
            later("read_bank_return", file_id=file.pk)
    return True


def _agreement(bank: str, header: str) -> BankAgreement | None:
    """The agreement of this bank; of several, the one whose number or account the file's header carries."""
    ours = list(BankAgreement.objects.filter(bank=bank).order_by("-in_use", "-pk"))
    head = header[32:72]
    named = [a for a in ours if any(key and key.lstrip("0") in head for key in (a.agreement, a.account))]
    return next(iter(named or ours), None)
