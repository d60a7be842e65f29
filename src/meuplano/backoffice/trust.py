"""Proofs: looking at them (D44, D51), and saying that one of payment is in order or that it is not (D51)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from meuplano.actions import decide_trust
from meuplano.actions.refused import Refused
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find as find_account
from meuplano.backoffice.task import find, show_task
from meuplano.backoffice.task_page import trust_of
from meuplano.documents.download import download
from meuplano.records.models import Proof


@require_safe
@finance_only
def proof(_request: HttpRequest, pk: int) -> HttpResponse:
    """GET /financeiro/tarefas/<pk>/comprovante/: the file that the owner sent."""
    row = Proof.objects.get(pk=trust_of(find(pk)).proof_id)
    return download(row.name, row.content_type, row.content)


@require_safe
@finance_only
def of_invoice(_request: HttpRequest, code: str, number: int, file: int) -> HttpResponse:
    """GET /financeiro/contas/<code>/faturas/<n>/comprovantes/<file>/: a proof that was kept with this invoice."""
    row = Proof.objects.filter(account=find_account(code), invoice__number=number, pk=file).first()
    if row is None:
        raise Http404
    return download(row.name, row.content_type, row.content)


@require_POST
@finance_only
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/comprovante/conferir/: it is in order; the days stay as they are."""
    if decide_trust.confirm_trust(trust_of(find(pk)).pk, act_of(request)):
        messages.success(request, gettext("Comprovante conferido"))
    return redirect("finance-task", pk)


@require_POST
@finance_only
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/tarefas/<pk>/comprovante/recusar/ {motivo}: access ends now, and the owner is told why."""
    given = trust_of(find(pk))
    try:
        refused = decide_trust.refuse_trust(given.pk, request.POST.get("motivo", ""), act_of(request))
    except Refused:
        return show_task(request, pk, problem=gettext("Escreva por que não: o cliente lê isto."))
    if refused:
        messages.success(request, gettext("Comprovante recusado: o acesso terminou e o cliente foi avisado"))
    return redirect("finance-task", pk)
