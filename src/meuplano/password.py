"""The password again, or a second factor: before anything that moves money or changes who answers for it (U28)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

type View = Callable[..., HttpResponse]


def password_again(view: View) -> View:
    """For what needs the password again: asked once, then not for five minutes (allauth's reauthentication).

    Somebody who has neither password nor second factor sets a password by the link in an e-mail first: allauth alone
    would let them through.
    """
    again = reauthentication_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not get_adapter().get_reauthentication_methods(request.user):
            messages.info(request, gettext("Para continuar, crie uma senha pelo link que vai por e-mail."))
            return redirect("account_reset_password")
        answer: HttpResponse = again(request, *args, **kwargs)
        return answer

    return guarded
