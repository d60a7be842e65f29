"""One user: access to the system and permission, and what either does to licences and to the renewal (F08, D19)."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from meuplano.actions.activate_user import NoFreeLicence, OwnerIsAlwaysActive, set_access
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.set_permission import OwnerIsAlwaysAdministrator, set_permission
from meuplano.documents import words
from meuplano.portal.access import Visit, administrator_only, visiting
from meuplano.portal.refusals import refusal_in_words
from meuplano.portal.users import Person, Seats, managed_here, person_of, seats_of
from meuplano.records.models import Account, Member
from meuplano.records.overview import Overview, overview_of
from meuplano.records.pricing import price_list_for
from meuplano.rules.prices import LICENCE


@dataclass(frozen=True, slots=True)
class UserPage:
    """A user, what is chosen, what it would do, and why it was refused."""

    person: Person
    has_access: bool
    is_admin: bool
    seats: Seats | None
    effect: str
    managed_here: bool
    problem: str = ""
    buy: bool = False  # the way on is to buy a licence


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_only
def edit(request: HttpRequest, member: int) -> HttpResponse:
    """GET the page; POST changes access and permission."""
    visit = visiting(request)
    found = find(visit.account, member)
    if found.invited_until is not None:
        return redirect("users")
    if request.method != "POST":
        return _show(request, visit, found)
    if not managed_here():
        return redirect("user", member)
    active = {"sim": True, "nao": False}.get(request.POST.get("acesso", ""), found.has_access)
    admin = {"administracao": True, "uso": False}.get(request.POST.get("permissao", ""), found.is_admin)
    problem, buy = _change(visit, found, active=active, admin=admin)
    if problem:
        return _show(request, visit, found, problem=problem, buy=buy, status=409)
    messages.success(request, gettext("Alterações de %(name)s salvas") % {"name": found.user})
    return redirect("users")


def find(account: Account, pk: int) -> Member:
    """The account's member; another account's does not exist (404)."""
    member = Member.objects.filter(account=account, pk=pk).select_related("user").first()
    if member is None:
        raise Http404
    return member


def _change(visit: Visit, member: Member, *, active: bool, admin: bool) -> tuple[str, bool]:
    """Why not, in words, and whether buying a licence is the way on."""
    try:
        set_access(visit.account.pk, member.pk, active=active, act=visit.act)
        set_permission(visit.account.pk, member.pk, is_admin=admin, act=visit.act)
    except OwnerIsAlwaysActive:
        return gettext("O acesso de quem responde pela conta fica sempre ligado. Transfira a conta antes."), False
    except OwnerIsAlwaysAdministrator:
        return gettext("Quem responde pela conta é sempre da administração. Transfira a conta antes."), False
    except NoFreeLicence:
        return no_free_licence(), visit.is_owner
    except NotAllowed as refused:
        return refusal_in_words(refused.reason), False
    except Member.DoesNotExist as gone:
        raise Http404 from gone
    return "", False


def no_free_licence() -> str:
    """Every licence is taken."""
    return gettext("Todas as licenças estão em uso. Desative alguém ou adicione uma licença.")


def _show(
    request: HttpRequest, visit: Visit, member: Member, *, problem: str = "", buy: bool = False, status: int = 200
) -> HttpResponse:
    overview = overview_of(visit.account)
    page = UserPage(
        person=person_of(member, visit.today),
        has_access=member.has_access,
        is_admin=member.is_admin or member.is_owner,
        seats=seats_of(overview, owner=visit.is_owner),
        effect=_effect(overview, active=not member.has_access, tell_price=visit.is_owner)
        if overview and not member.is_owner
        else "",
        managed_here=managed_here(),
        problem=problem,
        buy=buy,
    )
    return render(request, "portal/user.html", {"page": page, "section": "users"}, status=status)


def _effect(overview: Overview, *, active: bool, tell_price: bool) -> str:
    """What giving (or taking) this access does to licences now and to the renewal."""
    now = (
        gettext("Com o acesso, uma licença livre passa a ser usada na hora.")
        if active
        else gettext("Sem o acesso, a licença fica livre na hora e pode ser dada a outra pessoa.")
    )
    return f"{now} {_at_renewal(overview, active=active, tell_price=tell_price)}"


def _at_renewal(overview: Overview, *, active: bool, tell_price: bool) -> str:
    contract, counted = overview.contract, overview.counted
    day = {"day": words.day(contract.period.end)}
    if contract.subscription.renewal_policy != "active":
        return gettext("A renovação de %(day)s não muda: ela conta todas as licenças, usadas ou não.") % day
    in_use = contract.active + (1 if active else -1)
    if counted:  # its invoice stands: more becomes a complement, less needs the owner (D17)
        before = counted.quantities.get(LICENCE, 0)
        after = max(before, in_use)
    else:
        before = overview.renewing().get(LICENCE, 0)
        after = replace(overview, contract=replace(contract, active=in_use)).renewing().get(LICENCE, 0)
    if after == before:
        return gettext("A renovação de %(day)s continua com %(licences)s.") % (
            day | {"licences": words.licences(after)}
        )
    said = gettext("A renovação de %(day)s passa de %(before)s para %(after)s.")
    said %= day | {"before": before, "after": words.licences(after)}
    return f"{said} {_difference(overview, after - before)}" if tell_price else said


def _difference(overview: Overview, licences: int) -> str:
    units = price_list_for(overview.contract.subscription, overview.coming.start).renewal_units(overview.coming_cycle)
    amount = {"amount": words.reais(units[LICENCE].net.times(abs(licences)))}
    if licences > 0:
        return gettext("São %(amount)s a mais no período.") % amount
    return gettext("São %(amount)s a menos no período.") % amount
