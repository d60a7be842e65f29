"""Solicitações: writing to finance, reading the answer, files that only those may have who see the thread (F21)."""

import re
from collections.abc import Callable
from datetime import time
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from bench.pages import history
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from meuplano.actions.requests.answer_request import answer_request
from meuplano.actions.requests.note_request import note_request
from meuplano.actions.requests.thread import Upload
from meuplano.records import events
from meuplano.records.models import (
    Account,
    Attachment,
    Event,
    Member,
    Message,
    Order,
    RequestReading,
    SupportRequest,
    User,
)
from tests import world
from tests.portal.test_invoices import renewal
from tests.portal.test_users import text_of

URL = "/solicitacoes/"
NEW = f"{URL}nova/"
PDF = b"%PDF-1.7 nota"


def send(client: Client, **more: Any) -> HttpResponse:
    values = {"tipo": "billing", "texto": "O boleto veio com outro valor.", "chave": str(uuid4())} | more
    return client.post(NEW, values)


@pytest.fixture
def rafael(db: None) -> User:
    return User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True)


@pytest.fixture
def answered(owner: Client, rafael: User) -> SupportRequest:
    """Marina asked about a boleto, Rafael answered with a file and left a note."""
    send(owner, assunto="Boleto de março")
    request = SupportRequest.objects.get()
    values = {"user": rafael, "act": world.act(by="Rafael Nogueira, financeiro")}
    about = request.account_id, request.pk
    note_request(*about, text="Cliente antigo.", key=uuid4(), files=[Upload("nota.txt", b"so nosso")], **values)
    answer_request(*about, text="Segue corrigido.", key=uuid4(), files=[Upload("boleto.pdf", PDF)], **values)
    request.refresh_from_db()
    return request


def test_nothing_yet_says_what_to_do(owner: Client) -> None:
    page = text_of(owner.get(URL))
    assert "Nenhuma conversa ainda" in page
    assert f'href="{NEW}"' in owner.get(URL).content.decode()


def test_a_request_is_sent_once_with_its_file(owner: Client) -> None:
    key = str(uuid4())
    answers = [send(owner, chave=key, anexos=SimpleUploadedFile("nota.pdf", PDF)) for _ in range(2)]
    request = SupportRequest.objects.get()
    assert {answer["Location"] for answer in answers} == {f"{URL}{request.pk}/"}
    page = text_of(owner.get(answers[0]["Location"]))
    for said in ("Cobrança", f"Protocolo 2027-{request.pk:06d}", "Aberta", "Na fila do financeiro", "nota.pdf", "1 kB"):
        assert said in page
    assert "quinta-feira, 25/03/2027" in page, "an answer is promised for the next business day"
    assert "O boleto veio com outro valor." in page


def test_what_is_linked_is_filled_in(owner: Client, aurora: Account) -> None:
    renewal(aurora, world.TODAY)
    page = owner.get(
        NEW, {"tipo": "billing", "assunto": "Trocar", "texto": "Quero <b>", "fatura": "1"}
    ).content.decode()
    assert '<option value="billing" selected>' in page
    assert 'value="Trocar"' in page
    assert "Quero &lt;b&gt;" in page
    assert "Sobre: Fatura nº 1" in page
    assert "Sobre:" not in owner.get(NEW, {"fatura": "7", "pedido": "x"}).content.decode()
    send(owner, fatura="1")
    assert SupportRequest.objects.get().invoice is not None
    assert f'href="{NEW}?tipo=billing&amp;fatura=1"' in owner.get("/faturas/1/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"texto": " "}, "Escreva a mensagem."),
        ({"tipo": "pizza"}, "Escolha o assunto."),
        ({"texto": "a" * 8001}, "até 8.000 caracteres"),
        ({"anexos": SimpleUploadedFile("virus.pdf", b"MZ\x90\0")}, "“virus.pdf” não é de um tipo que recebemos"),
        ({"anexos": SimpleUploadedFile("grande.txt", b"a" * 5_000_001)}, "cada arquivo pode ter até 5 MB"),
        ({"chave": "x"}, "Nova Solicitação"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_lost(owner: Client, wrong: dict[str, Any], said: str) -> None:
    answer = send(owner, assunto="Boleto de março", **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="Boleto de março"' in page
    assert not SupportRequest.objects.exists()


def test_an_answer_is_marked_until_it_is_read(owner: Client, answered: SupportRequest) -> None:
    assert "não lidas: </span>1" in owner.get("/faturas/").content.decode()
    card = owner.get("/plano/").content.decode()
    assert f'href="{URL}{answered.pk}/"><b>Boleto de março</b>' in card
    assert "Resposta nova" in card
    page = owner.get(f"{URL}{answered.pk}/").content.decode()
    assert "Marcar como lida" in page
    assert "Aguardando você" in page
    assert RequestReading.objects.filter(user__is_staff=False).get().last_message < answered.last_answer, "not by a GET"
    owner.post(f"{URL}{answered.pk}/lida/", {"ate": answered.last_answer})
    assert "não lidas" not in owner.get("/faturas/").content.decode()
    assert "Marcar como lida" not in owner.get(f"{URL}{answered.pk}/").content.decode()
    card = owner.get("/plano/").content.decode()
    assert f'href="{URL}{answered.pk}/">Boleto de março</a>' in card
    assert "Aguardando você" in card


def test_the_plan_names_what_is_going_on_and_leaves_out_what_is_over(owner: Client, answered: SupportRequest) -> None:
    for n in range(3):
        send(owner, assunto=f"Pergunta {n}")
    over = SupportRequest.objects.get(title="Pergunta 0")
    owner.post(f"{URL}{over.pk}/resolver/")
    titles = re.findall(rf'href="{URL}\d+/">(?:<b>)?([^<]+)<', owner.get("/plano/").content.decode())
    assert titles == ["Boleto de março", "Pergunta 2", "Pergunta 1"], "the unread first, then the latest"
    for n in range(3, 5):
        send(owner, assunto=f"Pergunta {n}")
    card = text_of(owner.get("/plano/"))
    assert "Pergunta 1" not in card
    assert "e mais 2 conversas" in card


def test_an_order_leads_to_the_form_that_is_about_it(owner: Client, aurora: Account, settings: Any) -> None:
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    history(aurora, 1)
    order = Order.objects.get()
    link = f"{NEW}?tipo=billing&amp;pedido={order.number}"
    assert f'href="{link}"' in owner.get(f"/pedidos/{order.number}/").content.decode()
    assert f"Sobre: Pedido nº {order.number}" in owner.get(unescape(link)).content.decode()


def test_notes_of_finance_are_never_shown(owner: Client, answered: SupportRequest) -> None:
    page = text_of(owner.get(f"{URL}{answered.pk}/"))
    assert "Segue corrigido." in page
    assert "Financeiro Prancheta" in page
    assert "Cliente antigo." not in page
    assert "nota.txt" not in page
    note = Attachment.objects.get(name="nota.txt")
    assert owner.get(f"{URL}{answered.pk}/anexos/{note.pk}/").status_code == 404


def test_a_file_is_saved_and_never_shown(
    owner: Client, answered: SupportRequest, sign_in: Callable[..., Client]
) -> None:
    file = Attachment.objects.get(name="boleto.pdf")
    answer = owner.get(f"{URL}{answered.pk}/anexos/{file.pk}/")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="boleto.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    send(owner)
    other = SupportRequest.objects.latest("pk")
    assert owner.get(f"{URL}{other.pk}/anexos/{file.pk}/").status_code == 404, "a file is of its own thread"
    neighbour = sign_in(world.account("C2002"))
    assert neighbour.get(f"{URL}{answered.pk}/anexos/{file.pk}/").status_code == 404
    assert neighbour.get(f"{URL}{answered.pk}/").status_code == 404


def test_going_on_ending_and_opening_again(owner: Client, answered: SupportRequest) -> None:
    url = f"{URL}{answered.pk}/"
    said = owner.post(f"{url}responder/", {"texto": "Recebi,\n<script>", "chave": str(uuid4())}, follow=True)
    assert "Recebi,<br>&lt;script&gt;" in said.content.decode()
    assert "Em análise" in text_of(said)
    assert "Solicitação resolvida" in text_of(owner.post(f"{url}resolver/", follow=True))
    assert "Escrever abre a conversa de novo" in text_of(owner.get(url))
    assert "Solicitação reaberta" in text_of(owner.post(f"{url}reabrir/", follow=True))
    empty = owner.post(f"{url}responder/", {"texto": "", "chave": str(uuid4())})
    assert (empty.status_code, "Escreva a mensagem." in text_of(empty)) == (422, True)
    assert Message.objects.filter(side="customer").count() == 2


def test_the_list_is_filtered_and_searched(owner: Client, answered: SupportRequest) -> None:
    send(owner, tipo="fiscal_note", assunto="NF de fevereiro")
    last = SupportRequest.objects.latest("pk")
    owner.post(f"{URL}{last.pk}/resolver/")

    def listed(**asked: str) -> list[str]:
        page = owner.get(URL, asked).content.decode()
        return [title for title in ("Boleto de março", "NF de fevereiro") if f">{title}</a>" in page]

    assert listed() == ["Boleto de março", "NF de fevereiro"]
    assert listed(mostrar="abertas") == ["Boleto de março"]
    assert listed(mostrar="resolvidas") == ["NF de fevereiro"]
    assert listed(q="MARCO") == ["Boleto de março"]
    assert listed(q=f"2027-{last.pk:06d}") == ["NF de fevereiro"]
    assert listed(q="nada") == []
    assert listed(pagina="2") == listed(pagina="²" * 9)[:0] == []
    assert "Nenhuma solicitação assim" in text_of(owner.get(URL, {"q": "nada"}))


def test_a_contact_writes_and_does_nothing_else(owner: Client, answered: SupportRequest, aurora: Account) -> None:
    contact = world.user("contador@c1001.example", "Célia Contadora")
    Member.objects.create(account=aurora, user=contact, has_access=False, is_billing_contact=True)
    client = Client()
    client.force_login(contact)
    page = client.get(f"{URL}{answered.pk}/").content.decode()
    assert "Segue corrigido." in page
    assert "/resolver/" not in page
    assert client.post(f"{URL}{answered.pk}/resolver/").status_code == 403
    assert send(client).status_code == 302
    assert Event.objects.latest("pk").by == "Célia Contadora"


def test_the_thread_tells_what_happened_to_its_invoice(owner: Client, aurora: Account) -> None:
    """U25: and not what happened before it was opened, or to another invoice."""
    renewal(aurora, world.TODAY)
    send(owner, fatura="1")
    later, before = world.act(by="fake", at=time(13)), world.act(by="fake", at=time(9))
    with transaction.atomic():
        for act, number, amount in ((later, 1, 89900), (later, 2, 77700), (before, 1, 66600)):
            said = {"invoice": number, "amount": amount, "method": "pix", "paid_on": "2027-03-24"}
            events.record("payment.received", act, aurora, **said)
    page = text_of(owner.get(f"{URL}{SupportRequest.objects.get().pk}/"))
    assert "R$ 899,00 recebidos por" in page.replace("\xa0", " ")
    assert "777,00" not in page
    assert "666,00" not in page
