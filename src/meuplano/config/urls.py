"""Every address: each door has its own list, this joins them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language


def health(_: HttpRequest) -> HttpResponse:
    """The process answers: for load balancers and supervisors; touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("saude/", health, name="health"),
    path("idioma/", set_language, name="set_language"),
    path("entrar/", include("allauth.urls")),
    path("avisos/", include("meuplano.api.urls")),
    path("financeiro/", include("meuplano.backoffice.urls")),
    path("", include("meuplano.portal.urls")),
]
