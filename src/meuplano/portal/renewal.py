"""Renovação: what the next renewal holds, simulated as it is chosen, and counting again (F09, F14, F15, U14, D17)."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from meuplano.actions.allowed import NotAllowed
from meuplano.actions.change_renewal import POLICIES, change_renewal
from meuplano.actions.recount_renewal import recount
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.forms import Problem, whole_number
from meuplano.portal.refusals import refusal_in_words
from meuplano.portal.renewal_page import Wanted, renewal_page
from meuplano.records.contract import Contract, NoSubscription
from meuplano.records.overview import overview_of
from meuplano.records.pricing import price_list_for
from meuplano.rules.prices import LICENCE


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Request-Type")
@owner_only
def edit(request: HttpRequest) -> HttpResponse:
    """GET the page with its simulation; POST confirms the policy and the targets."""
    visit = visiting(request)
    if request.method == "POST":
        return _confirm(request, visit)
    return _show(request, visit, request.GET)


@require_POST
@owner_only
def count_again(request: HttpRequest) -> HttpResponse:
    """POST /plano/renovacao/recontar/: the invoice that is out is replaced by one of today's count."""
    visit = visiting(request)
    try:
        invoice = recount(visit.account.pk, visit.act)
    except NotAllowed as refused:
        messages.error(request, refusal_in_words(refused.reason))
        return redirect("renewal")
    except NoSubscription:
        return redirect("plan")
    if invoice is None:
        messages.info(request, gettext("A contagem de hoje não é menor: a fatura fica como está"))
        return redirect("renewal")
    messages.success(request, gettext("Fatura reemitida com a contagem de hoje"))
    return redirect("invoice", invoice.number)


def _confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    overview = overview_of(visit.account)
    if overview is None:
        return redirect("plan")
    wanted = read_wanted(request.POST, overview.contract)
    if wanted.problems or not (wanted.policy or wanted.targets):
        return _show(request, visit, request.POST, status=422)
    try:
        changed = change_renewal(visit.account.pk, visit.act, policy=wanted.policy, targets=wanted.targets)
    except NotAllowed as refused:
        return _show(request, visit, request.POST, status=409, why=refused.reason)
    if changed:
        messages.success(request, gettext("Alterações confirmadas: valem na renovação"))
    return redirect("plan")


def _show(request: HttpRequest, visit: Visit, data: QueryDict, *, status: int = 200, why: str = "") -> HttpResponse:
    overview = overview_of(visit.account)
    if overview is None:
        return redirect("plan")
    listed = price_list_for(overview.contract.subscription, overview.contract.period.end)
    wanted = read_wanted(data, overview.contract)
    if why:
        wanted = replace(wanted, problems=(*wanted.problems, Problem("alvo-storage", refusal_in_words(why))))
    page = renewal_page(visit, overview, listed, wanted)
    htmx = request.htmx  # type: ignore[attr-defined]
    fragment = bool(htmx) and htmx.request_type == "partial"
    template = "portal/renewal.html#simulation" if fragment else "portal/renewal.html"
    return render(request, template, {"page": page, "fragment": fragment, "section": "plan"}, status=status)


def read_wanted(data: Mapping[str, str], contract: Contract) -> Wanted:
    """The form: a missing field leaves things as they are, a wrong one is a problem."""
    policy = data.get("politica", "")
    targets: dict[str, int] = {}
    problems = []
    for item, now in contract.now.items():
        text = data.get(f"alvo-{item}", "").strip()
        if item == LICENCE or not text:
            continue
        number, problem = whole_number(text, now)
        if problem:
            problems.append(Problem(f"alvo-{item}", problem))
        else:
            targets[item] = number
    return Wanted(policy if policy in POLICIES else None, targets, tuple(problems))
