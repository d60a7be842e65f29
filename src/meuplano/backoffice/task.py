"""One task: looking at it, saying that it is done, opening it again, and running a parked account again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from meuplano.actions import do_task
from meuplano.actions.retry_parked import retry_parked
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.task_page import task_page
from meuplano.records.models import Task


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


def show_task(request: HttpRequest, pk: int, *, problem: str = "") -> HttpResponse:
    """The task's page; with a problem, nothing was done (422)."""
    page = task_page(find(pk), act_of(request).today, problem)
    context = {"page": page, "section": "queue"}
    return render(request, "backoffice/task.html", context, status=422 if problem else 200)
