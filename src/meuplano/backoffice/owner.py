"""Giving an account whose owner left a new one: to whom, why, and a fresh password (F02, U28)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from meuplano.actions.activate_user import NoFreeLicence
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.transfer_ownership import NotPossible, recover_ownership
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find
from meuplano.password import password_again
from meuplano.records.models import Account, Member

LONGEST = 200  # characters of the reason


@dataclass(frozen=True, slots=True)
class Candidate:
    """A user who could answer for the account."""

    pk: int
    name: str
    email: str
    has_access: bool


@dataclass(frozen=True, slots=True)
class OwnerPage:
    """The form, with what was chosen and what is wrong with it."""

    code: str
    name: str
    owner: str
    people: tuple[Candidate, ...]
    chosen: int = 0
    reason: str = ""
    problems: tuple[tuple[str, str], ...] = ()  # field id and sentence

    @property
    def reason_problem(self) -> str:
        """The sentence at the reason."""
        return dict(self.problems).get("motivo", "")


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@password_again
def recover(request: HttpRequest, code: str) -> HttpResponse:
    """GET the form, POST hands the account over."""
    account = find(code)
    if request.method != "POST":
        return _form(request, account)
    chosen, reason = request.POST.get("pessoa", ""), request.POST.get("motivo", "").strip()[:LONGEST]
    member = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    problems = [] if member else [("pessoas", gettext("Escolha a nova pessoa responsável."))]
    if not reason:
        problems.append(("motivo", gettext("Escreva o motivo: ele fica na linha do tempo e vai por e-mail.")))
    if problems:
        return _form(request, account, member, reason, tuple(problems), status=422)
    try:
        heir = recover_ownership(account.pk, member, reason, act_of(request))
    except (NotPossible, Member.DoesNotExist):
        problem = gettext("Escolha a nova pessoa responsável.")
    except NoFreeLicence:
        problem = gettext("Esta pessoa está sem acesso e não há licença livre. Desative alguém antes.")
    except NotAllowed:
        problem = gettext("Esta pessoa está sem acesso, e agora ninguém pode ser ativado nesta conta.")
    else:
        messages.success(request, gettext("Agora %(new)s responde pela conta") % {"new": heir.user})
        return redirect("finance-account", account.code)
    return _form(request, account, member, reason, (("pessoas", problem),), status=409)


def _form(
    request: HttpRequest,
    account: Account,
    chosen: int = 0,
    reason: str = "",
    problems: tuple[tuple[str, str], ...] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    members = Member.objects.filter(account=account, invited_until__isnull=True).select_related("user")
    owner = next((str(member.user) for member in members if member.is_owner), "")
    page = OwnerPage(
        code=account.code,
        name=account.name,
        owner=owner,
        people=tuple(
            Candidate(member.pk, str(member.user), member.user.email, member.has_access)
            for member in members.order_by("-has_access", "user__name", "pk")
            if not member.is_owner
        ),
        chosen=chosen,
        reason=reason,
        problems=problems,
    )
    return render(request, "backoffice/owner.html", {"page": page, "section": "accounts"}, status=status)
