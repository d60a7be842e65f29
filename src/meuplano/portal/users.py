"""Usuários e Permissões: who is in the account, who has access, and how many licences that takes (F08)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.documents import words
from meuplano.portal.access import Visit, administrator_only, visiting
from meuplano.portal.rows import near
from meuplano.records.models import Member
from meuplano.records.overview import Overview, overview_of
from meuplano.rules.money import Money
from meuplano.rules.prices import LICENCE

WITH, WITHOUT, INVITED = "com", "sem", "convidadas"
STATES = (WITH, WITHOUT, INVITED)


@dataclass(frozen=True, slots=True)
class Person:
    """A user in the list."""

    pk: int
    name: str
    email: str
    permission: str
    last_access: str
    state: str  # WITH, WITHOUT, INVITED
    status: words.Status
    is_owner: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter of the list, with how many it shows."""

    code: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Seats:
    """How many licences are in use of how many; what one more costs is told to the owner alone."""

    used: int
    all: int
    price: Money | None = None

    @property
    def free(self) -> int:
        """How many can be given out now."""
        return max(self.all - self.used, 0)


@dataclass(frozen=True, slots=True)
class UsersPage:
    """Everything that the page shows."""

    account: str
    seats: Seats | None
    people: tuple[Person, ...]
    tabs: tuple[Tab, ...]
    shown: str
    query: str
    managed_here: bool


@require_safe
@administrator_only
def index(request: HttpRequest) -> HttpResponse:
    """GET /usuarios/?q=renata&mostrar=convidadas"""
    visit = visiting(request)
    page = users_page(visit, request.GET.get("q", "").strip()[:80], request.GET.get("mostrar", ""))
    return render(request, "portal/users.html", {"page": page, "section": "users"})


def users_page(visit: Visit, query: str = "", shown: str = "") -> UsersPage:
    """The list as it is now, in two queries; search and order know no accents (B08)."""
    wanted = words.plain(query)
    found = [person for person in people_of(visit) if wanted in words.plain(f"{person.name} {person.email}")]
    counts = Counter(person.state for person in found)
    shown = shown if shown in STATES else ""
    return UsersPage(
        account=visit.account_name,
        seats=seats_of(overview_of(visit.account), owner=visit.is_owner),
        people=tuple(person for person in found if shown in ("", person.state)),
        tabs=(
            Tab("", gettext("Todas"), len(found)),
            Tab(WITH, gettext("Com acesso"), counts[WITH]),
            Tab(WITHOUT, gettext("Sem acesso"), counts[WITHOUT]),
            Tab(INVITED, gettext("Convidadas"), counts[INVITED]),
        ),
        shown=shown,
        query=query,
        managed_here=managed_here(),
    )


def people_of(visit: Visit) -> list[Person]:
    """Everybody in the account: the owner, then those with access, by name."""
    members = Member.objects.filter(account=visit.account).select_related("user")
    return sorted((person_of(member, visit.today) for member in members), key=_order)


def managed_here() -> bool:
    """Whether users are invited and activated on these pages, or in the vendor's product (D58)."""
    return bool(settings.USERS != "product")


def person_of(member: Member, today: date) -> Person:
    """A member as the list shows them."""
    state, status = _state(member, today)
    return Person(
        pk=member.pk,
        name=str(member.user),
        email=member.user.email,
        permission=_permission(member),
        last_access=_last_access(member, today),
        state=state,
        status=status,
        is_owner=member.is_owner,
    )


def seats_of(overview: Overview | None, *, owner: bool) -> Seats | None:
    """The licences; None without a subscription."""
    if overview is None:
        return None
    contract = overview.contract
    return Seats(
        used=contract.active,
        all=contract.now.get(LICENCE, 0),
        price=contract.units[LICENCE].net.part(1, contract.cycle) if owner else None,
    )


def _order(person: Person) -> tuple[bool, int, str]:
    return not person.is_owner, STATES.index(person.state), words.plain(person.name)


def _permission(member: Member) -> str:
    if member.is_admin or member.is_owner:
        return gettext("Administração")
    if member.is_billing_contact and not member.has_access:
        return gettext("Contato de faturamento")
    return gettext("Uso do sistema")


def _state(member: Member, today: date) -> tuple[str, words.Status]:
    if member.invited_until is not None:
        if (member.has_access or member.is_billing_contact) and member.invited_until >= today:
            return INVITED, words.Status(gettext("Convidada"), "mail", "warn")
        return INVITED, words.Status(gettext("Convite vencido"), "clock")
    if member.has_access:
        return WITH, words.Status(gettext("Sim"), "check", "ok")
    return WITHOUT, words.Status(gettext("Não"), "minus")


def _last_access(member: Member, today: date) -> str:
    if member.invited_until is not None:
        return gettext("convite até %(day)s") % {"day": words.day(member.invited_until)}
    return near(member.last_access_on, today) if member.last_access_on else gettext("ainda não entrou")
