"""Where gateways knock: size and signature first, then kept, then thought about (R-16, R-22)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from meuplano import clock
from meuplano.actions import read_notice
from meuplano.actions.read_notice import BadSignature
from meuplano.rules.act import Act


@csrf_exempt
@require_POST
def receive(request: HttpRequest, gateway: str) -> HttpResponse:
    """202 once it is kept; 413 too large, 404 no such gateway, 401 not signed by it (and then nothing is stored)."""
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > settings.LARGEST_NOTICE:
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        read_notice.verify(gateway, headers, request.body, clock.system_now())
    except KeyError:
        return HttpResponse(status=404)
    except BadSignature:
        return HttpResponse(status=401)
    read_notice.receive(gateway, headers, request.body, Act(by=gateway, at=clock.now()))
    return HttpResponse(status=202)
