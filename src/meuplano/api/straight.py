"""Machines have no session, no language and no page to be protected: what pages need is not done for them (P7)."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

log = structlog.get_logger("meuplano.request")
DOOR = "/avisos/"


class StraightToTheDoor:
    """A request for the machines' door is answered by its view at once: none of the middleware below this one runs.

    Those above do: the log, the largest body, https. A request that needs no more than its signature waits for no more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        assert reverse("notices", args=["x"]) == f"{DOOR}x/", "the door has moved"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DOOR):
            return self.get_response(request)
        try:
            request.resolver_match = found = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        try:
            answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
        except Exception as problem:
            log.error("failed", method=request.method, route=found.view_name, exc_info=problem)
            raise
        return answer
