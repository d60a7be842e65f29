"""Accepting what finance proposed, with one confirmation, or declining it (U24)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from meuplano.actions.allowed import NotAllowed
from meuplano.actions.change_plan import QuoteChanged
from meuplano.actions.requests.accept_proposal import accept_proposal
from meuplano.actions.requests.decline_proposal import decline_proposal
from meuplano.portal.access import owner_only, visiting
from meuplano.portal.change import after_order
from meuplano.portal.offer_card import last_proposal
from meuplano.portal.refusals import refusal_in_words
from meuplano.portal.request import find, page
from meuplano.records.models.support import CUSTOMER


@require_POST
@owner_only
def accept(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /solicitacoes/<protocol>/proposta/aceitar/ {seen, draft, pagamento}"""
    visit = visiting(request)
    found = find(visit.account, protocol)
    proposal = last_proposal(found)
    draft = _draft(request.POST.get("draft", ""))
    if proposal is None or draft is None:
        return redirect("request", protocol)
    try:
        order = accept_proposal(
            visit.account.pk,
            proposal.pk,
            method=request.POST.get("pagamento", ""),
            seen=request.POST.get("seen", ""),
            draft_key=draft,
            act=visit.act,
        )
    except QuoteChanged:
        return page(request, visit, find(visit.account, protocol), changed=True, status=409)
    except NotAllowed as refused:
        said = refusal_in_words(refused.reason)
        return page(request, visit, find(visit.account, protocol), refusal=said, status=409)
    if order is None:
        messages.success(request, gettext("Proposta aceita: o plano muda na renovação"))
        return redirect("plan")
    return redirect(after_order(order, visit))


@require_POST
@owner_only
def decline(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /solicitacoes/<protocol>/proposta/recusar/"""
    visit = visiting(request)
    if decline_proposal(visit.account.pk, find(visit.account, protocol).pk, side=CUSTOMER, act=visit.act):
        messages.success(request, gettext("Proposta recusada; o financeiro foi avisado"))
    return redirect("request", protocol)


def _draft(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
