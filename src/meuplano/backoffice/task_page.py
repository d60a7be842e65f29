"""A task as it stands today: what it is about, what to do, and what may be decided."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from meuplano.actions import pay_refund
from meuplano.actions.requests.conversation import size_in_words
from meuplano.backoffice.fiscal import note_of_invoice
from meuplano.backoffice.queue import age
from meuplano.documents import task_words, words
from meuplano.documents.timeline import Moment, say
from meuplano.records.models import Approval, Event, Parking, Receipt, Refund, Task, Trust
from meuplano.rules.money import Money


@dataclass(frozen=True, slots=True)
class RefundCard:
    """The money that is to go back, and by which ways it can."""

    amount: Money
    asked: str
    state: str
    gateway: bool
    refusal: str
    proof: str
    today: date


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """What a second person has to agree to."""

    asked: str
    asked_by: int  # who asked decides nothing, and may take it back
    reason: str
    invoice: int | None
    proof: str
    proof_url: str


@dataclass(frozen=True, slots=True)
class TrustCard:
    """The proof of payment to look at, and the access that it gives (D51)."""

    sent: str
    file: str
    size: str
    invoice: int
    until: date
    state: str
    decided: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything that a task's page shows."""

    pk: int
    title: str
    todo: str
    text: str
    when: words.Status
    account: str
    code: str
    amount: Money | None
    done: str
    note: str
    refund: RefundCard | None
    approval: ApprovalCard | None
    trust: TrustCard | None
    where: tuple[str, str]  # the page on which it is resolved, and what that is called; empty where it is this one
    parked: str
    parked_work: str
    timeline: tuple[Moment, ...]
    problem: str = ""

    @property
    def waits_for_the_bank(self) -> bool:
        return self.refund is not None and self.refund.state in ("sending", "unknown")


def task_page(task: Task, today: date, problem: str = "") -> TaskPage:
    """One task as it stands today."""
    refund = task.refunds.select_related("credit__payment__receipt").order_by("-pk").first()
    parking = (
        Parking.objects.filter(account=task.account_id, cleared_at=None).first() if task.kind == "parked" else None
    )
    about = Event.objects.filter(data__task=task.pk, name__in=["task.done", "task.reopened"]).order_by("-pk")[:20]
    moments = [say(event.name, event.by, event.at, event.data) for event in (*about, task.event)]
    return TaskPage(
        pk=task.pk,
        title=str(task_words.kind(task.kind).title),
        todo=str(task_words.kind(task.kind).todo),
        text=task.text,
        when=age(task, today),
        account=task.account.name if task.account else "",
        code=task.account.code if task.account else "",
        amount=None if task.amount_centavos is None else Money(task.amount_centavos),
        done=f"{task.done_by}, {words.moment(task.done_at)}" if task.done_at else "",
        note=task.note,
        refund=_refund_card(refund, today) if refund else None,
        approval=_approval_card(task),
        trust=_trust_card(task) if task.kind == "trust" else None,
        where=_where(task),
        parked=parking.reason if parking else "",
        parked_work=parking.work if parking else "",
        timeline=tuple(moment for moment in moments if moment),
        problem=problem,
    )


def _where(task: Task) -> tuple[str, str]:
    if task.kind == "fiscal_note":
        return _note(task)
    data = task.event.data
    waits = Receipt.objects.filter(pk=data.get("receipt"), kind="payment", matched=False)
    if task.kind == "receipt_unmatched" and waits.exists():
        return reverse("finance-match", args=[data["receipt"]]), gettext("Dizer de qual fatura é")
    return "", ""


def _note(task: Task) -> tuple[str, str]:
    """Of the invoice that was corrected: its event names it, and one that took its place is another."""
    data = task.event.data
    number = data.get("instead_of") or data.get("invoice")
    return note_of_invoice(task.account, number) if task.account and number else ("", "")


def _approval_card(task: Task) -> ApprovalCard | None:
    found = Approval.objects.filter(task=task).select_related("invoice", "asked_by", "proof", "account")
    waiting = found.defer("proof__content").first()
    if waiting is None:
        return None
    invoice, proof = waiting.invoice, waiting.proof
    where = [waiting.account.code, invoice.number, proof.pk] if invoice and proof else []
    return ApprovalCard(
        asked=f"{waiting.asked_by}, {words.moment(waiting.asked_at)}",
        asked_by=waiting.asked_by_id,
        reason=waiting.reason,
        invoice=invoice.number if invoice else None,
        proof=proof.name if proof else "",
        proof_url=reverse("finance-file", args=where) if where else "",
    )


def _trust_card(task: Task) -> TrustCard:
    given = trust_of(task)
    proof = given.proof
    return TrustCard(
        sent=f"{proof.sent_by}, {words.moment(proof.sent_at)}",
        file=proof.name,
        size=size_in_words(proof.size),
        invoice=given.invoice.number,
        until=given.until,
        state=given.state,
        decided=f"{given.decided_by}, {words.moment(given.decided_at)}" if given.decided_at else "",
    )


def trust_of(task: Task) -> Trust:
    """The release on trust that this task is about, its file not read; or 404."""
    given = Trust.objects.filter(task=task).select_related("proof", "invoice").defer("proof__content").first()
    if given is None:
        raise Http404
    return given


def _refund_card(refund: Refund, today: date) -> RefundCard:
    return RefundCard(
        amount=Money(refund.amount_centavos),
        asked=f"{refund.reason} · {refund.asked_by}, {words.day(refund.asked_on)}",
        state=refund.state,
        gateway=pay_refund.charge_behind(refund) is not None,
        refusal=refund.refusal,
        proof=refund.proof,
        today=today,
    )
