"""Onde você entrou: each device in words, ending one of them, ending the others; never somebody else's."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.test import Client

from meuplano.records.models import Account, Member, User
from tests import world

PASSWORD = "correta-cavalo-bateria"
LIST = "/entrar/sessions/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile Safari/604.1"


def enter(account: Account, browser: str) -> Client:
    """The owner signs in with this browser."""
    user = Member.objects.get(account=account, is_owner=True).user
    client = Client(headers={"user-agent": browser})
    client.post("/entrar/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/plano/").status_code == 200
    return client


@pytest.fixture(autouse=True)
def passwords(aurora: Account) -> None:
    world.account("C2002")
    User.objects.update(password=make_password(PASSWORD))


@pytest.fixture
def phone(aurora: Account) -> Client:
    return enter(aurora, PHONE)


@pytest.fixture
def desk(aurora: Account) -> Client:
    return enter(aurora, WINDOWS)


def test_each_device_is_named_and_one_can_be_ended(desk: Client, phone: Client) -> None:
    page = desk.get(LIST).content.decode()
    assert "Chrome no Windows" in page
    assert "Safari no iPhone" in page
    assert "Mozilla" not in page
    assert page.count("/encerrar/") == 1, "the device in use is ended by leaving"
    away = UserSession.objects.get(session_key=phone.session.session_key)
    assert desk.post(f"{LIST}{away.pk}/encerrar/")["Location"] == LIST
    assert desk.post(f"{LIST}{away.pk}/encerrar/").status_code == 404
    assert phone.get("/plano/").status_code == 302
    assert desk.get("/plano/").status_code == 200


def test_the_others_are_ended_at_once(desk: Client, phone: Client) -> None:
    assert "Encerrar as outras sessões" in desk.get(LIST).content.decode()
    desk.post(LIST)
    assert phone.get("/plano/").status_code == 302
    assert desk.get("/plano/").status_code == 200


def test_nobody_ends_somebody_elses(desk: Client, aurora: Account) -> None:
    stranger = enter(Account.objects.get(code="C2002"), WINDOWS)
    theirs = UserSession.objects.get(session_key=stranger.session.session_key)
    assert desk.post(f"{LIST}{theirs.pk}/encerrar/").status_code == 404
    assert stranger.get("/plano/").status_code == 200
