"""Marina of Aurora asks, Rafael of the finance team answers, on Wednesday 24/03/2027."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from meuplano.actions.requests.answer_request import answer_request
from meuplano.actions.requests.open_request import open_request
from meuplano.actions.requests.write_message import write_message
from meuplano.records.models import Account, Member, Message, SupportRequest, User
from tests import world

RAFAEL = "Rafael Nogueira, financeiro"


@pytest.fixture
def aurora(db: None) -> Account:
    return world.account()


@pytest.fixture
def marina(aurora: Account) -> User:
    return Member.objects.select_related("user").get(account=aurora, is_owner=True).user


@pytest.fixture
def rafael(db: None) -> User:
    return User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True)


@pytest.fixture
def asks(aurora: Account, marina: User) -> Callable[..., SupportRequest]:
    """Marina opens a request."""

    def do(text: str = "Vocês conseguem um desconto?", **more: Any) -> SupportRequest:
        values = {"kind": "conversas", "key": uuid4(), "act": world.act()} | more
        return open_request(aurora.pk, user=marina, text=text, **values)

    return do


@pytest.fixture
def answers(rafael: User) -> Callable[..., Message]:
    """Rafael answers it."""

    def do(request: SupportRequest, text: str = "Consigo 20%.", **more: Any) -> Message:
        values = {"key": uuid4(), "act": world.act(by=RAFAEL)} | more
        return answer_request(request.account_id, request.pk, user=rafael, text=text, **values)

    return do


@pytest.fixture
def writes(marina: User) -> Callable[..., Message]:
    """Marina goes on."""

    def do(request: SupportRequest, text: str = "Obrigada!", **more: Any) -> Message:
        values = {"key": uuid4(), "act": world.act()} | more
        return write_message(request.account_id, request.pk, user=marina, text=text, **values)

    return do
