"""F01: only the owner sees Meu Plano; others are told who that is, and can ask."""

from collections.abc import Callable
from datetime import date, time

from django.test import Client

from meuplano.records.models import Account, Event, Member, User
from tests import world
from tests.portal.conftest import set_today


def test_a_colleague_gets_the_page_that_names_the_owner(aurora: Account, sign_in: Callable[..., Client]) -> None:
    """On every address: tests/portal/test_who_may.py."""
    answer = sign_in(aurora, owner=False).get("/plano/")
    body = answer.content.decode()
    assert answer.status_code == 403
    assert "Marina Duarte" in body
    assert "m•••••@c1001.example" in body.lower()
    assert "marina@c1001.example" not in body.lower()


def test_a_member_without_access_is_a_colleague_too(aurora: Account, sign_in: Callable[..., Client]) -> None:
    member = Member.objects.filter(account=aurora, is_owner=False).first()
    assert member is not None
    Member.objects.filter(pk=member.pk).update(has_access=False)
    client = Client()
    client.force_login(member.user)
    assert client.get("/plano/").status_code == 403


def test_somebody_of_no_account_is_told_so(db: None) -> None:
    set_today(world.TODAY)
    client = Client()
    client.force_login(User.objects.create_user("ninguem@x.example"))
    answer = client.get("/plano/")
    assert answer.status_code == 403
    assert "Você ainda não faz parte de uma conta" in answer.content.decode()


def test_asking_the_owner_writes_one_event_a_day(aurora: Account, sign_in: Callable[..., Client]) -> None:
    colleague = sign_in(aurora, owner=False)
    for _ in range(2):
        answer = colleague.post("/responsavel/", {"mensagem": "Precisamos de mais uma licença."}, follow=True)
        assert "Pedido enviado a Marina Duarte" in answer.content.decode()
    asked = Event.objects.get(account=aurora, name="owner.asked")
    assert asked.data["message"] == "Precisamos de mais uma licença."


def test_the_account_can_be_switched_and_only_to_ones_own(aurora: Account, sign_in: Callable[..., Client]) -> None:
    other, foreign = world.account("C2002"), world.account("C3003")
    Account.objects.filter(pk=other.pk).update(name="Estúdio Breu")
    owner = Member.objects.get(account=aurora, is_owner=True).user
    Member.objects.filter(account=other, is_owner=True).update(user=owner)
    client = sign_in(aurora)
    assert "Agência Aurora · responsável" in client.get("/plano/").content.decode()
    client.post("/conta/", {"account": "C2002"})
    assert "Estúdio Breu · responsável" in client.get("/plano/").content.decode()
    client.post("/conta/", {"account": foreign.code})
    assert "Estúdio Breu · responsável" in client.get("/plano/").content.decode()


def test_account_pages_are_not_kept_by_caches(owner: Client) -> None:
    assert "no-store" in owner.get("/plano/")["Cache-Control"]


def test_a_fragment_sends_a_signed_out_visitor_to_the_sign_in_page(db: None) -> None:
    answer = Client().get("/plano/alteracao/", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/entrar/login/")


def test_half_past_midnight_utc_is_still_yesterday(aurora: Account, owner: Client) -> None:
    """R-06: what the page calls today is São Paulo's day."""
    set_today(date(2027, 3, 25), time(0, 30))
    assert "hoje, 24/03" in owner.get("/plano/alteracao/?licencas=1").content.decode()
