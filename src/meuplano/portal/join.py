"""Answering an invitation: the link shows a page, and only its button does something (F08)."""

from dataclasses import dataclass
from datetime import date

from allauth.account.utils import perform_login
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meuplano import clock
from meuplano.actions import invitations
from meuplano.actions.accept_invitation import NotOpen, SignInFirst, join, join_as
from meuplano.portal.access import CHOSEN
from meuplano.portal.forms import Problem
from meuplano.records.models import Member, User
from meuplano.rules.act import Act

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class JoinPage:
    """Who is invited to what, and how they answer: with a new password, with a click, or after signing in."""

    account: str
    email: str
    until: date
    how: str  # "new", "here", "sign_in", "somebody_else"
    sign_in: str
    name: str = ""
    hints: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def problem_of(self, field: str) -> str:
        """The sentence at this field."""
        return next((problem.text for problem in self.problems if problem.field == field), "")

    @property
    def name_problem(self) -> str:
        return self.problem_of("nome")

    @property
    def password_problem(self) -> str:
        return self.problem_of("senha")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET the page of the link; POST accepts."""
    act = Act(by="convite", at=clock.now())
    member = invitations.invited(token)
    if member is None or not invitations.is_open(member, act):
        return render(request, "portal/join_over.html", status=410)
    if request.method != "POST":
        return _show(request, member)
    try:
        return _answer(request, member, token, act)
    except NotOpen:
        return render(request, "portal/join_over.html", status=410)
    except SignInFirst:
        return _show(request, member, status=409)


def _answer(request: HttpRequest, member: Member, token: str, act: Act) -> HttpResponse:
    user = request.user
    if isinstance(user, User):
        join_as(token, user, Act(by=str(user), at=act.at))
        request.session[CHOSEN] = member.account.code
        return redirect("home")
    name, password = request.POST.get("nome", "").strip()[:LONGEST_NAME], request.POST.get("senha", "")
    problems = _problems(name, password, member.user)
    if problems and not member.user.has_usable_password():
        return _show(request, member, name=name, problems=problems, status=422)
    joined = join(token, name=name, password=password, act=act)
    request.session[CHOSEN] = joined.account.code
    return perform_login(request, joined.user, redirect_url=reverse("home"))


def _problems(name: str, password: str, user: User) -> tuple[Problem, ...]:
    found = [] if name else [Problem("nome", gettext("Escreva o seu nome."))]
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        found.append(Problem("senha", " ".join(wrong.messages)))
    return tuple(found)


def _show(
    request: HttpRequest, member: Member, *, name: str = "", problems: tuple[Problem, ...] = (), status: int = 200
) -> HttpResponse:
    assert member.invited_until is not None
    page = JoinPage(
        account=member.account.name,
        email=member.user.email,
        until=member.invited_until,
        how=_how(request, member),
        sign_in=f"{reverse('account_login')}?next={request.path}",
        name=name or member.user.name,
        hints=tuple(password_validators_help_texts()),
        problems=problems,
    )
    return render(request, "portal/join.html", {"page": page}, status=status)


def _how(request: HttpRequest, member: Member) -> str:
    if request.user.is_authenticated:
        return "here" if request.user.pk == member.user_id else "somebody_else"
    return "sign_in" if member.user.has_usable_password() else "new"
