"""Voltar: the owner of an ended account begins a new subscription, by paying its first period (D36)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from meuplano.actions import start_again
from meuplano.actions.accept_terms import NOT_ACCEPTED
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.tax_lines import say_taxes
from meuplano.documents import words
from meuplano.documents.lines import SaidLine, say_lines
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.change import after_order
from meuplano.portal.forms import as_number
from meuplano.portal.refusals import refusal_in_words
from meuplano.portal.terms import TermsBox, terms_box
from meuplano.portal.ways import Choice, method_choices
from meuplano.rules import consent
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.quotes import Quote
from meuplano.rules.retention import services

CYCLES = {str(int(cycle)): cycle for cycle in Cycle}


@dataclass(frozen=True, slots=True)
class CycleChoice:
    """A cycle to choose."""

    value: int
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AgainPage:
    """Everything that the page shows; `quote` is None while something is wrong or old debt is open."""

    plan: str
    ended_on: date | None
    licences: int
    fewest: int
    gb: int
    cycles: tuple[CycleChoice, ...]
    debts: tuple[int, ...]
    owed: Money
    problem: str
    changed: bool
    quote: Quote | None
    lines: tuple[SaidLine, ...]
    taxes: tuple[SaidLine, ...]
    ways: tuple[Choice, ...]
    seen: str
    draft: UUID
    terms_box: TermsBox | None
    refused: str  # why a confirmation was refused just now


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def edit(request: HttpRequest) -> HttpResponse:
    """GET /plano/voltar/?licencas=8&gb=0&periodicidade=12 shows what it costs; POST confirms what was shown."""
    visit = visiting(request)
    ended = start_again.ended_of(visit.account, visit.act)
    if request.method == "POST":
        return _confirm(request, visit, ended)
    return redirect("plan") if ended is None else _show(request, visit, ended, request.GET)


def _confirm(request: HttpRequest, visit: Visit, ended: start_again.Ended | None) -> HttpResponse:
    try:
        draft = UUID(request.POST.get("draft", ""))
    except ValueError:
        return redirect("again")
    cycle, wanted = _asked(request.POST, ended)
    try:
        order = start_again.confirm(
            visit.account.pk,
            cycle=cycle,
            quantities=wanted,
            method=request.POST.get("pagamento", ""),
            seen=request.POST.get("seen", ""),
            draft_key=draft,
            act=visit.act,
            terms=as_number(request.POST.get("termos", "")),
        )
    except (start_again.QuoteChanged, NotAllowed) as refused:
        if ended is None:
            return redirect("plan")
        if isinstance(refused, NotAllowed) and refused.reason == NOT_ACCEPTED:
            return _show(request, visit, ended, request.POST, why=refusal_in_words(NOT_ACCEPTED))
        return _show(request, visit, ended, request.POST, changed=True)
    return redirect(after_order(order, visit))


def _show(
    request: HttpRequest,
    visit: Visit,
    ended: start_again.Ended,
    data: QueryDict,
    *,
    changed: bool = False,
    why: str = "",
) -> HttpResponse:
    cycle, wanted = _asked(data, ended)
    again, problem = None, ""
    try:
        again = start_again.preview(visit.account, cycle=cycle, quantities=wanted, act=visit.act)
    except NotAllowed as refused:
        problem = _in_words(refused.reason, ended)
    quote = again.quote if again else None
    page = AgainPage(
        plan=ended.subscription.plan.name,
        ended_on=ended.subscription.ended_on,
        licences=wanted[LICENCE],
        fewest=ended.fewest_licences,
        gb=wanted[STORAGE],
        cycles=tuple(CycleChoice(int(c), str(words.CYCLES[c]), c == cycle) for c in Cycle),
        debts=tuple(invoice.number for invoice in ended.debts),
        owed=ended.owed,
        problem=problem,
        changed=changed,
        quote=quote,
        lines=say_lines(
            [line.as_json() for line in quote.lines],
            names=ended.listed.module_names,
            plan=ended.subscription.plan.name,
            adding=False,
        )
        if quote
        else (),
        taxes=say_taxes(quote.withheld, services(quote.lines)) if quote else (),
        ways=tuple(method_choices(code for code, way in again.methods.items() if way.offered)) if again else (),
        seen=quote.fingerprint() if quote else "",
        draft=visit.account.draft_key,
        terms_box=terms_box(visit.account, (consent.CONTRACT,)),
        refused=why,
    )
    status = 409 if changed or why else 422 if problem and data and not ended.debts else 200
    return render(request, "portal/again.html", {"page": page, "section": "plan"}, status=status)


def _asked(data: QueryDict, ended: start_again.Ended | None) -> tuple[Cycle, dict[str, int]]:
    """What was typed; what is missing or no number is as it was, or the smallest that is allowed."""
    fewest = ended.fewest_licences if ended else 1
    licences = _number(data.get("licencas", ""), fewest)
    gb = _number(data.get("gb", ""), ended.smallest_gb(licences) if ended else 0)
    last = Cycle(ended.subscription.cycle) if ended else Cycle.MONTHLY
    return CYCLES.get(data.get("periodicidade", ""), last), {LICENCE: licences, STORAGE: gb}


def _number(text: str, otherwise: int) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else otherwise


def _in_words(reason: str, ended: start_again.Ended) -> str:
    return {
        "old_debt": gettext("Antes de voltar, pague o que ficou em aberto."),
        "too_few_licences": gettext("São pelo menos %(n)s: uma para cada pessoa com acesso.")
        % {"n": ended.fewest_licences},
    }.get(reason, gettext("Confira as quantidades."))
