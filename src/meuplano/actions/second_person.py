"""Corrections of money: done at once up to the vendor's limit, above it once a second person agrees (U28)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from meuplano.actions.discount_invoice import discount_invoice
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.lock import locked
from meuplano.actions.note_credit import note_credit
from meuplano.actions.refused import Refused
from meuplano.actions.settle_retention import settle_retention
from meuplano.actions.write_off_invoice import write_off_invoice
from meuplano.records import events
from meuplano.records.models import Account, Approval, Invoice, Task
from meuplano.rules.act import Act
from meuplano.rules.corrections import needs_second_person
from meuplano.rules.money import Money

CREDIT, CREDIT_NOTE, DISCOUNT, WRITE_OFF = "credit", "credit_note", "discount", "write_off"
RETENTION = "retention"


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody of the finance team wants: `number` is the invoice's, 0 for a credit of no invoice."""

    kind: str
    amount: Money
    reason: str
    number: int = 0
    pay_out: bool = False  # of a credit note: it goes back as money
    proof_id: int | None = None  # of a retention


def limit() -> Money:
    """The largest correction that one person makes alone."""
    return Money(settings.BILLING["second_person_above"])


def correct(account_id: int, wanted: Correction, user_id: int, act: Act) -> Approval | None:
    """Do it, or have it wait for a second person, with a task; None when it is done.

    Asked for again while it waits it is the same. Raises what the verb raises.
    """
    if not needs_second_person(wanted.amount, limit()):
        _do(account_id, wanted, act)
        return None
    if not wanted.reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        invoice = Invoice.objects.filter(account=account, number=wanted.number).first() if wanted.number else None
        if wanted.number and invoice is None:
            raise Refused("not_open")
        waiting = Approval.objects.filter(account=account, kind=wanted.kind, invoice=invoice, state="waiting").first()
        if waiting is not None:
            if waiting.amount_centavos != wanted.amount.centavos:
                raise Refused("already_waits")
            return waiting
        with transaction.atomic():  # what the verb refuses is refused now, not once somebody has agreed
            _do(account_id, wanted, act)
            transaction.set_rollback(True)
        return _ask(account, invoice, wanted, user_id, act)


def approve(approval_id: int, user_id: int, act: Act) -> bool:
    """A second person agrees, and it is done; False if it was decided before.

    Raises Refused: same_person, and what the verb refuses by now: nothing is decided then. Raises
    Approval.DoesNotExist.
    """
    with _held(approval_id, act) as (account, approval):
        if approval.state != "waiting":
            return False
        if approval.asked_by_id == user_id:
            raise Refused("same_person")
        _decided(account, approval, "approve", user_id, "Aprovado", act)
        number = approval.invoice.number if approval.invoice else 0
        amount = Money(approval.amount_centavos)
        wanted = Correction(approval.kind, amount, approval.reason, number, approval.pay_out, approval.proof_id)
        _do(account.pk, wanted, act)
        return True


def refuse(approval_id: int, user_id: int, note: str, act: Act) -> bool:
    """It is not done, with the reason; whoever asked may take it back like this. False if it was decided before.

    Raises Refused: no_reason. Raises Approval.DoesNotExist.
    """
    if not note.strip():
        raise Refused("no_reason")
    with _held(approval_id, act) as (account, approval):
        if approval.state != "waiting":
            return False
        _decided(account, approval, "refuse", user_id, note.strip(), act)
        return True


@contextmanager
def _held(approval_id: int, act: Act) -> Iterator[tuple[Account, Approval]]:
    account_id = Approval.objects.values_list("account_id", flat=True).get(pk=approval_id)
    with locked(account_id, act) as account:
        yield account, Approval.objects.select_related("invoice", "asked_by").get(pk=approval_id)


def _do(account_id: int, wanted: Correction, act: Act) -> None:
    amount, reason = wanted.amount, wanted.reason
    if wanted.kind == CREDIT:
        grant_credit(account_id, amount, reason, act)
    elif wanted.kind == DISCOUNT:
        discount_invoice(account_id, wanted.number, amount, reason, act)
    elif wanted.kind == WRITE_OFF:
        write_off_invoice(account_id, wanted.number, reason, act, seen=amount)
    elif wanted.kind == RETENTION:
        settle_retention(account_id, wanted.number, amount, wanted.proof_id or 0, reason, act)
    else:
        note_credit(account_id, wanted.number, amount, reason, act, pay_out=wanted.pay_out)


def _ask(account: Account, invoice: Invoice | None, wanted: Correction, user_id: int, act: Act) -> Approval:
    event = events.record(
        "approval.asked",
        act,
        account,
        what=wanted.kind,
        invoice=invoice.number if invoice else None,
        amount=wanted.amount.centavos,
        reason=wanted.reason.strip(),
    )
    task = Task.objects.create(
        account=account,
        kind="approval",
        text=_text(wanted, act),
        amount_centavos=wanted.amount.centavos,
        event=event,
        made_on=act.today,
    )
    return Approval.objects.create(
        account=account,
        kind=wanted.kind,
        invoice=invoice,
        amount_centavos=wanted.amount.centavos,
        reason=wanted.reason.strip()[:200],
        pay_out=wanted.pay_out,
        proof_id=wanted.proof_id,
        asked_by_id=user_id,
        asked_at=act.at,
        task=task,
    )


def _text(wanted: Correction, act: Act) -> str:
    what = {
        CREDIT: "Crédito",
        CREDIT_NOTE: "Nota de crédito",
        DISCOUNT: "Desconto",
        WRITE_OFF: "Baixa",
        RETENTION: "Retenção de impostos",
    }[wanted.kind]
    where = f" na fatura nº {wanted.number}" if wanted.number else ""
    return f"{what} de {wanted.amount}{where}, pedido de {act.by}: {wanted.reason.strip()}"[:300]


def _decided(account: Account, approval: Approval, how: str, user_id: int, note: str, act: Act) -> None:
    approval.move(how, decided_by_id=user_id, decided_at=act.at)
    Task.objects.filter(pk=approval.task_id).update(done_at=act.at, done_by=act.by, note=note[:300])
    events.record(
        f"approval.{approval.state}",
        act,
        account,
        what=approval.kind,
        invoice=approval.invoice.number if approval.invoice else None,
        amount=approval.amount_centavos,
        asked_by=str(approval.asked_by),
        note=note[:300],
    )
