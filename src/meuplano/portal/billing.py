"""Dados de Faturamento: what boletos and notas fiscais print, from the next document on (F17, D49)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from meuplano.actions.reissue_invoice import outdated
from meuplano.actions.save_billing_details import save_billing_details
from meuplano.brazil.states import STATES
from meuplano.documents import words
from meuplano.password import password_again
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.billing_form import LABELS, MOST_EMAILS, BillingForm
from meuplano.portal.forms import Problem
from meuplano.records.models import Account, BillingDetails, Event

LONGEST_MASKED = 30  # characters of a CNPJ or CEP as people type it


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the form."""

    name: str
    label: str
    value: str
    problem: str
    span: int  # of six columns
    autocomplete: str = "off"
    inputmode: str = ""
    most: int = 120
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BillingPage:
    """The form, what is wrong with it, and how it will be printed."""

    company: tuple[Cell, ...]
    address: tuple[Cell, ...]
    states: tuple[str, ...]
    state: Cell
    emails: tuple[Cell, ...]
    problems: tuple[Problem, ...]
    printed: tuple[tuple[str, str, bool], ...]  # label, text, needs correction
    last_change: str
    back: str
    outdated: tuple[int, ...]  # open invoices that say something else


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
@password_again
def edit(request: HttpRequest) -> HttpResponse:
    """GET the form, POST saves it; `voltar` is where one came from."""
    visit = visiting(request)
    details = BillingDetails.objects.filter(account=visit.account).first()
    back = _back(request)
    if request.method != "POST":
        return _show(request, visit, BillingForm(instance=details), back)
    form = BillingForm(request.POST, instance=details)
    if not form.is_valid():
        return _show(request, visit, form, back, status=422)
    if save_billing_details(visit.account.pk, form.cleaned_data, visit.act):
        messages.success(request, gettext("Dados de Faturamento salvos: valem a partir do próximo documento"))
        if outdated(visit.account):
            return redirect(f"{reverse('billing')}?{urlencode({'voltar': back})}#h-abertas")
    return redirect(back)


def _back(request: HttpRequest) -> str:
    back = request.POST.get("voltar", "") or request.GET.get("voltar", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else reverse("plan")


def _show(request: HttpRequest, visit: Visit, form: BillingForm, back: str, *, status: int = 200) -> HttpResponse:
    page = billing_page(visit.account, form, back)
    return render(request, "portal/billing.html", {"page": page, "section": "plan"}, status=status)


def billing_page(account: Account, form: BillingForm, back: str) -> BillingPage:
    """The page as it was typed, or as it is kept."""
    problems = form.problems() if form.is_bound else ()
    wrong = {problem.field: problem.text for problem in problems}
    optional = gettext("Opcional")

    def cell(name: str, span: int, autocomplete: str = "off", inputmode: str = "", hint: str = "") -> Cell:
        value = str(form[name].value() or "")
        most = getattr(form.fields[name], "max_length", None) or LONGEST_MASKED
        return Cell(name, LABELS[name](), value, wrong.get(name, ""), span, autocomplete, inputmode, most, hint)

    return BillingPage(
        company=(
            cell("legal_name", 6, "organization"),
            cell("tax_id", 4),
            cell("municipal_registration", 2, hint=optional),
        ),
        address=(
            cell("postal_code", 2, "postal-code", "numeric"),
            cell("street", 4, "address-line1"),
            cell("number", 2),
            cell("complement", 2, "address-line2", hint=optional),
            cell("district", 2, "address-level3"),
            cell("city", 4, "address-level2"),
        ),
        states=STATES,
        state=cell("state", 2, "address-level1"),
        emails=_emails(form, wrong),
        problems=problems,
        printed=_printed(form, wrong),
        last_change=_last_change(account),
        back=back,
        outdated=tuple(invoice.number for invoice in outdated(account)),
    )


def _emails(form: BillingForm, wrong: dict[str, str]) -> tuple[Cell, ...]:
    """One line for each, and an empty one for the next."""
    lines = [*form.emails, ""][: max(MOST_EMAILS, len(form.emails))]
    return tuple(
        Cell(
            name=f"email{at}",
            label=gettext("%(n)sº e-mail") % {"n": at + 1},
            value=value,
            problem=wrong.get(f"email{at}", ""),
            span=6,
            autocomplete="email",
            inputmode="email",
            most=254,
            hint="" if at == 0 or value else gettext("Opcional"),
        )
        for at, value in enumerate(lines)
    )


def _printed(form: BillingForm, wrong: dict[str, str]) -> tuple[tuple[str, str, bool], ...]:
    value = {name: str(form[name].value() or "") for name in form.fields}
    street = ", ".join(part for part in (value["street"], value["number"], value["complement"]) if part)
    place = ", ".join(part for part in (value["district"], value["city"], value["state"]) if part)
    return (
        (gettext("Pagador"), value["legal_name"], "legal_name" in wrong),
        (gettext("CNPJ ou CPF"), value["tax_id"], "tax_id" in wrong),
        (gettext("Endereço"), street, bool({"street", "number"} & wrong.keys())),
        ("", place, bool({"district", "city", "state"} & wrong.keys())),
        ("CEP", value["postal_code"], "postal_code" in wrong),
    )


def _last_change(account: Account) -> str:
    event = Event.objects.filter(account=account, name="billing.changed").order_by("-id").first()
    if event is None:
        return ""
    fields = ", ".join(LABELS[name]().lower() if name != "tax_id" else LABELS[name]() for name in event.data["after"])
    said = gettext("Última alteração: %(day)s, %(who)s: %(fields)s. As faturas já emitidas ficam como estavam.")
    return said % {"day": words.moment(event.at), "who": event.by, "fields": fields}
