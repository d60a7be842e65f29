"""Ver como o cliente: the owner's own pages, read-only, below an address of the account (U27).

Nobody's session changes: the portal's views run with the owner's visit, and every address they print stays below this
one, where only GET is answered. So nothing can be done from here, even by a page that forgot that it is only looked at.
"""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, get_script_prefix, resolve, reverse, set_script_prefix
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from meuplano.actions.look_as_customer import look_as_customer, may_look
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find
from meuplano.records.memberships import Looking
from meuplano.records.models import Account, Member, User

# What the owner reads. What asks for the password again, or exists only to change something, is not shown.
SHOWN = frozenset(
    {
        *("plan", "change", "renewal", "cancel", "terms", "contacts", "users", "credit", "requests", "request"),
        *("order", "invoices", "invoice", "history", "history-export", "history-pdf", "statement-pdf"),
        *("boleto-pdf", "receipt-pdf", "credit-note-pdf", "fiscal-note-pdf", "fiscal-note-xml", "request-file"),
    }
)
FORM = re.compile(rb'<form\b[^>]*method="post".*?</form>', re.DOTALL)


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """POST /financeiro/contas/<code>/como-cliente/: written down, then shown; GET leads on where that was done."""
    account = find(code)
    if request.method == "POST":
        look_as_customer(account.pk, _person(request), act_of(request))
    return redirect("finance-as-customer-page", code, "plano/")


@require_safe
@finance_only
def show(request: HttpRequest, code: str, address: str) -> HttpResponse:
    """GET /financeiro/contas/<code>/como-cliente/faturas/1/: that page of the portal, as the owner sees it."""
    account, act = find(code), act_of(request)
    looking = _looking(account, request) if may_look(account, _person(request), act.at) else None
    if looking is None:
        messages.info(request, gettext("Para ver como o cliente, comece pelo botão desta página"))
        return redirect("finance-account", code)
    try:
        found = resolve(f"/{address}")
    except Resolver404:
        raise Http404 from None
    if found.url_name not in SHOWN:
        messages.info(request, gettext("Isso só a pessoa responsável pela conta faz"))
        return redirect("finance-as-customer-page", code, "plano/")
    request.looking = looking  # type: ignore[attr-defined]
    before = get_script_prefix()
    set_script_prefix(reverse("finance-as-customer", args=[code]))
    try:
        answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    finally:
        set_script_prefix(before)
    return _still(answer)


def _looking(account: Account, request: HttpRequest) -> Looking | None:
    """As the owner, with who really looks; None where the account has no owner."""
    owner = Member.objects.filter(account=account, is_owner=True).select_related("user").first()
    if owner is None:
        return None
    back = reverse("finance-account", args=[account.code])
    return Looking(owner, str(request.user), back)


def _still(answer: HttpResponse) -> HttpResponse:
    """The page with the buttons that would do something switched off: they would be refused."""
    if answer.get("Content-Type", "").startswith("text/html"):
        answer.content = FORM.sub(
            lambda form: form[0].replace(b"<button", b"<button disabled").replace(b" data-at-once", b""), answer.content
        )
    return answer


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
