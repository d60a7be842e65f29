"""Only in the demo: the mailbox that receives every mail, and the buttons that move time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from meuplano import clock
from meuplano.actions.move_time import ask_for_days
from meuplano.records.models import Mail
from meuplano.rules.act import Act
from meuplano.rules.periods import add_months

MOST = 200
MONTHS = {"month": 1, "year": 12}
# A letter is shown in a frame of our own page; mails carry their style in attributes, and nothing else.
LETTER_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in the list; `at` is when that happened of which it tells: quick days overtake the writing."""

    pk: int
    to: str
    subject: str
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class MailboxPage:
    """All mails, newest first, and the one that is read."""

    letters: tuple[Letter, ...]
    shown: Letter | None


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Not there outside the demo."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(guarded)


@require_safe
@demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """GET /demo/caixa-de-entrada/"""
    return _page(request, None)


@require_safe
@demo_only
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /demo/caixa-de-entrada/<id>/"""
    return _page(request, _find(pk))


@require_safe
@demo_only
@xframe_options_sameorigin
@csp_override(LETTER_CSP)
def letter_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of one mail, as a mail programme would show it."""
    assert request.method in ("GET", "HEAD")
    return HttpResponse(_find(pk).html)


def _page(request: HttpRequest, shown: Mail | None) -> HttpResponse:
    mails = Mail.objects.filter(dropped_at__isnull=True).order_by("-event", "-pk")
    rows = mails.values_list("pk", "to", "subject", "event__at")[:MOST]
    page = MailboxPage(
        letters=tuple(Letter(*row) for row in rows),
        shown=Letter(shown.pk, shown.to, shown.subject, shown.event.at, shown.text) if shown else None,
    )
    return render(request, "portal/mailbox.html", {"page": page})


def _find(pk: int) -> Mail:
    found = Mail.objects.select_related("event").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@demo_only
def move_time(request: HttpRequest) -> HttpResponse:
    """GET the bar as it is; POST asks for a day, a month or a year more, lived day by day by the worker (D63)."""
    if request.method != "POST":
        return render(request, "portal/tempo.html")
    today = clock.today()
    months = MONTHS.get(request.POST.get("by", ""))
    ask_for_days((add_months(today, months) - today).days if months else 1, Act(by="demonstração", at=clock.now()))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("plan")
    return redirect(back)
