"""Termos: what the owner accepted, when and who, and the text itself; and the box that asks for it (D53)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from meuplano.actions.accept_terms import accept_contract
from meuplano.actions.allowed import NotAllowed
from meuplano.documents import words
from meuplano.documents.terms_words import AcceptedRow, accepted_rows
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.forms import as_number
from meuplano.portal.refusals import refusal_in_words
from meuplano.records.consents import acceptances, asked_at, asked_before_paying, latest_terms, was_imported
from meuplano.records.models import Account, Order
from meuplano.rules import consent


@dataclass(frozen=True, slots=True)
class TermsBox:
    """The box beside a confirmation: the version, and when it is needed."""

    number: int
    needed: str


@dataclass(frozen=True, slots=True)
class TermsPage:
    """The newest text, and what was accepted; `note` where nothing was."""

    number: int
    text: str
    published: str
    accepted: tuple[AcceptedRow, ...]
    note: str


@require_safe
@owner_only
def show(request: HttpRequest) -> HttpResponse:
    """GET /plano/termos/"""
    account = visiting(request).account
    latest, rows = latest_terms(), acceptances(account)
    page = TermsPage(
        number=latest.number if latest else 0,
        text=latest.text if latest else "",
        published=words.moment(latest.published_at) if latest else "",
        accepted=accepted_rows(rows),
        note="" if rows else nothing_accepted(account),
    )
    return render(request, "portal/terms.html", {"page": page, "section": "plan"})


@require_POST
@owner_only
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """POST /pedidos/<n>/termos/ {termos}: of a contract that finance made, before it is paid."""
    visit = visiting(request)
    try:
        if accept_contract(visit.account.pk, number, as_number(request.POST.get("termos", "")), visit.act):
            messages.success(request, gettext("Termos aceitos: agora escolha como pagar"))
    except Order.DoesNotExist as unknown:
        raise Http404 from unknown
    except NotAllowed as refused:
        messages.error(request, refusal_in_words(refused.reason))
    return redirect("order", number)


def box_before_paying(visit: Visit, order: Order) -> TermsBox | None:
    """What the owner accepts before the ways to pay are shown (D53); whoever only reads is asked nothing."""
    version = asked_before_paying(visit.account, order) if visit.may_change else None
    return TermsBox(version.number, "") if version else None


def nothing_accepted(account: Account) -> str:
    """Why there is nothing to show, honestly."""
    if was_imported(account):
        return gettext("Aceite anterior à importação: esta conta foi contratada antes de vir para esta página.")
    return gettext("Nenhum aceite registrado ainda.")


def terms_box(account: Account, moments: Iterable[str]) -> TermsBox | None:
    """What a form has to ask for; None where nothing is asked."""
    version, needed = asked_at(account, moments)
    if version is None or not needed:
        return None
    only_card = set(needed) == {consent.CARD}
    return TermsBox(version.number, gettext("Só para guardar um cartão:") if only_card else "")
