"""One conversation with the finance team: reading it, going on, saying that it is over (F21, U23)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from meuplano.actions.refused import Refused
from meuplano.actions.requests.conversation import Entry, conversation
from meuplano.actions.requests.read_request import read_request
from meuplano.actions.requests.reopen_request import reopen_request
from meuplano.actions.requests.resolve_request import resolve_request
from meuplano.actions.requests.write_message import write_message
from meuplano.documents import request_words, words
from meuplano.documents.download import download
from meuplano.portal.access import Visit, in_older_too, invoice_readers, owner_only, visiting
from meuplano.portal.offer_card import ProposalCard, card_of
from meuplano.portal.request_new import field_of, key_in, refusal_in_words, uploads, with_status
from meuplano.records.models import Account, Attachment, SupportRequest, User
from meuplano.records.models.support import CUSTOMER


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything that a request's page shows."""

    number: int
    protocol: str
    title: str
    opened: str
    kind: str
    status: words.Status
    resolved: bool
    with_whom: str
    answer_by: str
    about: str
    about_url: str
    entries: tuple[Entry, ...]
    last: int  # the id of the last message
    new: bool
    email: str
    key: UUID
    proposal: ProposalCard | None = None
    text: str = ""
    problem: str = ""
    problem_field: str = ""
    files_lost: bool = False


@require_safe
@invoice_readers
def show(request: HttpRequest, protocol: int) -> HttpResponse:
    """GET /solicitacoes/<protocol>/"""
    visit = visiting(request)
    return page(request, visit, find(visit.account, protocol))


@require_POST
@invoice_readers
def write(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /solicitacoes/<protocol>/responder/ {texto, anexos, chave}"""
    visit = visiting(request)
    found, key = find(visit.account, protocol), key_in(request.POST)
    if key is None:
        return page(request, visit, found, status=422)
    try:
        write_message(
            visit.account.pk,
            found.pk,
            user=person(request),
            text=request.POST.get("texto", ""),
            files=uploads(request),
            key=key,
            act=visit.act,
        )
    except Refused as refused:
        return page(request, visit, found, refused)
    messages.success(request, gettext("Mensagem enviada"))
    return redirect("request", protocol)


@require_POST
@invoice_readers
def read(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /solicitacoes/<protocol>/lida/ {ate}: seen up to that message."""
    visit = visiting(request)
    until = request.POST.get("ate", "")
    found = find(visit.account, protocol)
    if until.isascii() and until.isdigit() and len(until) < 19:
        read_request(found, person(request), int(until))
    return redirect("request", protocol)


@require_POST
@owner_only
@in_older_too
def resolve(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /solicitacoes/<protocol>/resolver/"""
    visit = visiting(request)
    if resolve_request(visit.account.pk, find(visit.account, protocol).pk, side=CUSTOMER, act=visit.act):
        messages.success(request, gettext("Solicitação resolvida"))
    return redirect("request", protocol)


@require_POST
@owner_only
@in_older_too
def reopen(request: HttpRequest, protocol: int) -> HttpResponse:
    """POST /solicitacoes/<protocol>/reabrir/"""
    visit = visiting(request)
    if reopen_request(visit.account.pk, find(visit.account, protocol).pk, side=CUSTOMER, act=visit.act):
        messages.success(request, gettext("Solicitação reaberta"))
    return redirect("request", protocol)


@require_safe
@invoice_readers
def attachment(request: HttpRequest, protocol: int, file: int) -> HttpResponse:
    """GET /solicitacoes/<protocol>/anexos/<file>/: a file of a message that the account may see."""
    found = find(visiting(request).account, protocol)
    kept = Attachment.objects.filter(account=found.account_id, message__request=found, message__internal=False)
    row = kept.filter(pk=file).first()
    if row is None:
        raise Http404
    return download(row.name, row.content_type, row.content)


def find(account: Account, number: int) -> SupportRequest:
    """The account's request of this number; another account's answers exactly like none."""
    requests = SupportRequest.objects.filter(account=account, pk=number)
    found = requests.select_related("account", "taken_by", "invoice", "order__invoice").first()
    if found is None:
        raise Http404
    return found


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)
    return request.user


def page(
    request: HttpRequest,
    visit: Visit,
    found: SupportRequest,
    refused: Refused | None = None,
    *,
    status: int = 200,
    changed: bool = False,
    refusal: str = "",
) -> HttpResponse:
    """The conversation; `changed` and `refusal` tell why its proposal was not accepted."""
    entries = conversation(found, person(request), lambda pk: reverse("request-file", args=[found.pk, pk]))
    about, about_url = _about(found, visit)
    shown = RequestPage(
        number=found.pk,
        protocol=request_words.protocol(found.opened_at, found.pk),
        title=found.title,
        opened=words.moment(found.opened_at),
        kind=request_words.kind(found.kind),
        status=request_words.status(found.status),
        resolved=found.status == "resolved",
        with_whom=str(found.taken_by) if found.taken_by else "",
        answer_by=words.weekday(found.due_on) if found.due_on else "",
        about=about,
        about_url=about_url,
        entries=entries,
        last=max((entry.pk for entry in entries), default=0),
        new=any(entry.new for entry in entries),
        email=visit.email if settings.REPLY_DOMAIN else "",
        proposal=card_of(found, visit, changed=changed, refusal=refusal),
        key=key_in(request.POST) or uuid4(),
        text=request.POST.get("texto", ""),
        problem=refusal_in_words(refused) if refused else "",
        problem_field=field_of(refused) if refused else "",
        files_lost=bool(request.FILES),
    )
    answer = render(request, "portal/request.html", {"page": shown, "section": "requests"}, status=status)
    return with_status(answer, refused)


def _about(found: SupportRequest, visit: Visit) -> tuple[str, str]:
    if found.invoice is not None:
        number = found.invoice.number
        return gettext("Fatura nº %(n)s") % {"n": number}, reverse("invoice", args=[number])
    if found.order is not None:
        url = reverse("order", args=[found.order.number]) if visit.is_owner else ""
        return gettext("Pedido nº %(n)s") % {"n": found.order.number}, url
    return gettext("Assinatura"), reverse("plan") if visit.is_owner else ""
