"""Gathering what waits into the next file for the bank: numbered without gaps, written once, never changed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from meuplano.actions.bank_files.titles import ask_finance, asked, values_of
from meuplano.brazil import agreement as agreements
from meuplano.brazil.agreement import Agreement, Asked
from meuplano.brazil.banks.base import BoletoError
from meuplano.brazil.cnab.layout import CnabError
from meuplano.records import events
from meuplano.records.faults import point
from meuplano.records.models import BankAgreement, BankTitle, Remittance, TitleCommand
from meuplano.rules.act import SAO_PAULO, Act

MOST = 20_000  # commands in a file: an entry takes up to four of the 99,999 records of a batch


def remit(agreement_id: int, act: Act) -> Remittance | None:
    """The next file of what waits for this bank, or None when nothing does. Two at once share nothing.

    A command that the file does not take is dropped, with a task; the others go.
    """
    with transaction.atomic():
        agreement = BankAgreement.objects.select_for_update(no_key=True).get(pk=agreement_id)
        commands = list(
            TitleCommand.objects.filter(state="waiting", title__agreement=agreement)
            .select_related("account", "title__charge__invoice")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("pk")[:MOST]
        )
        values, made_at = values_of(agreement), act.at.astimezone(SAO_PAULO)
        instructions = [(command, _asked(command)) for command in commands]
        good = list(_those_that_fit(values, instructions, made_at, act))
        if not good:
            return None
        nsa = agreement.last_nsa + 1
        content = agreements.remit(values, [(c.verb, a) for c, a in good], nsa=nsa, made_at=made_at)
        agreement.last_nsa = nsa
        agreement.save(update_fields=["last_nsa"])
        made = Remittance.objects.create(
            agreement=agreement, nsa=nsa, made_at=act.at, made_by=act.by, content=content, commands=len(good)
        )
        _send([command for command, _ in good], made)
        events.record("remittance.made", act, None, agreement=agreement.pk, nsa=nsa, commands=len(good))
        point("before_commit")
    return made


def taken(remittance_id: int, act: Act) -> Remittance:
    """The file for a download or a delivery; the first time is noted. The bytes are the same each time."""
    Remittance.objects.filter(pk=remittance_id, taken_at=None).update(taken_at=act.at, taken_by=act.by)
    return Remittance.objects.get(pk=remittance_id)


def waiting(agreement_id: int) -> int:
    """How many commands wait for the next file."""
    return TitleCommand.objects.filter(state="waiting", title__agreement=agreement_id).count()


def _asked(command: TitleCommand) -> Asked:
    title = command.title
    return asked(title, title.charge.invoice, command.account, command.due_on)


def _those_that_fit(
    values: Agreement, instructions: list[tuple[TitleCommand, Asked]], made_at: datetime, act: Act
) -> Iterable[tuple[TitleCommand, Asked]]:
    """All of them, as nearly always; else one by one, and what does not fit becomes a task."""
    if not instructions:
        return
    try:
        agreements.remit(values, [(c.verb, a) for c, a in instructions], nsa=1, made_at=made_at)
    except (BoletoError, CnabError):
        pass
    else:
        yield from instructions
        return
    for command, title in instructions:
        try:
            agreements.remit(values, [(command.verb, title)], nsa=1, made_at=made_at)
        except (BoletoError, CnabError) as problem:
            command.move("drop", reasons=str(problem))
            event = events.record("title.command_dropped", act, command.account, command=command.pk, why=str(problem))
            text = f"Instrução ao banco para o boleto {title.document_number} não coube no arquivo: {problem}"
            ask_finance(command.account, "title_command_dropped", text, event, act)
        else:
            yield command, title


def _send(commands: list[TitleCommand], made: Remittance) -> None:
    keys = [command.pk for command in commands]
    TitleCommand.objects.filter(pk__in=keys, state="waiting").update(state="sent", remittance=made)
    entries = [command.title_id for command in commands if command.verb == "entry"]
    BankTitle.objects.filter(pk__in=entries, state="queued").update(state="sent")
    changes = TitleCommand.objects.filter(remittance=made, verb="change_due").values("due_on", "title_id")
    for change in changes:
        BankTitle.objects.filter(pk=change["title_id"], state="registered").update(
            state="change_pending", asked_due_on=change["due_on"]
        )


def undelivered(agreement_id: int) -> Iterable[Remittance]:
    """Files that the bank may not have yet, oldest first: nobody took them there, or some of it waits for an answer."""
    waits = Exists(TitleCommand.objects.filter(remittance=OuterRef("pk"), state="sent"))
    return Remittance.objects.filter(waits | Q(taken_at=None), agreement=agreement_id).order_by("nsa")
