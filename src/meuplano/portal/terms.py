"""Termos: what the owner accepted, when and who, and the text itself; and the box that asks for it (D53)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.documents import words
from meuplano.documents.terms_words import AcceptedRow, accepted_rows
from meuplano.portal.access import owner_only, visiting
from meuplano.records.consents import acceptances, asked_at, latest_terms, was_imported
from meuplano.records.models import Account
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
