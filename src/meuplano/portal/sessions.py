"""Onde você entrou: ending one session (allauth's own page lists them and ends all the others)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from meuplano.actions.end_session import end_session
from meuplano.records.models import User


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /entrar/sessions/<pk>/encerrar/"""
    assert isinstance(request.user, User)
    if not end_session(request.user, pk):
        raise Http404
    messages.success(request, gettext("Sessão encerrada: aquele aparelho precisa entrar de novo"))
    return redirect("usersessions_list")
