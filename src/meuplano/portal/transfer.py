"""Transferir a conta: to whom, and the account's name typed as a second confirmation (F02)."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from meuplano.actions.transfer_ownership import NotPossible, transfer_ownership
from meuplano.documents import words
from meuplano.password import password_again
from meuplano.portal.access import owner_only, visiting
from meuplano.portal.forms import Problem
from meuplano.portal.users import Person, people_of
from meuplano.records.models import Member


@dataclass(frozen=True, slots=True)
class TransferPage:
    """Who could answer for the account, who is chosen, and what is wrong."""

    account: str
    people: tuple[Person, ...]
    chosen: int = 0
    typed: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def name_problem(self) -> str:
        """The sentence at the confirmation."""
        return next((problem.text for problem in self.problems if problem.field == "conta"), "")


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
@password_again
def edit(request: HttpRequest) -> HttpResponse:
    """GET the form; POST hands the account over, and both sign in again."""
    visit = visiting(request)
    chosen = request.GET.get("pessoa", "") if request.method != "POST" else request.POST.get("pessoa", "")
    page = TransferPage(
        account=visit.account_name,
        people=tuple(person for person in people_of(visit) if person.state == "com" and not person.is_owner),
        chosen=int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0,
        typed=request.POST.get("conta", "").strip()[:200],
    )
    if request.method != "POST":
        return _form(request, page)
    problems = _problems(page)
    if problems:
        return _form(request, page, problems, status=422)
    try:
        heir = transfer_ownership(visit.account.pk, page.chosen, visit.act)
    except (NotPossible, Member.DoesNotExist):
        return _form(request, page, (Problem("pessoas", _choose()),), status=409)
    logout(request)
    said = gettext("Agora %(new)s responde por %(account)s. Entre de novo.")
    messages.success(request, said % {"new": heir.user, "account": visit.account_name})
    return redirect("account_login")


def _problems(page: TransferPage) -> tuple[Problem, ...]:
    found = []
    if page.chosen not in {person.pk for person in page.people}:
        found.append(Problem("pessoas", _choose()))
    if words.plain(page.typed) != words.plain(page.account):
        found.append(
            Problem("conta", gettext("Para confirmar, escreva o nome da conta: %(name)s") % {"name": page.account})
        )
    return tuple(found)


def _choose() -> str:
    return gettext("Escolha uma pessoa com acesso ao sistema.")


def _form(
    request: HttpRequest, page: TransferPage, problems: tuple[Problem, ...] = (), *, status: int = 200
) -> HttpResponse:
    page = TransferPage(page.account, page.people, page.chosen, page.typed, problems)
    return render(request, "portal/transfer.html", {"page": page, "section": "users"}, status=status)
