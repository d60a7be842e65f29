"""The one shape of what finance changes about an account: a form, its reason, a fresh password, a verb (U28)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from meuplano.actions.refused import Refused
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find
from meuplano.backoffice.fields import FinanceForm, FormPage, did, show, typed
from meuplano.password import password_again
from meuplano.records.models import Account
from meuplano.rules.act import Act

type Words = str | Promise
type Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What the change is of: the account, and the number of its row or invoice that the address names (0: none)."""

    account: Account
    number: int
    user_id: int
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: what is typed, its words, and the verb; `does` and `said` get what was typed and what came of it."""

    form: type[FinanceForm]
    title: Words
    lead: Words
    button: Words
    does: Callable[[Target, dict[str, Any]], object]
    said: Words | Callable[[object], str]
    starts: Callable[[Target], dict[str, Any]] | None = None  # what stands in the fields before anything is typed
    exists: Callable[[Target], bool] | None = None  # whether there is what the address names, or 404
    shows: Callable[[Target, forms.Form], Rows] | None = None  # what stands above the form
    shows_title: Words = ""
    foot: Callable[[], str] | None = None  # what stands below the form
    back: Callable[[Target], tuple[str, str]] | None = None  # address and name of the page it came from
    closed: Callable[[Target], str] | None = None  # why there is nothing to fill in, said on that page; "" if there is
    lands: Callable[[Target], str] | None = None  # the address of what came of it, if that is another page
    why: Callable[[Refused], str] | None = None  # a refusal in words of its own; "" for the common ones


def view_of(change: Change) -> Callable[..., HttpResponse]:
    """The page of this change: GET shows the form, POST does it, or says what is wrong (422)."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @finance_only
    @password_again
    def view(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
        account = find(code)
        target = Target(account, number, request.user.pk or 0, act_of(request))
        if change.exists and not change.exists(target):
            raise Http404
        url, label = change.back(target) if change.back else (reverse("finance-account", args=[code]), account.name)
        why = change.closed(target) if change.closed and request.method != "POST" else ""
        if why:
            messages.warning(request, why)
            return redirect(url)
        initial = change.starts(target) if change.starts else None
        form = change.form(_asked(request, change), request.FILES or None, initial=initial)
        came: list[object] = []
        if request.method == "POST" and did(form, lambda data: came.append(change.does(target, data)), change.why):
            messages.success(request, change.said(came[0]) if callable(change.said) else str(change.said))
            return redirect(change.lands(target) if change.lands else url)
        page = FormPage(
            title=str(change.title),
            lead=str(change.lead),
            button=str(change.button),
            back_url=url,
            back_label=label,
            form=form,
            preview=change.shows(target, form) if change.shows else (),
            preview_title=str(change.shows_title),
            foot=change.foot() if change.foot else "",
        )
        return show(request, page)

    return view


def _asked(request: HttpRequest, change: Change) -> Any:
    """What was sent; a GET that asks what a percentage would do is looked at in the same way."""
    if request.method != "POST" and "percentual" in request.GET and change.shows:
        return request.GET
    return typed(request)
