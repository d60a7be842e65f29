"""Alterar meu Plano: licences, space, modules and the cycle, with a summary that is what will be charged (F04–F14)."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from meuplano.actions import change_plan, pay_invoice, schedule_cycle
from meuplano.actions.accept_terms import NOT_ACCEPTED
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.change_plan import QuoteChanged
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.change_page import change_page
from meuplano.portal.forms import MODULE, Problem, as_number, modules_in, read_change
from meuplano.portal.refusals import refusal_in_words
from meuplano.records.contract import NoSubscription
from meuplano.records.models import Charge, Order
from meuplano.records.overview import overview_of
from meuplano.records.pricing import price_list_for
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.quotes import NothingAdded


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Request-Type")
@owner_only
def edit(request: HttpRequest) -> HttpResponse:
    """GET the form with its summary; POST confirms what was shown."""
    visit = visiting(request)
    if request.method == "POST":
        return _refresh(request) if "atualizar" in request.POST else _confirm(request, visit)
    return _show(request, visit, request.GET)


def _show(
    request: HttpRequest, visit: Visit, data: QueryDict, *, status: int = 200, changed: bool = False, why: str = ""
) -> HttpResponse:
    overview = overview_of(visit.account)
    if overview is None:
        return redirect("plan")
    listed = price_list_for(overview.contract.subscription, overview.contract.period.end)
    asked = read_change(data, listed.module_names, settings.BILLING["largest_addition"])
    if why:
        asked = replace(
            asked,
            problems=(
                *asked.problems,
                Problem("termos" if why == NOT_ACCEPTED else "pagamento", refusal_in_words(why)),
            ),
        )
    page = change_page(visit, overview, listed, asked, changed=changed, refusal=why)
    htmx = request.htmx  # type: ignore[attr-defined]
    fragment = bool(htmx) and htmx.request_type == "partial"
    template = "portal/change.html#answer" if fragment else "portal/change.html"
    return render(request, template, {"page": page, "fragment": fragment, "section": "plan"}, status=status)


def _refresh(request: HttpRequest) -> HttpResponse:
    """Without a script: the summary for what was typed, at an address that can be kept."""
    kept = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "atualizar", "seen", "draft"):
        kept.pop(name, None)
    return redirect(f"{reverse('change')}?{kept.urlencode()}#resumo")


def _confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    asked = read_change(request.POST, modules_in(request.POST), settings.BILLING["largest_addition"])
    added = {item: quantity for item, quantity in asked.added.items() if quantity}
    draft = _draft(request.POST.get("draft", ""))
    if asked.problems or draft is None or not (added or asked.cycle):
        return _show(request, visit, request.POST, status=422)
    if str(asked.instalments) != request.POST.get("parcelas_vistas", "1"):
        return _show(request, visit, request.POST, status=409, changed=True)
    if "agendar" in request.POST and asked.cycle and not added:
        return _schedule(request, visit, asked.cycle)
    try:
        order = change_plan.confirm(
            visit.account.pk,
            added=added,
            cycle=asked.cycle,
            method=asked.method,
            seen=request.POST.get("seen", ""),
            draft_key=draft,
            act=visit.act,
            card_id=_stored_card(visit) if asked.method == "card" and asked.use_stored_card else None,
            make_default=asked.make_default,
            instalments=asked.instalments,
            terms=as_number(request.POST.get("termos", "")),
        )
    except NoSubscription:
        return redirect("plan")
    except NothingAdded:
        return _show(request, visit, request.POST, status=422)
    except QuoteChanged:
        return _show(request, visit, request.POST, status=409, changed=True)
    except NotAllowed as refused:
        return _show(request, visit, request.POST, status=409, why=refused.reason)
    return redirect(after_order(order, visit))


def _schedule(request: HttpRequest, visit: Visit, cycle: Cycle) -> HttpResponse:
    """A shorter cycle alone: nothing to pay, so it is no order (D14)."""
    try:
        schedule_cycle.choose_cycle(visit.account.pk, cycle, visit.act)
    except NoSubscription:
        return redirect("plan")
    except NotAllowed as refused:
        return _show(request, visit, request.POST, status=409, why=refused.reason)
    messages.success(request, gettext("Mudança de periodicidade agendada. Desfazer fica aqui, no Meu Plano."))
    return redirect("plan")


def after_order(order: Order, visit: Visit) -> str:
    """Where a confirmation leads; somebody waits, so its charge is sent at once (architecture.md, path 2)."""
    if order.invoice.status == "paid":
        return reverse("order", args=[order.number])
    for charge in Charge.objects.filter(account=visit.account, invoice=order.invoice_id, state="to_send"):
        pay_invoice.send(charge.pk, visit.act)
    waits = Charge.objects.filter(account=visit.account, invoice=order.invoice_id, method="card", state="pending")
    if waits.exclude(page_url="").exists():
        return reverse("card", args=[order.invoice.number])
    return reverse("order", args=[order.number])


def _stored_card(visit: Visit) -> int | None:
    overview = overview_of(visit.account)
    return overview.contract.subscription.card_id if overview else None


def _draft(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def added_query(added: Mapping[str, int], cycle: int | None = None) -> str:
    """The address of the change page with the same things chosen."""
    query = QueryDict(mutable=True)
    if cycle:
        query["periodicidade"] = str(cycle)
    for item, quantity in added.items():
        query[{LICENCE: "licencas", STORAGE: "gb"}.get(item, f"{MODULE}{item}")] = str(quantity)
    return f"{reverse('change')}?{query.urlencode()}"
