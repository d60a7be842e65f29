"""Requests: what a customer wrote goes to the finance team, what it answers to those who wrote; both can reply."""

from collections.abc import Iterable
from textwrap import shorten
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext

from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, Person
from meuplano.actions.requests.receive_mail import writers
from meuplano.actions.requests.reply_address import TEAM, reply_address
from meuplano.documents.request_words import protocol, withdrawn
from meuplano.records.models import Account, Event, Proposal, SupportRequest
from meuplano.records.models import Message as Written
from meuplano.records.models.support import CUSTOMER, FINANCE

LONGEST_TITLE = 40  # a subject has names in it too


def _opened(event: Event, account: Account) -> Iterable[Message]:
    """To the finance team; and to who wrote, with the protocol and the day of the answer."""
    request, written = _of(event, account)
    if written is None:
        return
    yield from _to_team(request, written, is_new=True)
    author = request.opened_by
    values = _values(request, author.pk) | {"text": written.text, "answer_by": request.due_on}
    yield _message(Person(author.email, author.name, "request"), "request_opened", values, request, author.pk)


def _written(event: Event, account: Account) -> Iterable[Message]:
    request, written = _of(event, account)
    return _to_team(request, written, is_new=False) if written else ()


def _answered(event: Event, account: Account) -> Iterable[Message]:
    request, written = _of(event, account)
    if written is None:
        return
    offers = Proposal.objects.filter(account=account, message=written).first()
    said = {
        "text": written.text,
        "who": written.by,
        "files": _files(written),
        "resolved": event.data["after"] == "resolved",
        "offer_until": offers.valid_until if offers else None,
    }
    for user_id, person in _customers(request, account, owner=offers is not None):
        values = _values(request, user_id) | said
        yield _message(person, "request_answered", values, request, user_id)


def _resolved(event: Event, account: Account) -> Iterable[Message]:
    """What the customer did is not told to the customer."""
    if event.data["side"] != FINANCE:
        return
    request, _ = _of(event, account)
    for user_id, person in _customers(request, account) if request.status == "resolved" else ():
        values = _values(request, user_id) | {"who": event.by.removesuffix(", financeiro")}
        yield _message(person, "request_resolved", values, request, user_id)


def _offer_ended(event: Event, account: Account) -> Iterable[Message]:
    """The finance team is told that its proposal became an order, was declined, or died with what it was made for."""
    request, _ = _of(event, account)
    team = _team(request)
    if team is not None:
        person, user_id = team
        url = facts.url(f"financeiro/solicitacoes/{request.pk}/")
        why = event.data.get("why", "")
        said = {"who": event.by, "order": event.data.get("order", 0), "over": withdrawn(why) if why else "", "url": url}
        yield _message(person, "proposal_ended", _values(request, user_id) | said, request, user_id)


def _to_team(request: SupportRequest, written: Written, *, is_new: bool) -> Iterable[Message]:
    team = _team(request)
    if team is None:
        return
    person, user_id = team
    said = {"text": written.text, "who": written.by, "files": _files(written), "is_new": is_new}
    url = facts.url(f"financeiro/solicitacoes/{request.pk}/")
    values = _values(request, user_id) | said | {"url": url}
    yield _message(person, "request_asked", values, request, user_id)


def _team(request: SupportRequest) -> tuple[Person, int] | None:
    """Who has the request, else the team's mailbox; None where there is none."""
    taken = request.taken_by
    if taken is not None and taken.is_active and taken.is_staff:
        return Person(taken.email, taken.name, "team"), taken.pk
    mailbox = settings.VENDOR["finance_email"]
    return (Person(mailbox, "", "team"), TEAM) if mailbox else None


def _customers(request: SupportRequest, account: Account, *, owner: bool = False) -> Iterable[tuple[int, Person]]:
    """Those who wrote in it and still may; the `owner` too where they are to decide, or where nobody is left."""
    wrote = Written.objects.filter(account=account, request=request, side=CUSTOMER).values("author")
    wanted = Q(user__in=wrote) | Q(is_owner=True) if owner else Q(user__in=wrote)
    members = list(writers(request).filter(wanted).select_related("user").order_by("pk"))
    if not members:
        members = list(writers(request).filter(is_owner=True).select_related("user"))
    for member in members:
        yield member.user_id, Person(member.user.email, member.user.name, "request")


def _of(event: Event, account: Account) -> tuple[SupportRequest, Written | None]:
    request = SupportRequest.objects.select_related("opened_by", "taken_by").get(
        account=account, pk=event.data["request"]
    )
    return request, Written.objects.filter(account=account, request=request, pk=event.data.get("message")).first()


def _values(request: SupportRequest, user_id: int) -> dict[str, Any]:
    return {
        "url": facts.url(f"solicitacoes/{request.pk}/"),
        "protocol": protocol(request.opened_at, request.pk),
        "title": shorten(request.title, LONGEST_TITLE, placeholder="…"),
        "reply_above": gettext("Escreva a sua resposta acima desta linha")
        if reply_address(request.pk, user_id)
        else "",
    }


def _files(written: Written) -> list[str]:
    return list(written.attachments.order_by("position").values_list("name", flat=True))


def _message(person: Person, kind: str, values: dict[str, Any], request: SupportRequest, user_id: int) -> Message:
    return Message(person, kind, values, reply_to=reply_address(request.pk, user_id))


MESSAGES: dict[str, Compose] = {
    "request.opened": _opened,
    "request.written": _written,
    "request.answered": _answered,
    "request.resolved": _resolved,
    "proposal.accepted": _offer_ended,
    "proposal.declined": _offer_ended,
    "proposal.withdrawn": _offer_ended,
}
