"""Every address: each door has its own list, this joins them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import RedirectView
from django.views.i18n import set_language

from meuplano.portal import sessions

handler429 = "meuplano.config.pace.handler429"


@require_safe
def health(_: HttpRequest) -> HttpResponse:
    """The process answers: for load balancers and supervisors; touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


def closed(_: HttpRequest, **_of_the_address: str) -> HttpResponse:
    """What allauth would open by itself: people come by invitation, and an e-mail is who they are."""
    raise Http404


urlpatterns = [
    path("saude/", health, name="health"),
    path("idioma/", require_POST(set_language), name="set_language"),
    path("entrar/", require_safe(RedirectView.as_view(pattern_name="home"))),
    path("entrar/signup/", closed),
    path("entrar/email/", closed),
    path("entrar/confirm-email/", closed),
    path("entrar/confirm-email/<str:key>/", closed),
    path("entrar/login/code/confirm/", closed),
    path("entrar/sessions/<int:pk>/encerrar/", sessions.end, name="session-end"),
    path("entrar/", include("allauth.urls")),
    path("avisos/", include("meuplano.api.urls")),
    path("financeiro/", include("meuplano.backoffice.urls")),
    path("", include("meuplano.portal.urls")),
]
