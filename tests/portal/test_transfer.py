"""Transferir a conta on the page: the password again, the account's name typed, and nothing less (F02)."""

from django.test import Client

from meuplano.records.models import Account, Event, Member, User
from tests.portal.signing_in import asked_again, owner_of, with_password
from tests.portal.test_users import colleague, text_of

URL = "/usuarios/transferir/"


def test_it_takes_a_person_and_the_name_of_the_account(aurora: Account) -> None:
    marina = owner_of(aurora)
    client, heir = asked_again(marina), colleague(aurora)
    assert "Escreva o nome da conta: Agência Aurora" in text_of(client.get(URL))
    answer = client.post(URL, {"pessoa": heir.pk, "conta": "Agência"})
    assert (answer.status_code, "escreva o nome da conta" in text_of(answer)) == (422, True)
    answer = client.post(URL, {"pessoa": "999", "conta": "Agência Aurora"})
    assert (answer.status_code, "Escolha uma pessoa com acesso" in text_of(answer)) == (422, True)
    assert Member.objects.get(account=aurora, is_owner=True).user == marina

    answer = client.post(URL, {"pessoa": heir.pk, "conta": "agencia aurora"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/entrar/login/"
    assert "Agora Pessoa 1 responde por Agência Aurora. Entre de novo." in text_of(answer)
    assert client.get("/plano/").status_code == 302
    again = with_password(marina)
    assert "Pessoa 1" in text_of(again.get("/plano/")), "the page that names the owner"
    assert again.get("/usuarios/").status_code == 200, "and she is an administrator"
    assert with_password(heir.user).get("/plano/").status_code == 200


def test_there_must_be_somebody(aurora: Account) -> None:
    Member.objects.filter(account=aurora, is_owner=False).update(has_access=False)
    assert "Não há a quem transferir" in text_of(asked_again(owner_of(aurora)).get(URL))


def test_finance_needs_a_person_a_reason_and_its_password(aurora: Account) -> None:
    url = "/financeiro/contas/C1001/responsavel/"
    rafael = User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True)
    assert with_password(rafael).get(url)["Location"].startswith("/entrar/reauthenticate/")
    client: Client = asked_again(rafael)
    assert "Para quando Marina Duarte saiu da empresa" in text_of(client.get(url))
    answer = client.post(url, {"motivo": ""})
    assert answer.status_code == 422
    assert "Escreva o motivo" in text_of(answer)
    assert "Escolha a nova pessoa responsável." in text_of(answer)
    heir = colleague(aurora)
    Member.objects.filter(pk=heir.pk).update(has_access=False)
    answer = client.post(url, {"pessoa": heir.pk, "motivo": "Marina saiu da empresa"}, follow=True)
    assert "Agora Pessoa 1 responde pela conta" in text_of(answer)
    assert "Pessoa 1 passa a responder pela conta, no lugar de Marina Duarte" in text_of(answer)
    assert Event.objects.get(name="owner.transferred").data["reason"] == "Marina saiu da empresa"
