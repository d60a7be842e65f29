"""Who may see Meu Plano: the account's owner; anybody else is told who that is (F01, U05)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meuplano import clock
from meuplano.actions.ask_owner import ask_owner
from meuplano.actions.note_access import note_access
from meuplano.documents import words
from meuplano.records.memberships import Looking, Membership, memberships_of
from meuplano.records.models import Account, Member, User
from meuplano.rules.act import Act, business_date

CHOSEN = "account"  # in the session: the code of the account that is looked at


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one person to one account; `at` is read from the clock once."""

    account: Account
    name: str
    email: str
    is_owner: bool
    is_admin: bool  # may manage users; the owner may
    reads_invoices: bool  # the owner, and the billing contacts, who also write requests (D46)
    others: tuple[Account, ...]  # what else this person could look at
    at: datetime
    person: int = 0  # the id of who it is
    unread: int = 0  # requests with an answer that this person has not read
    going_on: int = 0  # requests that are not resolved
    seen_by: str = ""  # who of the finance team looks at it as the owner sees it (U27)
    way_back: str = ""  # the address where that ends

    @property
    def account_name(self) -> str:
        return self.account.name

    @property
    def may_change(self) -> bool:
        """The owner of an account that has been moved; anybody else only reads (D46, F23)."""
        return self.is_owner and self.account.new_screen

    @property
    def today(self) -> date:
        """The business date of this request."""
        return business_date(self.at)

    @property
    def act(self) -> Act:
        """Who does something now, as the timeline names them."""
        return Act(by=self.name, at=self.at)


@dataclass(frozen=True, slots=True)
class DeniedPage:
    """What somebody sees who is not the owner."""

    name: str
    account: str = ""
    owner: str = ""
    masked_email: str = ""
    sent: bool = False
    title: str = ""


View = Callable[..., HttpResponse]
IN_OLDER = "in_older"


def in_older_too(view: View) -> View:
    """Also for accounts that have not been moved: all that they see, they only read (F23)."""
    setattr(view, IN_OLDER, True)
    return view


def signed_in(view: View) -> View:
    """For whoever belongs to an account: sets request.visit, None for a person of no account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        looking: Looking | None = getattr(request, "looking", None)  # set by the back office, never by the request
        request.visit = _visit_as(looking) if looking else visit_of(request)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Request") and not request.user.is_authenticated:
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login")})
        return login_required(guarded)(request, *args, **kwargs)

    return never_cache(asked)


def owner_only(view: View) -> View:
    """For the account's owner alone; anybody else gets the page that names the owner, with status 403 (F01)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = _visit(request)
        if visit is None or not visit.is_owner:
            return render(request, "portal/denied.html", {"page": denied_page(request, visit)}, status=403)
        return _shown(view, visit)(request, *args, **kwargs)

    return signed_in(guarded)


def invoice_readers(view: View) -> View:
    """For the owner and the billing contacts; what they see must change nothing (D46). Anybody else as above.

    So it is there for accounts that have not been moved (F23).
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = _visit(request)
        if visit is None or not visit.reads_invoices:
            return render(request, "portal/denied.html", {"page": denied_page(request, visit)}, status=403)
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def administrator_only(view: View) -> View:
    """For the owner and the account's administrators; anybody else is told who the owner is (F08)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = _visit(request)
        if visit is None or not visit.is_admin:
            page = replace(denied_page(request, visit), title=gettext("Só quem administra a conta cuida dos usuários"))
            return render(request, "portal/denied.html", {"page": page}, status=403)
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def _shown(view: View, visit: Visit) -> View:
    """The page, or for an account that has not been moved the way to what it has instead."""
    if visit.account.new_screen or getattr(view, IN_OLDER, False):
        return view
    return lambda *_, **__: redirect("plan")


def visiting(request: HttpRequest) -> Visit:
    """Who opens the page, for views whose decorator lets nobody else in."""
    visit = _visit(request)
    assert visit is not None
    return visit


def _visit(request: HttpRequest) -> Visit | None:
    visit: Visit | None = request.visit  # type: ignore[attr-defined] # `member_only` has put it there
    return visit


def visit_of(request: HttpRequest) -> Visit | None:
    """The account this person looks at: the one chosen, else the first they own, else the first they belong to."""
    members = memberships_of(request.user.pk)
    if not members:
        return None
    chosen = request.session.get(CHOSEN)
    found = next((row for row in members if row.member.account.code == chosen), members[0])
    member = found.member
    now = clock.now()
    if member.last_access_on != (today := business_date(now)):
        note_access(member.pk, today)
    return _visit_by(request.user, found, tuple(row.member.account for row in members if row is not found), now)


def _visit_as(looking: Looking) -> Visit:
    """What the member would see now; nothing is noted of them, for it is somebody else who looks (U27)."""
    member = looking.as_member
    row = next(row for row in memberships_of(member.user_id) if row.member.pk == member.pk)
    visit = _visit_by(member.user, row, (), clock.now())
    return replace(visit, seen_by=looking.seen_by, way_back=looking.way_back)


def _visit_by(user: Any, row: Membership, others: tuple[Account, ...], now: datetime) -> Visit:
    member = row.member
    return Visit(
        account=member.account,
        name=str(user),
        email=getattr(user, "email", ""),
        is_owner=member.is_owner,
        is_admin=member.is_owner or (member.is_admin and member.has_access),
        reads_invoices=member.is_owner or member.is_billing_contact,
        others=others,
        at=now,
        person=user.pk or 0,
        unread=row.unread,
        going_on=row.going_on,
    )


def denied_page(request: HttpRequest, visit: Visit | None, *, sent: bool = False) -> DeniedPage:
    """Names the owner with a masked e-mail, and nothing else of the account."""
    if visit is None:
        return DeniedPage(name=str(request.user))
    owner = Member.objects.filter(account=visit.account, is_owner=True).select_related("user").first()
    if owner is None:
        return DeniedPage(name=visit.name, account=visit.account_name)
    return DeniedPage(
        name=visit.name,
        account=visit.account_name,
        owner=str(owner.user),
        masked_email=words.masked_email(owner.user.email),
        sent=sent,
    )


@require_POST
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """Write to the owner on behalf of a colleague."""
    visit = _visit(request)
    if visit is not None and not visit.is_owner:
        assert isinstance(request.user, User)
        ask_owner(visit.account.pk, request.user, request.POST.get("mensagem", ""), visit.act)
    return redirect("ask-sent")


@require_safe
@signed_in
def asked(request: HttpRequest) -> HttpResponse:
    """The message is on its way."""
    visit = _visit(request)
    if visit is None or visit.is_owner:
        return redirect("plan")
    return render(request, "portal/denied.html", {"page": denied_page(request, visit, sent=True)})


@require_POST
@signed_in
def switch_account(request: HttpRequest) -> HttpResponse:
    """Look at another account of the same person."""
    visit = _visit(request)
    wanted = request.POST.get("account", "")
    if visit and any(other.code == wanted for other in visit.others):
        request.session[CHOSEN] = wanted
    return redirect("plan")


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Where a person belongs: finance to its queue, administrators to the users, contacts to the invoices."""
    visit = _visit(request)
    if visit is None:
        return redirect("finance" if getattr(request.user, "is_staff", False) else "plan")
    if visit.is_owner:
        return redirect("plan")
    return redirect("users" if visit.is_admin else "invoices" if visit.reads_invoices else "plan")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to reach the finance team; for everybody."""
    return render(request, "portal/help.html", {"title": gettext("Falar com o financeiro")})
