"""Who may enter the back office: the vendor's own people."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from meuplano import clock
from meuplano.rules.act import Act


def finance_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For active staff; a customer gets the 403 page, whoever is not signed in the sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.user, "is_staff", False):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def act_of(request: HttpRequest) -> Act:
    """Who of the finance team acts, and when."""
    return Act(by=f"{request.user}, financeiro", at=clock.now())
