"""Contatos de faturamento: who may read and download the invoices besides the owner (D46, R-24)."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from meuplano.actions.billing_contacts import OwnerReadsAnyway, name_contact, remove_contact
from meuplano.documents import words
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.records.models import Member

LONGEST = 254  # characters of an e-mail


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who may read."""

    pk: int
    name: str
    email: str
    about: str


@dataclass(frozen=True, slots=True)
class ContactsPage:
    """The contacts, and the form for one more."""

    contacts: tuple[Contact, ...]
    email: str = ""
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def edit(request: HttpRequest) -> HttpResponse:
    """GET the list; POST names one more."""
    visit = visiting(request)
    if request.method != "POST":
        return _show(request, visit)
    email = request.POST.get("email", "").strip()[:LONGEST]
    try:
        validate_email(email)
        member = name_contact(visit.account.pk, email, visit.act)
    except ValidationError:
        return _show(request, visit, email, gettext("Escreva um e-mail, como nome@empresa.com.br."), status=422)
    except OwnerReadsAnyway:
        return _show(request, visit, email, gettext("Quem responde pela conta já vê tudo."), status=409)
    messages.success(request, gettext("%(who)s pode ler as faturas") % {"who": member.user})
    return redirect("contacts")


@require_POST
@owner_only
def remove(request: HttpRequest, contact: int) -> HttpResponse:
    """POST /plano/contatos/<id>/retirar/"""
    visit = visiting(request)
    try:
        remove_contact(visit.account.pk, contact, visit.act)
    except Member.DoesNotExist as unknown:
        raise Http404 from unknown
    messages.success(request, gettext("Contato retirado"))
    return redirect("contacts")


def _show(request: HttpRequest, visit: Visit, email: str = "", problem: str = "", *, status: int = 200) -> HttpResponse:
    members = Member.objects.filter(account=visit.account, is_billing_contact=True).select_related("user")
    page = ContactsPage(
        contacts=tuple(
            Contact(member.pk, str(member.user), member.user.email, _about(visit, member))
            for member in members.order_by("user__name", "user__email")
        ),
        email=email,
        problem=problem,
    )
    return render(request, "portal/contacts.html", {"page": page, "section": "plan"}, status=status)


def _about(visit: Visit, member: Member) -> str:
    if member.invited_until is None:
        return gettext("usa o sistema") if member.has_access else gettext("só lê faturas e recibos")
    if member.invited_until < visit.today:
        return gettext("convite vencido")
    return gettext("convite até %(day)s") % {"day": words.day(member.invited_until)}
