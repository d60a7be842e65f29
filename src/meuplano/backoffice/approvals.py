"""A second person agrees to a correction, or does not; with a fresh password (U28)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from meuplano.actions import second_person
from meuplano.actions.refused import Refused
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.fields import refusal_in_words
from meuplano.backoffice.task import find, show_task
from meuplano.password import password_again
from meuplano.records.models import Approval, Task


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


def _approval(task: Task) -> Approval:
    waiting = Approval.objects.filter(task=task).first()
    if waiting is None:
        raise Http404
    return waiting
