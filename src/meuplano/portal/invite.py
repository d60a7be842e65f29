"""Inviting a person by e-mail, sending it again, taking it back (F08)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from meuplano.actions import invite_user
from meuplano.actions.activate_user import NoFreeLicence
from meuplano.actions.allowed import NotAllowed
from meuplano.documents import words
from meuplano.portal.access import Visit, administrator_only, visiting
from meuplano.portal.refusals import refusal_in_words
from meuplano.portal.user import no_free_licence
from meuplano.portal.users import Seats, managed_here, seats_of
from meuplano.records.models import Member
from meuplano.records.overview import overview_of

LONGEST = 254  # characters of an e-mail


@dataclass(frozen=True, slots=True)
class InvitePage:
    """The form, with what was typed and what is wrong with it."""

    seats: Seats | None
    email: str = ""
    is_admin: bool = False
    problem: str = ""
    member: int = 0  # who has this e-mail already


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_only
def new(request: HttpRequest) -> HttpResponse:
    """GET the form; POST sends the invitation."""
    visit = visiting(request)
    if not managed_here():
        return redirect("users")
    if request.method != "POST":
        return _form(request, visit)
    email = request.POST.get("email", "").strip()[:LONGEST]
    is_admin = request.POST.get("permissao") == "administracao"
    try:
        validate_email(email)
        member = invite_user.invite(visit.account.pk, email, is_admin=is_admin, act=visit.act)
    except ValidationError:
        return _form(
            request, visit, email, is_admin, gettext("Escreva um e-mail, como nome@empresa.com.br."), status=422
        )
    except invite_user.AlreadyHere as here:
        problem = gettext("Este e-mail já é de uma pessoa desta conta.")
        return _form(request, visit, email, is_admin, problem, member=here.member.pk, status=409)
    except (NoFreeLicence, NotAllowed) as refused:
        return _form(request, visit, email, is_admin, why(refused), status=409)
    _say_sent(request, member)
    return redirect("users")


@require_POST
@administrator_only
def resend(request: HttpRequest, invitation: int) -> HttpResponse:
    """POST /usuarios/<id>/reenviar/"""
    return _with_invitation(request, invitation, _resend)


@require_POST
@administrator_only
def withdraw(request: HttpRequest, invitation: int) -> HttpResponse:
    """POST /usuarios/<id>/retirar/"""
    return _with_invitation(request, invitation, _withdraw)


def why(refused: Exception) -> str:
    """A refusal in words."""
    return refusal_in_words(refused.reason) if isinstance(refused, NotAllowed) else no_free_licence()


def _with_invitation(request: HttpRequest, member: int, do: Callable[[HttpRequest, Visit, int], None]) -> HttpResponse:
    visit = visiting(request)
    if not managed_here():
        return redirect("users")
    try:
        do(request, visit, member)
    except Member.DoesNotExist as unknown:
        raise Http404 from unknown
    except (NoFreeLicence, NotAllowed) as refused:
        messages.error(request, why(refused))
    return redirect("users")


def _resend(request: HttpRequest, visit: Visit, member: int) -> None:
    _say_sent(request, invite_user.resend(visit.account.pk, member, visit.act))


def _withdraw(request: HttpRequest, visit: Visit, member: int) -> None:
    invite_user.withdraw(visit.account.pk, member, visit.act)
    messages.success(request, gettext("Convite retirado: a licença está livre"))


def _say_sent(request: HttpRequest, member: Member) -> None:
    assert member.invited_until is not None
    said = gettext("Convite enviado a %(email)s, até %(day)s")
    messages.success(request, said % {"email": member.user.email, "day": words.day(member.invited_until)})


def _form(
    request: HttpRequest,
    visit: Visit,
    email: str = "",
    is_admin: bool = False,
    problem: str = "",
    *,
    member: int = 0,
    status: int = 200,
) -> HttpResponse:
    seats = seats_of(overview_of(visit.account), owner=visit.is_owner)
    page = InvitePage(seats=seats, email=email, is_admin=is_admin, problem=problem, member=member)
    return render(request, "portal/invite.html", {"page": page, "section": "users"}, status=status)
