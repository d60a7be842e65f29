"""Too fast is answered by 429 with Retry-After and a sentence: at the door, in requests, in invitations."""

import time
from datetime import time as at
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from meuplano.actions import invitations
from meuplano.records.models import Account, Member, SupportRequest
from meuplano.rules.pace import Pace
from tests import world
from tests.portal.conftest import set_today
from tests.portal.signing_in import PASSWORD, owner_of, with_password

NEW = "/solicitacoes/nova/"


def test_a_request_too_many_says_how_long_and_loses_nothing(owner: Client, settings: Any) -> None:
    settings.REQUESTS = settings.REQUESTS | {"messages_an_hour": 1}
    sent = {"tipo": "billing", "texto": "O boleto veio errado.", "assunto": "Boleto"}
    assert owner.post(NEW, sent | {"chave": str(uuid4())}).status_code == 302
    again = sent | {"chave": str(uuid4()), "texto": "Outra pergunta."}
    answer = owner.post(NEW, again)
    assert answer.status_code == 429
    assert 3590 <= int(answer["Retry-After"]) <= 3600
    page = answer.content.decode()
    assert "Espere 60 minutos e envie de novo." in page
    assert "Outra pergunta." in page
    url = f"/solicitacoes/{SupportRequest.objects.get().pk}/responder/"
    written = owner.post(url, {"texto": "E então?", "chave": str(uuid4())})
    assert (written.status_code, "Retry-After" in written.headers) == (429, True)
    set_today(world.TODAY, at(16, 5))
    assert owner.post(NEW, again).status_code == 302


def test_invitations_are_counted_by_day(owner: Client, aurora: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "PACE", Pace(1, timedelta(days=1)))
    assert owner.post("/plano/contatos/", {"email": "um@aurora.example"}).status_code == 302
    answer = owner.post("/plano/contatos/", {"email": "dois@aurora.example"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 86_000
    assert "espere 24 horas e tente de novo" in answer.content.decode()
    assert not Member.objects.filter(user__email="dois@aurora.example").exists()
    set_today(world.TODAY + timedelta(days=1), at(15, 5))
    assert owner.post("/plano/contatos/", {"email": "dois@aurora.example"}).status_code == 302


def test_wrong_passwords_stop_the_right_one_too_until_time_has_passed(
    aurora: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    user = owner_of(aurora)
    with_password(user)
    client = Client()
    wrong = {"login": user.email, "password": "errada-e-errada"}
    assert {client.post("/entrar/login/", wrong).status_code for _ in range(5)} == {200}
    answer = client.post("/entrar/login/", {"login": user.email, "password": PASSWORD})
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "espere 5 minutos e tente de novo" in answer.content.decode()
    later = time.time() + 301
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert client.post("/entrar/login/", {"login": user.email, "password": PASSWORD}).status_code == 302


def test_wrong_passwords_are_counted_by_the_address_behind_the_proxy(aurora: Account, settings: Any) -> None:
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    tries = [{"login": f"{n}@aurora.example", "password": "errada-e-errada"} for n in range(11)]
    one, two = ({"x-forwarded-for": f"1.2.3.4, 198.51.100.{n}"} for n in (1, 2))
    answers = [Client(headers=one).post("/entrar/login/", values).status_code for values in tries]
    assert answers == [200] * 10 + [429]
    assert Client(headers=two).post("/entrar/login/", tries[0]).status_code == 200
