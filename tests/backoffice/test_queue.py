"""The queue: what needs a person, by kind and age, and each task done once, with a note and by name (U26, U28)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.records.models import Account, Charge, Credit, Event, Refund, Task, User
from tests import world
from tests.backoffice.test_backoffice import PASSWORD
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal


@pytest.fixture
def aurora(db: None, settings: Any) -> Account:
    """She has paid an invoice of R$ 899,00 with R$ 1,00 too much."""
    settings.GATEWAYS = {"manual": {}, "fake": {"url": "http://127.0.0.1:9", "secret": "s"}}
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    set_today(world.TODAY)
    account = world.account()
    invoice = renewal(account, world.TODAY)
    charge = Charge.objects.create(
        account=account, invoice=invoice, gateway="fake", method="pix", key=f"{account.pk}-a", amount_centavos=89900,
        state="pending", external_id="ch_1", made_at=world.act().at,
    )  # fmt: skip
    settle(Receipt("fake", "p1", charge.key, 90000, world.TODAY, "pix"), world.act())
    return account


@pytest.fixture
def finance(aurora: Account) -> Client:
    """Rafael, who has just typed his password again."""
    User.objects.create_user("rafael@prancheta.example", PASSWORD, name="Rafael Nogueira", is_staff=True)
    client = Client()
    client.post("/entrar/login/", {"login": "rafael@prancheta.example", "password": PASSWORD})
    client.post("/entrar/reauthenticate/", {"password": PASSWORD})
    return client


def body(client: Client, url: str) -> str:
    return client.get(url).content.decode().replace("\xa0", " ")


def test_the_queue_by_kind_and_age(finance: Client, django_assert_max_num_queries: Any) -> None:
    event = Event.objects.create(name="x", by="automático", at=world.act().at)
    for n in range(20):
        Task.objects.create(kind="books", text=f"I{n}", event=event, made_on=world.TODAY - timedelta(n))
    with django_assert_max_num_queries(7):  # one for the menu: what is not read yet
        page = body(finance, "/financeiro/")
    for said in ("21 tarefas abertas", "Pagos a mais", "R$ 1,00", "há 19 dias", "Conferência dos livros", "C1001"):
        assert said in page
    assert "I19" not in body(finance, "/financeiro/?tipo=surplus")
    assert "I19" in body(finance, "/financeiro/?tipo=nonsense")


def test_a_task_is_done_with_a_note_by_name_and_opened_again(finance: Client) -> None:
    pk = Task.objects.get().pk
    assert finance.post(f"/financeiro/tarefas/{pk}/concluir/", {"nota": " "}).status_code == 422
    finance.post(f"/financeiro/tarefas/{pk}/concluir/", {"nota": "liguei"})
    finance.post(f"/financeiro/tarefas/{pk}/concluir/", {"nota": "de novo"})
    assert Task.objects.values_list("done_by", "note").get() == ("Rafael Nogueira, financeiro", "liguei")
    assert "liguei" in body(finance, "/financeiro/?feitas=1")
    assert finance.post(f"/financeiro/tarefas/{pk}/reabrir/").status_code == 422
    finance.post(f"/financeiro/tarefas/{pk}/reabrir/", {"nota": "não era isso"})
    assert Task.objects.get().done_at is None
    told = Event.objects.filter(name__startswith="task.").order_by("pk").values_list("name", flat=True)
    assert list(told) == ["task.done", "task.reopened"]
    page = body(finance, f"/financeiro/tarefas/{pk}/")
    assert "Tarefa reaberta: não era isso" in page
    assert "Tarefa concluída: liguei" in page
    assert finance.get("/financeiro/tarefas/999/").status_code == 404


def test_money_goes_back_from_the_accounts_page_to_its_proof(finance: Client, aurora: Account) -> None:
    assert "Devolver R$ 1,00" in body(finance, "/financeiro/contas/C1001/")
    finance.post("/financeiro/contas/C1001/devolver/", {"valor": "99"})
    assert not Refund.objects.exists()
    for _ in range(2):
        finance.post("/financeiro/contas/C1001/devolver/", {"valor": "100"})
    refund = Refund.objects.get()
    url = f"/financeiro/tarefas/{refund.task_id}/"
    page = body(finance, url)
    assert "Devolver pelo banco" in page
    assert "Já devolvi por fora" in page
    for day, proof in (("", "TED"), ("2027-03-25", "TED"), ("2027-03-24", " ")):
        assert finance.post(f"{url}devolvido/", {"data": day, "prova": proof}).status_code == 422
    for _ in range(2):
        finance.post(f"{url}devolvido/", {"data": "2027-03-24", "prova": "TED 81"})
    refund.refresh_from_db()
    assert (refund.state, refund.proof) == ("paid", "TED 81")
    assert "TED 81" in body(finance, url)
    assert finance.post(f"{url}desistir/").status_code == 422
    assert Credit.objects.get().refunded_centavos == 100


def test_a_bank_that_cannot_be_reached_leaves_it_due_and_it_can_stay_as_credit(
    finance: Client, aurora: Account
) -> None:
    finance.post("/financeiro/contas/C1001/devolver/", {"valor": "100"})
    refund = Refund.objects.get()
    url = f"/financeiro/tarefas/{refund.task_id}/"
    finance.post(f"{url}devolver/")
    refund.refresh_from_db()
    assert refund.state == "due"
    finance.post(f"{url}desistir/")
    refund.refresh_from_db()
    assert refund.state == "dropped"
    assert Credit.objects.get().refunded_centavos == 0


def test_the_password_is_asked_for_again_before_money_goes(aurora: Account) -> None:
    client = Client()
    client.force_login(User.objects.create_user("p@prancheta.example", PASSWORD, is_staff=True))
    client.post("/financeiro/contas/C1001/devolver/", {"valor": "100"})
    assert not Refund.objects.exists()


def test_the_owner_asks_for_it_and_thinks_better_of_it(aurora: Account) -> None:
    owner = Client()
    owner.force_login(User.objects.get(email="marina@c1001.example"))
    assert "Pedir de volta · R$ 1,00" in body(owner, "/credito/")
    owner.post("/credito/devolver/", {"valor": "x"})
    assert not Refund.objects.exists()
    owner.post("/credito/devolver/", {"valor": "100"})
    refund = Refund.objects.get()
    assert "Com o financeiro" in body(owner, "/credito/")
    world.account("C2002")
    stranger = Client()
    stranger.force_login(User.objects.get(email="marina@c2002.example"))
    assert stranger.post(f"/credito/devolucoes/{refund.pk}/desistir/").status_code == 404
    owner.post(f"/credito/devolucoes/{refund.pk}/desistir/")
    refund.refresh_from_db()
    assert refund.state == "dropped"
