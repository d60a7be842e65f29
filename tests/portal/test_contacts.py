"""Billing contacts read invoices, take no licence and change nothing (D46, R-24)."""

from typing import Any

import pytest
from django.test import Client

from meuplano.actions import change_plan, invitations
from meuplano.actions.billing_contacts import name_contact
from meuplano.actions.invite_user import invite, resend
from meuplano.records.contract import contract_of
from meuplano.records.models import Account, Event, Mail, Member, User
from tests import world
from tests.portal.test_users import PASSWORD, colleague, link, text_of

URL = "/plano/contatos/"


@pytest.fixture
def contact(aurora: Account) -> Client:
    """The accountant, who reads and does not use the system."""
    member = name_contact(aurora.pk, "contador@fora.example", world.act())
    client = Client()
    client.post(link(member), {"nome": "Célia Contadora", "senha": PASSWORD})
    return client


def test_a_contact_is_invited_and_takes_no_licence(owner: Client, aurora: Account, drain: Any) -> None:
    """R-24."""
    assert "Ninguém além de você" in text_of(owner.get(URL))
    said = text_of(owner.post(URL, {"email": "Contador@fora.example"}, follow=True))
    assert "contador@fora.example pode ler as faturas" in said
    assert "convite até 31/03/2027" in said
    owner.post(URL, {"email": "contador@fora.example"})
    assert contract_of(aurora).active == 8
    assert [event.name for event in Event.objects.order_by("pk")] == ["user.invited", "contact.named"]
    drain()
    assert "Para ver e baixar as faturas" in Mail.objects.get().text


def test_what_is_wrong_is_said(owner: Client, aurora: Account) -> None:
    assert owner.post(URL, {"email": "contador"}).status_code == 422
    answer = owner.post(URL, {"email": "marina@c1001.example"})
    assert (answer.status_code, "já vê tudo" in text_of(answer)) == (409, True)
    assert not Event.objects.exists()


def test_a_contact_sees_invoices_and_nothing_to_press(contact: Client, aurora: Account, settings: Any) -> None:
    """R-24."""
    settings.METHOD_GATEWAYS = {"pix": "fake"}
    seen = change_plan.preview(aurora, added={"licence": 1}, act=world.act()).quote.fingerprint()
    change_plan.confirm(
        aurora.pk, added={"licence": 1}, method="pix", seen=seen, draft_key=aurora.draft_key, act=world.act()
    )
    assert contact.get("/")["Location"] == "/faturas/"
    page = contact.get("/faturas/").content.decode()
    assert "Faturas em Aberto" in page
    for address in ("/plano/", "/credito/", "/usuarios/", "/pedidos/"):
        assert f'href="{address}"' not in page.replace('<li><a href="/plano/">', "")
        assert f'action="{address}' not in page
    page = contact.get("/faturas/1/").content.decode()
    assert "R$\xa0" in page
    assert "/pagar/" not in page
    assert "/pedidos/1/" not in page
    assert contact.post("/faturas/1/pagar/", {"pagamento": "pix"}).status_code == 403
    assert contact.get("/plano/").status_code == 403


def test_a_colleague_can_be_a_contact_and_stays_one_without_access(owner: Client, aurora: Account) -> None:
    member = colleague(aurora)
    owner.post(URL, {"email": member.user.email})
    client = Client()
    client.force_login(member.user)
    assert client.get("/faturas/").status_code == 200
    Member.objects.filter(pk=member.pk).update(has_access=False)
    assert client.get("/faturas/").status_code == 200
    said = text_of(owner.post(f"{URL}{member.pk}/retirar/", follow=True))
    assert "Contato retirado" in said
    assert client.get("/faturas/").status_code == 403
    assert Member.objects.filter(pk=member.pk).exists()


def test_who_was_invited_only_to_read_is_gone_when_taken_back(owner: Client, aurora: Account) -> None:
    member = name_contact(aurora.pk, "contador@fora.example", world.act())
    old = link(member)
    owner.post(f"{URL}{member.pk}/retirar/")
    assert not Member.objects.filter(pk=member.pk).exists()
    assert Client().get(old).status_code == 410
    assert owner.post(f"{URL}{member.pk}/retirar/").status_code == 404


def test_sending_it_again_takes_no_licence_either(aurora: Account) -> None:
    member = name_contact(aurora.pk, "contador@fora.example", world.act())
    resend(aurora.pk, member.pk, world.act())
    assert contract_of(aurora).active == 8
    assert invitations.is_open(Member.objects.get(pk=member.pk), world.act())


def test_a_contact_may_be_invited_to_use_the_system_too(aurora: Account) -> None:
    named = name_contact(aurora.pk, "contador@fora.example", world.act())
    invited = invite(aurora.pk, "contador@fora.example", is_admin=False, act=world.act())
    assert invited.pk == named.pk
    assert contract_of(aurora).active == 9
    assert User.objects.filter(email="contador@fora.example").count() == 1
