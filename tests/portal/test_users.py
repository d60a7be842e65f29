"""Usuários e Permissões on the page: list, search, invite, change, and the invited person's own page (F08)."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from meuplano.actions import invitations
from meuplano.actions.invite_user import invite
from meuplano.records.models import Account, Event, Member, Subscription, User
from tests import world

PASSWORD = "correta-cavalo-bateria"


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))).replace("\xa0", " ")


def colleague(account: Account) -> Member:
    member = Member.objects.filter(account=account, is_owner=False).order_by("pk").first()
    assert member is not None
    return member


@pytest.fixture
def administrator(aurora: Account, sign_in: Callable[..., Client]) -> Client:
    Member.objects.filter(pk=colleague(aurora).pk).update(is_admin=True)
    return sign_in(aurora, owner=False)


def link(member: Member) -> str:
    return invitations.link(Member.objects.get(pk=member.pk)).removeprefix("http://localhost:8000")


def test_the_list_counts_licences_and_finds_people_without_accents(owner: Client, aurora: Account) -> None:
    User.objects.filter(memberships=colleague(aurora)).update(name="Júlia Barreto")
    said = text_of(owner.get("/usuarios/"))
    assert "8 em uso de 10 licenças" in said
    assert "2 livres." in said
    assert "a R$ 89,90 por mês." in said
    assert "Marina Duarte Responsável pela conta" in said
    found = text_of(owner.get("/usuarios/?q=julia"))
    assert "Júlia Barreto" in found
    assert "Pessoa 2" not in found
    assert "Ninguém com “zé”" in text_of(owner.get("/usuarios/?q=zé"))


def test_an_administrator_sees_people_and_no_money(administrator: Client) -> None:
    said = text_of(administrator.get("/usuarios/"))
    assert "8 em uso de 10 licenças" in said
    assert "R$" not in said
    assert "Faturas" not in said
    assert administrator.get("/")["Location"] == "/usuarios/"
    assert administrator.get("/plano/").status_code == 403


def test_inviting_and_what_can_be_wrong_with_it(owner: Client, aurora: Account) -> None:
    answer = owner.post("/usuarios/convidar/", {"email": "renata@", "permissao": "uso"})
    assert (answer.status_code, "Escreva um e-mail" in text_of(answer)) == (422, True)
    answer = owner.post("/usuarios/convidar/", {"email": "marina@c1001.example"})
    assert (answer.status_code, "já é de uma pessoa desta conta" in text_of(answer)) == (409, True)
    answer = owner.post("/usuarios/convidar/", {"email": "renata@c1001.example"}, follow=True)
    assert "Convite enviado a renata@c1001.example, até 31/03/2027" in text_of(answer)
    assert "9 em uso de 10 licenças" in text_of(answer)
    assert "renata@c1001.example" in text_of(owner.get("/usuarios/?mostrar=convidadas"))
    owner.post("/usuarios/convidar/", {"email": "outra@c1001.example"})
    answer = owner.post("/usuarios/convidar/", {"email": "mais@c1001.example"})
    assert (answer.status_code, "Todas as licenças estão em uso" in text_of(answer)) == (409, True)
    assert b"/plano/alteracao/?licencas=1" in answer.content, "the owner can buy one"


def test_an_invitation_is_sent_again_and_withdrawn(owner: Client, aurora: Account) -> None:
    member = invite(aurora.pk, "renata@c1001.example", is_admin=False, act=world.act())
    said = text_of(owner.post(f"/usuarios/{member.pk}/reenviar/", follow=True))
    assert "Convite enviado a renata@c1001.example" in said
    said = text_of(owner.post(f"/usuarios/{member.pk}/retirar/", follow=True))
    assert "Convite retirado: a licença está livre" in said
    assert "8 em uso de 10" in said
    assert owner.post(f"/usuarios/{member.pk}/retirar/").status_code == 404


def test_taking_access_says_what_it_does_and_does_it(owner: Client, aurora: Account) -> None:
    member = colleague(aurora)
    said = text_of(owner.get(f"/usuarios/{member.pk}/"))
    assert "a licença fica livre na hora" in said
    assert "A renovação de 05/04/2027 não muda" in said
    Subscription.objects.update(renewal_policy="active")
    said = text_of(owner.get(f"/usuarios/{member.pk}/"))
    assert "A renovação de 05/04/2027 passa de 8 para 7 licenças. São R$ 89,90 a menos no período." in said

    said = text_of(owner.post(f"/usuarios/{member.pk}/", {"acesso": "nao", "permissao": "uso"}, follow=True))
    assert "Alterações de Pessoa 1 salvas" in said
    assert "7 em uso de 10 licenças" in said
    owner.post(f"/usuarios/{member.pk}/", {"acesso": "sim", "permissao": "administracao"})
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["user.deactivated", "user.activated", "user.permission_changed"]


def test_an_administrator_is_told_of_licences_but_not_of_amounts(administrator: Client, aurora: Account) -> None:
    Subscription.objects.update(renewal_policy="active")
    member = Member.objects.filter(account=aurora).order_by("-pk").first()
    assert member is not None
    said = text_of(administrator.get(f"/usuarios/{member.pk}/"))
    assert "passa de 8 para 7 licenças." in said
    assert "R$" not in said


def test_a_form_that_says_nothing_changes_nothing(owner: Client, aurora: Account) -> None:
    owner.post(f"/usuarios/{colleague(aurora).pk}/", {})
    assert not Event.objects.exists()


def test_the_owner_stays(administrator: Client, aurora: Account) -> None:
    marina = Member.objects.get(account=aurora, is_owner=True)
    answer = administrator.post(f"/usuarios/{marina.pk}/", {"acesso": "nao", "permissao": "uso"})
    assert answer.status_code == 409
    assert "Transfira a conta antes" in text_of(answer)
    answer = administrator.post(f"/usuarios/{marina.pk}/", {"acesso": "sim", "permissao": "uso"})
    assert (answer.status_code, "sempre da administração" in text_of(answer)) == (409, True)


def test_nobody_is_activated_while_suspended(owner: Client, aurora: Account) -> None:
    member = colleague(aurora)
    Member.objects.filter(pk=member.pk).update(has_access=False)
    Subscription.objects.update(status="suspended", suspended_on=world.TODAY)
    answer = owner.post(f"/usuarios/{member.pk}/", {"acesso": "sim", "permissao": "uso"})
    assert (answer.status_code, "A assinatura está suspensa" in text_of(answer)) == (409, True)


def test_where_the_product_manages_users_the_page_only_shows(owner: Client, aurora: Account, settings: Any) -> None:
    settings.USERS = "product"
    settings.VENDOR = settings.VENDOR | {"product_url": "https://app.prancheta.example/usuarios"}
    said = owner.get("/usuarios/").content.decode()
    assert "https://app.prancheta.example/usuarios" in said
    assert "/usuarios/convidar/" not in said
    member = colleague(aurora)
    for url in ("/usuarios/convidar/", f"/usuarios/{member.pk}/", f"/usuarios/{member.pk}/retirar/"):
        assert owner.post(url, {"email": "x@x.example", "acesso": "nao"}).status_code == 302
    assert not Event.objects.exists()


class TestJoining:
    @pytest.fixture
    def invited(self, aurora: Account) -> Member:
        return invite(aurora.pk, "renata@c1001.example", is_admin=True, act=world.act())

    def test_a_new_person_sets_a_name_and_a_password_and_is_in(self, invited: Member) -> None:
        client = Client()
        assert "Convite: Agência Aurora" in text_of(client.get(link(invited)))
        answer = client.post(link(invited), {"nome": "", "senha": "curta"})
        assert answer.status_code == 422
        assert "Escreva o seu nome." in text_of(answer)
        assert "10 caracteres" in text_of(answer)
        answer = client.post(link(invited), {"nome": "Renata Siqueira", "senha": PASSWORD})
        assert answer["Location"] == "/"
        assert "Renata Siqueira" in text_of(client.get("/usuarios/"))
        assert client.get(link(invited)).status_code == 410

    def test_the_link_alone_changes_nothing(self, invited: Member) -> None:
        Client().get(link(invited))
        assert Member.objects.get(pk=invited.pk).invited_until is not None

    def test_the_invited_sees_nothing_before_answering(self, invited: Member) -> None:
        client = Client()
        client.force_login(invited.user)
        assert "Você ainda não faz parte de uma conta" in text_of(client.get("/usuarios/"))

    def test_somebody_else_is_sent_away(self, invited: Member, owner: Client) -> None:
        assert "Você entrou como marina@c1001.example" in text_of(owner.get(link(invited)))
        assert owner.post(link(invited)).status_code == 409

    def test_who_has_a_password_signs_in_first(self, aurora: Account) -> None:
        marcos = User.objects.create_user("marcos@breu.example", PASSWORD, name="Marcos")
        member = invite(aurora.pk, marcos.email, is_admin=False, act=world.act())
        client = Client()
        assert f"/entrar/login/?next={link(member)}" in client.get(link(member)).content.decode()
        assert client.post(link(member), {"nome": "Outro", "senha": PASSWORD}).status_code == 409
        client.force_login(marcos)
        assert client.post(link(member))["Location"] == "/"
        assert Member.objects.get(pk=member.pk).invited_until is None

    def test_a_made_up_link_is_over(self, db: None) -> None:
        assert Client().get("/convite/nada:disto/").status_code == 410
