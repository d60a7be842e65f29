"""One request as the finance team sees it: answering, notes among us, whose turn it is (F21)."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from meuplano.actions.refused import Refused
from meuplano.actions.requests.answer_request import answer_request
from meuplano.actions.requests.conversation import Entry, conversation
from meuplano.actions.requests.note_request import note_request
from meuplano.actions.requests.read_request import read_request
from meuplano.actions.requests.reopen_request import reopen_request
from meuplano.actions.requests.resolve_request import resolve_request
from meuplano.actions.requests.take_request import take_request
from meuplano.actions.requests.thread import FileRefused, Upload
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.fiscal import attach_url
from meuplano.backoffice.requests import due_in_words
from meuplano.documents import request_words, words
from meuplano.documents.download import download
from meuplano.records.models import Attachment, SupportRequest, User
from meuplano.records.models.support import FINANCE


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything that a request's page shows."""

    number: int
    protocol: str
    title: str
    opened: str
    opened_by: str
    kind: str
    account: str
    code: str
    status: words.Status
    due: words.Status | None
    resolved: bool
    with_whom: str
    mine: bool
    about: str
    attach_url: str  # of a request about a nota fiscal
    entries: tuple[Entry, ...]
    last: int
    new: bool
    key: UUID
    proposal: str = ""  # the open one: until when
    text: str = ""
    then: str = "waiting"
    problem: str = ""
    problem_field: str = ""
    files_lost: bool = False


@require_safe
@finance_only
def show(request: HttpRequest, protocol: int) -> HttpResponse:
    """GET /financeiro/solicitacoes/<protocol>/"""
    return _show(request, find(protocol))


@require_POST
@finance_only
def answer(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /financeiro/solicitacoes/<protocol>/responder/ {texto, depois, anexos, chave}"""
    then = request.POST.get("depois", "waiting")
    return _say(
        request,
        protocol,
        lambda found, key: answer_request(
            found.account_id,
            found.pk,
            user=person(request),
            text=request.POST.get("texto", ""),
            files=uploads(request),
            then=then,
            key=key,
            act=act_of(request),
        ),
    )


@require_POST
@finance_only
def note(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /financeiro/solicitacoes/<protocol>/anotar/ {texto, anexos, chave}: only for the finance team."""
    return _say(
        request,
        protocol,
        lambda found, key: note_request(
            found.account_id,
            found.pk,
            user=person(request),
            text=request.POST.get("texto", ""),
            files=uploads(request),
            key=key,
            act=act_of(request),
        ),
    )


@require_POST
@finance_only
def take(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /financeiro/solicitacoes/<protocol>/assumir/"""
    found = find(protocol)
    try:
        take_request(found.account_id, found.pk, user=person(request), act=act_of(request))
    except Refused as refused:
        return _show(request, found, refused, status=409)
    return redirect("finance-request", protocol)


@require_POST
@finance_only
def read(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /financeiro/solicitacoes/<protocol>/lida/ {ate}"""
    found, until = find(protocol), request.POST.get("ate", "")
    if until.isascii() and until.isdigit() and len(until) < 19:
        read_request(found, person(request), int(until))
    return redirect("finance-request", protocol)


@require_POST
@finance_only
def resolve(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /financeiro/solicitacoes/<protocol>/resolver/"""
    found = find(protocol)
    if resolve_request(found.account_id, found.pk, side=FINANCE, act=act_of(request)):
        messages.success(request, gettext("Solicitação resolvida"))
    return redirect("finance-request", protocol)


@require_POST
@finance_only
def reopen(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /financeiro/solicitacoes/<protocol>/reabrir/"""
    found = find(protocol)
    if reopen_request(found.account_id, found.pk, side=FINANCE, act=act_of(request)):
        messages.success(request, gettext("Solicitação reaberta"))
    return redirect("finance-request", protocol)


@require_safe
@finance_only
def attachment(_: HttpRequest, protocol: int, file: int) -> HttpResponse:
    """GET /financeiro/solicitacoes/<protocol>/anexos/<file>/"""
    found = find(protocol)
    row = Attachment.objects.filter(account=found.account_id, message__request=found, pk=file).first()
    if row is None:
        raise Http404
    return download(row.name, row.content_type, row.content)


def find(protocol: int) -> SupportRequest:
    """The request of this number, or 404."""
    requests = SupportRequest.objects.select_related("account", "taken_by", "opened_by", "invoice", "order__invoice")
    found = requests.filter(pk=protocol).first()
    if found is None:
        raise Http404
    return found


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)
    return request.user


def uploads(request: HttpRequest) -> list[Upload]:
    """The files of a form."""
    return [Upload(file.name or "", file.read()) for file in request.FILES.getlist("anexos")]


def _say(request: HttpRequest, protocol: int, do: Callable[[SupportRequest, UUID], object]) -> HttpResponse:
    found, key = find(protocol), _key(request.POST)
    if key is None:
        return _show(request, found, status=422)
    try:
        do(found, key)
    except Refused as refused:
        return _show(request, found, refused, status=422)
    return redirect(f"{reverse('finance-request', args=[protocol])}#ultima")


def _key(data: QueryDict) -> UUID | None:
    try:
        return UUID(data.get("chave", ""))
    except ValueError:
        return None


def _show(
    request: HttpRequest, found: SupportRequest, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    me = person(request)
    entries = conversation(found, me, lambda pk: reverse("finance-request-file", args=[found.pk, pk]), notes=True)
    page = RequestPage(
        number=found.pk,
        protocol=request_words.protocol(found.opened_at, found.pk),
        title=found.title,
        opened=words.moment(found.opened_at),
        opened_by=str(found.opened_by),
        kind=request_words.kind(found.kind),
        account=found.account.name,
        code=found.account.code,
        status=request_words.status(found.status, finance=True),
        due=due_in_words(found, act_of(request).today) if found.due_on else None,
        resolved=found.status == "resolved",
        with_whom=str(found.taken_by) if found.taken_by else "",
        mine=found.taken_by_id == me.pk and found.status != "open",
        about=_about(found),
        attach_url=attach_url(found.account, found.invoice) if found.kind == "fiscal_note" else "",
        entries=entries,
        last=max((entry.pk for entry in entries), default=0),
        new=any(entry.new for entry in entries),
        proposal=_open_proposal(found),
        key=_key(request.POST) or uuid4(),
        text=request.POST.get("texto", ""),
        then=request.POST.get("depois", "waiting"),
        problem=_in_words(refused) if refused else "",
        problem_field="anexos" if refused and "file" in refused.reason else "texto",
        files_lost=bool(request.FILES),
    )
    return render(request, "backoffice/request.html", {"page": page, "section": "requests"}, status=status)


def _open_proposal(found: SupportRequest) -> str:
    open_one = found.proposals.filter(account=found.account_id, status="offered").first()
    return words.day(open_one.valid_until) if open_one else ""


def _about(found: SupportRequest) -> str:
    if found.invoice is not None:
        return gettext("Fatura nº %(n)s") % {"n": found.invoice.number}
    return gettext("Pedido nº %(n)s") % {"n": found.order.number} if found.order else gettext("Assinatura")


def _in_words(refused: Refused) -> str:
    name = refused.name if isinstance(refused, FileRefused) else ""
    limits = settings.REQUESTS
    return request_words.refusal(refused.reason, name, largest=limits["largest_file"], most=limits["most_files"])
