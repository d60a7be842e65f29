"""Too fast: 429 with Retry-After and a sentence, whoever found out: allauth at the door, or an action."""

from collections.abc import Callable
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from meuplano.actions.pace import TooFast
from meuplano.documents import words

AT_THE_DOOR = 300  # seconds: the longest of allauth's stretches for signing in


def handler429(request: HttpRequest, seconds: int = AT_THE_DOOR) -> HttpResponse:
    """The page that says how long to wait; allauth calls it by this name from the list of addresses."""
    page = {"wait": words.wait(seconds)}
    answer = render(request, "429.html", page, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


class SayHowLong:
    """What an action refused as too fast, and its page does not say in its own form, is said by a page of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return handler429(request, problem.seconds) if isinstance(problem, TooFast) else None


class Adapter(DefaultAccountAdapter):
    """allauth as it is, but too many wrong passwords are no mistake in a form: they are 429."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:  # it raises no other
            _stop(request)


def _stop(request: HttpRequest) -> NoReturn:
    raise ImmediateHttpResponse(handler429(request))
