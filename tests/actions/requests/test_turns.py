"""Whose turn a request is, until when, who has it, and that everything is said once."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from meuplano.actions.refused import Refused
from meuplano.actions.requests.note_request import note_request
from meuplano.actions.requests.open_request import open_request
from meuplano.actions.requests.read_request import read_request
from meuplano.actions.requests.reopen_request import reopen_request
from meuplano.actions.requests.resolve_request import resolve_request
from meuplano.actions.requests.take_request import take_request
from meuplano.actions.requests.write_message import write_message
from meuplano.documents.request_words import number_in, protocol
from meuplano.records.models import Account, Event, Message, RequestReading, SupportRequest, User
from tests import world
from tests.actions.requests.conftest import RAFAEL

pytestmark = pytest.mark.django_db
Do = Callable[..., Any]
FRIDAY, MONDAY = date(2027, 3, 26), date(2027, 3, 29)  # 26/03/2027 is Good Friday, no business day


def events(account: Account) -> list[str]:
    return list(Event.objects.filter(account=account).order_by("pk").values_list("name", flat=True))


def test_a_conversation_from_question_to_end(aurora: Account, rafael: User, asks: Do, answers: Do, writes: Do) -> None:
    request = asks()
    assert (request.status, request.title, request.due_on) == ("open", "Licenças Conversas", date(2027, 3, 25))
    assert protocol(request.opened_at, request.pk) == f"2027-{request.pk:06d}"
    take_request(aurora.pk, request.pk, user=rafael, act=world.act(by=RAFAEL))
    assert not take_request(aurora.pk, request.pk, user=rafael, act=world.act(by=RAFAEL))
    first = answers(request)
    request.refresh_from_db()
    assert (request.status, request.due_on, request.waits_since) == ("waiting", None, None)
    assert (request.taken_by, request.last_answer) == (rafael, first.pk)
    last = writes(request, act=world.act(date(2027, 3, 25)))
    request.refresh_from_db()
    assert (request.status, request.due_on, request.last_written) == ("in_review", MONDAY, last.pk)
    answers(request, "Feito.", then="resolved")
    request.refresh_from_db()
    assert (request.status, request.due_on) == ("resolved", None)
    names = ["request.opened", "request.taken", "request.answered", "request.written", "request.answered"]
    assert events(aurora) == names
    assert not any("desconto" in str(event.data) for event in Event.objects.all()), "what is written stays in messages"


def test_the_first_unanswered_word_sets_the_day(asks: Do, writes: Do) -> None:
    request = asks()
    writes(request, act=world.act(FRIDAY))
    request.refresh_from_db()
    assert (request.status, request.due_on, request.waits_since) == ("open", date(2027, 3, 25), world.act().at)


def test_an_answer_that_goes_on_promises_another_day(asks: Do, answers: Do, rafael: User) -> None:
    request = asks()
    answers(request, "Estou vendo com o banco.", then="in_review", act=world.act(date(2027, 3, 25), by=RAFAEL))
    request.refresh_from_db()
    assert (request.status, request.due_on, request.taken_by) == ("in_review", MONDAY, rafael)


def test_a_word_after_the_end_opens_it_again(aurora: Account, asks: Do, writes: Do) -> None:
    request = asks()
    assert resolve_request(aurora.pk, request.pk, side="customer", act=world.act())
    assert not resolve_request(aurora.pk, request.pk, side="customer", act=world.act())
    assert not SupportRequest.objects.filter(due_on__isnull=False).exists()
    writes(request, "Ainda não chegou.")
    request.refresh_from_db()
    assert (request.status, request.due_on) == ("open", date(2027, 3, 25))
    assert not reopen_request(aurora.pk, request.pk, side="customer", act=world.act())
    resolve_request(aurora.pk, request.pk, side="finance", act=world.act(by=RAFAEL))
    assert reopen_request(aurora.pk, request.pk, side="customer", act=world.act())
    assert events(aurora)[-2:] == ["request.resolved", "request.reopened"]


def test_what_is_resolved_is_not_taken_or_resolved_by_an_answer(aurora: Account, asks: Do, answers: Do) -> None:
    request, paula = asks(), world.user("paula@prancheta.example", "Paula Teixeira")
    answers(request, then="resolved")
    for attempt in (
        lambda: answers(request, then="resolved"),
        lambda: take_request(aurora.pk, request.pk, user=paula, act=world.act()),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason == "already_resolved"
    assert Message.objects.count() == 2, "the refused answer left nothing"
    answers(request, "Só mais uma coisa.")
    request.refresh_from_db()
    assert request.status == "waiting"


def test_the_same_form_again_is_the_same_message(
    aurora: Account, marina: User, rafael: User, asks: Do, answers: Do, writes: Do
) -> None:
    keys = [uuid4() for _ in range(4)]
    first, again = asks(key=keys[0]), asks("outro texto", key=keys[0])
    assert first == again
    assert answers(first, key=keys[1]) == answers(first, "outro", key=keys[1])
    assert writes(first, key=keys[2]) == writes(first, key=keys[2])
    note = {"user": rafael, "text": "Cliente antigo.", "act": world.act(by=RAFAEL), "key": keys[3]}
    assert note_request(aurora.pk, first.pk, **note) == note_request(aurora.pk, first.pk, **note)
    assert Message.objects.count() == len(events(aurora)) == 4


def test_a_note_changes_nobodys_turn(aurora: Account, rafael: User, asks: Do) -> None:
    request = asks()
    note_request(aurora.pk, request.pk, user=rafael, text="Ver contrato.", key=uuid4(), act=world.act(by=RAFAEL))
    after = SupportRequest.objects.get()
    assert (after.status, after.last_answer, after.said_at) == ("open", 0, request.said_at)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": " \n\0 "}, "no_text"),
        ({"text": "a" * 8001}, "too_long"),
        ({"text": "a", "kind": "pizza"}, "unknown_kind"),
    ],
)
def test_what_says_nothing_is_refused(asks: Do, change: dict[str, str], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        asks(**change)
    assert refused.value.reason == reason
    assert not SupportRequest.objects.exists()
    assert not Event.objects.exists()


def test_what_it_is_about_is_the_accounts_own(aurora: Account, marina: User, asks: Do) -> None:
    other = world.account("C2002")
    assert asks(invoice=41, order=7).invoice is None
    request = asks()
    with pytest.raises(SupportRequest.DoesNotExist):
        write_message(other.pk, request.pk, user=marina, text="oi", key=uuid4(), act=world.act())
    same_key = uuid4()
    asks(key=same_key)
    values = {"kind": "other", "text": "oi", "key": same_key, "act": world.act()}
    assert open_request(other.pk, user=marina, **values).account == other, "a key is an account's own"


def test_reading_is_remembered_by_person_and_only_forwards(marina: User, rafael: User, asks: Do, answers: Do) -> None:
    request = asks()
    first, second = answers(request), answers(request, "E mais isto.")
    assert read_request(request, marina, second.pk)
    assert not read_request(request, marina, first.pk)
    assert not read_request(request, marina, second.pk + 1), "no message of this request"
    assert RequestReading.objects.get(user=marina).last_message == second.pk
    assert RequestReading.objects.get(user=rafael).last_message == second.pk, "who writes has read"


def test_a_protocol_is_read_as_people_type_it() -> None:
    assert [number_in(text) for text in ("2026-000318", " 318 ", "000318")] == [318] * 3
    assert [number_in(text) for text in ("", "boleto", "20x6-000318", "1" * 13, "²")] == [None] * 5
