"""Nova Solicitação: a subject, a text, files; filled in by whoever links here (U15, U22)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from meuplano.actions.pace import TooFast
from meuplano.actions.refused import Refused
from meuplano.actions.requests.open_request import open_request
from meuplano.actions.requests.thread import LONGEST, LONGEST_TITLE, FileRefused, Upload
from meuplano.documents import request_words
from meuplano.portal.access import Visit, invoice_readers, visiting
from meuplano.records.models import Invoice, Order, User


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form with what was typed or linked, and what is wrong with it."""

    kinds: tuple[tuple[str, str], ...]
    kind: str
    title: str
    text: str
    invoice: int
    order: int
    key: UUID
    problem: str = ""
    problem_field: str = ""
    files_lost: bool = False

    @property
    def about(self) -> str:
        if self.invoice:
            return gettext("Fatura nº %(n)s") % {"n": self.invoice}
        return gettext("Pedido nº %(n)s") % {"n": self.order} if self.order else ""


@require_http_methods(["GET", "HEAD", "POST"])
@invoice_readers
def new(request: HttpRequest) -> HttpResponse:
    """GET /solicitacoes/nova/?tipo=billing&assunto=…&texto=…&fatura=41 the form; POST sends it."""
    visit = visiting(request)
    if request.method != "POST":
        return _show(request, visit, request.GET)
    data = request.POST
    key = key_in(data)
    if key is None:
        return _show(request, visit, data, status=422)
    assert isinstance(request.user, User)
    try:
        opened = open_request(
            visit.account.pk,
            user=request.user,
            kind=data.get("tipo", ""),
            title=data.get("assunto", ""),
            text=data.get("texto", ""),
            invoice=_number(data, "fatura"),
            order=_number(data, "pedido"),
            files=uploads(request),
            key=key,
            act=visit.act,
        )
    except Refused as refused:
        return _show(request, visit, data, refused)
    protocol = request_words.protocol(opened.opened_at, opened.pk)
    messages.success(request, gettext("Solicitação enviada: protocolo %(protocol)s") % {"protocol": protocol})
    return redirect("request", opened.pk)


def _show(
    request: HttpRequest, visit: Visit, data: QueryDict, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    invoice, order = _number(data, "fatura"), _number(data, "pedido") if visit.is_owner else 0
    page = NewPage(
        kinds=tuple((code, str(name)) for code, name in request_words.KINDS.items()),
        kind=data.get("tipo", ""),
        title=data.get("assunto", "")[:LONGEST_TITLE],
        text=data.get("texto", "")[: LONGEST + 1],
        invoice=invoice if Invoice.objects.filter(account=visit.account, number=invoice).exists() else 0,
        order=order if Order.objects.filter(account=visit.account, number=order).exists() else 0,
        key=key_in(data) or uuid4(),
        problem=refusal_in_words(refused) if refused else "",
        problem_field=field_of(refused) if refused else "",
        files_lost=bool(request.FILES),
    )
    answer = render(request, "portal/request_new.html", {"page": page, "section": "requests"}, status=status)
    return with_status(answer, refused)


def uploads(request: HttpRequest) -> list[Upload]:
    """The files of a form."""
    return [Upload(file.name or "", file.read()) for file in request.FILES.getlist("anexos")]


def key_in(data: QueryDict) -> UUID | None:
    """The form's own key, by which a message is kept once."""
    try:
        return UUID(data.get("chave", ""))
    except ValueError:
        return None


def refusal_in_words(refused: Refused) -> str:
    """Why a message was not kept."""
    name = refused.name if isinstance(refused, FileRefused) else ""
    limits = settings.REQUESTS
    return request_words.refusal(
        refused.reason,
        name,
        largest=limits["largest_file"],
        most=limits["most_files"],
        seconds=refused.seconds if isinstance(refused, TooFast) else 0,
    )


def with_status(answer: HttpResponse, refused: Refused | None) -> HttpResponse:
    """The form again, and why: 422 for what is to be corrected, 429 with Retry-After for what is to wait."""
    if isinstance(refused, TooFast):
        answer.status_code, answer["Retry-After"] = 429, str(refused.seconds)
    elif refused is not None:
        answer.status_code = 422
    return answer


def field_of(refused: Refused) -> str:
    """The field that it is about."""
    if refused.reason == "unknown_kind":
        return "tipo"
    return "anexos" if "file" in refused.reason else "texto"


def _number(data: QueryDict, name: str) -> int:
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
