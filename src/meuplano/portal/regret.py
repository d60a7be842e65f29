"""Desfazer um pedido: until when, what returns and what leaves, and whose access ends (D37)."""

from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from meuplano.actions.begin_subscription import CONTRACT
from meuplano.actions.refused import Refused
from meuplano.actions.regret_order import is_renewed, regret_order, regret_until, too_many_by
from meuplano.actions.return_order import to_return
from meuplano.documents import words
from meuplano.documents.lines import item_name
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.forms import as_number
from meuplano.portal.orders import find
from meuplano.portal.refusals import refusal_in_words
from meuplano.portal.rows import module_names
from meuplano.portal.users import WITH, Person, people_of
from meuplano.records.contract import contract_of
from meuplano.records.models import Order
from meuplano.rules.money import Money
from meuplano.rules.prices import STORAGE


@dataclass(frozen=True, slots=True)
class Leaving:
    """What an order had added: of what there is, to what there will be."""

    name: str
    now: int
    then: int


@dataclass(frozen=True, slots=True)
class RegretPage:
    """Everything that the page shows."""

    number: int
    until: date
    returns: Money
    by_credit: bool
    leaving: tuple[Leaving, ...]
    renewed_until: date | None  # what was added is part of a renewal by now, until this day
    ends: bool  # the contract: the subscription goes with it
    people: tuple[Person, ...]
    too_many: int
    chosen: frozenset[int] = frozenset()
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """GET the page, POST undoes the order for the amount that was shown."""
    visit = visiting(request)
    order = find(visit.account, number)
    until = regret_until(visit.account, order)
    if until is None or visit.today > until:
        return redirect("order", number)
    page = regret_page(visit, order, until)
    if request.method != "POST":
        return _answer(request, page)
    leave = frozenset(pk for text in request.POST.getlist("sai") if (pk := as_number(text)) is not None)
    seen = as_number(request.POST.get("valor", ""))
    try:
        regret_order(visit.account.pk, number, visit.act, leave=leave, seen=Money(-1 if seen is None else seen))
    except Refused as refused:
        page = replace(page, chosen=leave, problem=_why(refused.reason, page.too_many))
        return _answer(request, page, 409 if refused.reason != "too_many_active" else 422)
    messages.success(request, gettext("Pedido desfeito: voltam %(amount)s") % {"amount": words.reais(page.returns)})
    return redirect("order", number)


def regret_page(visit: Visit, order: Order, until: date) -> RegretPage:
    """The page as it is today, for an order that can be undone until that day."""
    contract, ends = contract_of(visit.account), order.quote["kind"] == CONTRACT
    renewed = not ends and is_renewed(contract, order)
    names = module_names()
    too_many = too_many_by(visit.account, order)
    return RegretPage(
        number=order.number,
        until=until,
        returns=to_return(order),
        by_credit=bool(order.quote["credit_used"]),
        leaving=tuple(
            Leaving(
                gettext("GB de espaço extra") if item.item == STORAGE else item_name(item.item, names),
                contract.now.get(item.item, 0),
                max(contract.now.get(item.item, 0) - item.quantity, 0),
            )
            for item in order.items.order_by("pk")
            if not (ends or renewed)
        ),
        renewed_until=contract.period.last_day if renewed else None,
        ends=ends,
        people=tuple(person for person in people_of(visit) if person.state == WITH and not person.is_owner)
        if too_many
        else (),
        too_many=too_many,
    )


def _answer(request: HttpRequest, page: RegretPage, status: int = 200) -> HttpResponse:
    return render(request, "portal/regret.html", {"page": page, "section": "plan"}, status=status)


def _why(reason: str, too_many: int) -> str:
    if reason == "too_many_active":
        return ngettext(
            "Escolha ao menos %(n)s pessoa cujo acesso termina.", "Escolha ao menos %(n)s pessoas cujo acesso termina.",
            too_many,
        ) % {"n": too_many}  # fmt: skip
    return refusal_in_words(reason)
