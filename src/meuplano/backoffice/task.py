"""One task: what happened, what to do, and saying that it is done; money goes back only with a fresh password (U28)."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from meuplano.actions import ask_refund, do_task, pay_refund, second_person
from meuplano.actions.refused import Refused
from meuplano.actions.requests.conversation import size_in_words
from meuplano.actions.retry_parked import retry_parked
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.fields import refusal_in_words
from meuplano.backoffice.queue import age
from meuplano.documents import task_words, words
from meuplano.documents.timeline import Moment, say
from meuplano.password import password_again
from meuplano.records.models import Approval, Event, Parking, Refund, Task, Trust
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
    parked: str
    parked_work: str
    timeline: tuple[Moment, ...]
    problem: str = ""

    @property
    def waits_for_the_bank(self) -> bool:
        return self.refund is not None and self.refund.state in ("sending", "unknown")


@require_safe
@finance_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /financeiro/tarefas/<pk>/"""
    return show_task(request, pk)


@require_POST
@finance_only
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/concluir/ {nota}"""
    find(pk)
    try:
        do_task.finish_task(pk, request.POST.get("nota", ""), act_of(request))
    except do_task.Refused:
        return show_task(request, pk, problem=gettext("Escreva o que foi feito."))
    messages.success(request, gettext("Tarefa concluída"))
    return redirect("finance")


@require_POST
@finance_only
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/reabrir/ {nota}"""
    find(pk)
    try:
        do_task.reopen_task(pk, request.POST.get("nota", ""), act_of(request))
    except do_task.Refused:
        return show_task(request, pk, problem=gettext("Escreva por que a tarefa volta."))
    return redirect("finance-task", pk)


@require_POST
@finance_only
@password_again
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/devolver/: the gateway that took the money gives it back."""
    refund = _refund(find(pk))
    try:
        state = pay_refund.by_gateway(refund.account_id, refund.pk, act_of(request))
    except pay_refund.NotPossible:
        return show_task(request, pk, problem=gettext("Este dinheiro não veio por um banco que possa devolvê-lo."))
    if state == "paid":
        messages.success(request, gettext("%(amount)s devolvidos") % {"amount": Money(refund.amount_centavos)})
    return redirect("finance-task", pk)


@require_POST
@finance_only
@password_again
def given_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/devolvido/ {data, prova}: a person gave it back by other ways."""
    refund = _refund(find(pk))
    try:
        day = date.fromisoformat(request.POST.get("data", ""))
        pay_refund.by_hand(
            refund.account_id, refund.pk, paid_on=day, proof=request.POST.get("prova", ""), act=act_of(request)
        )
    except (ValueError, pay_refund.NotPossible):
        said = gettext("Diga o dia, entre o do pedido e hoje, e como foi: por exemplo o número da transferência.")
        return show_task(request, pk, problem=said)
    return redirect("finance-task", pk)


@require_POST
@finance_only
@password_again
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/desistir/: the credit stays with the account."""
    refund = _refund(find(pk))
    if not ask_refund.drop_refund(refund.account_id, refund.pk, act_of(request)):
        return show_task(request, pk, problem=gettext("A devolução já saiu ou está com o banco."))
    return redirect("finance-task", pk)


@require_POST
@finance_only
@password_again
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/aprovar/: a second person agrees, and it is done."""
    waiting = _approval(find(pk))
    try:
        if second_person.approve(waiting.pk, request.user.pk or 0, act_of(request)):
            messages.success(request, gettext("Aprovado e feito"))
    except Refused as refused:
        return show_task(request, pk, problem=refusal_in_words(refused.reason))
    return redirect("finance-task", pk)


@require_POST
@finance_only
@password_again
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/recusar/ {nota}: it is not done."""
    waiting = _approval(find(pk))
    try:
        second_person.refuse(waiting.pk, request.user.pk or 0, request.POST.get("nota", ""), act_of(request))
    except Refused:
        return show_task(request, pk, problem=gettext("Escreva por que não."))
    return redirect("finance-task", pk)


@require_POST
@finance_only
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/retomar/: the parked account runs again, or stays with today's reason."""
    task = find(pk)
    if task.account_id is None or task.kind != "parked":
        raise Http404
    if retry_parked(task.account_id, act_of(request)):
        messages.success(request, gettext("A conta voltou a andar"))
    else:
        messages.warning(request, gettext("Parou de novo: a causa de agora está na página"))
    return redirect("finance-task", pk)


def find(pk: int) -> Task:
    """The task of this number, or 404."""
    task = Task.objects.filter(pk=pk).select_related("account", "event").first()
    if task is None:
        raise Http404
    return task


def _approval(task: Task) -> Approval:
    waiting = Approval.objects.filter(task=task).first()
    if waiting is None:
        raise Http404
    return waiting


def _refund(task: Task) -> Refund:
    refund: Refund | None = task.refunds.select_related("credit__payment__receipt").order_by("-pk").first()
    if refund is None:
        raise Http404
    return refund


def show_task(request: HttpRequest, pk: int, *, problem: str = "") -> HttpResponse:
    """The task's page; with a problem, nothing was done (422)."""
    page = task_page(find(pk), act_of(request).today, problem)
    context = {"page": page, "section": "queue"}
    return render(request, "backoffice/task.html", context, status=422 if problem else 200)


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
        parked=parking.reason if parking else "",
        parked_work=parking.work if parking else "",
        timeline=tuple(moment for moment in moments if moment),
        problem=problem,
    )


def _approval_card(task: Task) -> ApprovalCard | None:
    waiting = Approval.objects.filter(task=task).select_related("invoice", "asked_by").first()
    if waiting is None:
        return None
    return ApprovalCard(
        asked=f"{waiting.asked_by}, {words.moment(waiting.asked_at)}",
        asked_by=waiting.asked_by_id,
        reason=waiting.reason,
        invoice=waiting.invoice.number if waiting.invoice else None,
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
