"""Money that goes back from the queue: by the gateway that took it, by other ways, or not at all (U28)."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from meuplano.actions import ask_refund, pay_refund
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.task import find, show_task
from meuplano.password import password_again
from meuplano.records.models import Refund, Task
from meuplano.rules.money import Money


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


def _refund(task: Task) -> Refund:
    refund: Refund | None = task.refunds.select_related("credit__payment__receipt").order_by("-pk").first()
    if refund is None:
        raise Http404
    return refund
