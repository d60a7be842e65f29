"""Every address: each door has its own list, this joins them."""

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, include, path
from django.views.i18n import set_language


def health(_: HttpRequest) -> HttpResponse:
    """The process answers: for load balancers and supervisors; touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


def door(prefix: str, module: str) -> list[URLResolver]:
    """A door's addresses, once it is there."""
    return [path(prefix, include(module))] if find_spec(module) else []


urlpatterns = [
    path("saude/", health, name="health"),
    path("idioma/", set_language, name="set_language"),
    path("entrar/", include("allauth.urls")),
    *door("avisos/", "meuplano.api.urls"),
    *door("financeiro/", "meuplano.backoffice.urls"),
    *door("", "meuplano.portal.urls"),
]
