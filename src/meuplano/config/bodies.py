"""A request that says it is huge is refused before a byte of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

TEXT = "O envio é grande demais. Volte e escolha arquivos menores.\nToo large: go back and choose smaller files.\n"


class RefuseHugeBodies:
    """413 by Content-Length. A body without one is empty to WSGI, so nothing comes in another way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > settings.LARGEST_BODY:
            return HttpResponse(TEXT, content_type="text/plain; charset=utf-8", status=413)
        return self.get_response(request)
