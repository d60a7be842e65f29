"""Finance corrects an invoice on its page: each form reaches its verb, and above the limit waits for another person."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from meuplano.actions.draw_up import draw_up_lines
from meuplano.actions.lock import locked
from meuplano.actions.save_billing_details import save_billing_details
from meuplano.records.models import Account, Approval, Credit, Invoice, Member, Subscription, Task, User
from meuplano.rules.lines import plain_line
from meuplano.rules.money import Money
from meuplano.rules.periods import Period
from tests import world
from tests.backoffice.test_backoffice import PASSWORD
from tests.portal.conftest import set_today, sign_in
from tests.portal.test_invoices import renewal, settled

__all__ = ["sign_in"]  # a fixture of the portal's
OLD = Period(date(2027, 2, 5), date(2027, 3, 5))
HERE = "/financeiro/contas/C1001/"


def staff(name: str, password: str | None = PASSWORD) -> Client:
    """Somebody of the finance team who has just typed the password, if there is one."""
    address = f"{name.lower()}@prancheta.example"
    person = User.objects.create_user(address, password, name=name, is_staff=True)
    client = Client()
    if password is None:
        client.force_login(person)
        return client
    client.post("/entrar/login/", {"login": address, "password": password})
    client.post("/entrar/reauthenticate/", {"password": password})
    return client


@pytest.fixture
def aurora(db: None, settings: Any) -> Account:
    """With a renewal of R$ 899,00, eight days late."""
    settings.GATEWAYS = {"manual": {}, "fake": {"url": "http://127.0.0.1:9", "secret": "s"}}
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    set_today(world.TODAY)
    account = world.account()
    renewal(account, world.TODAY - timedelta(8))
    return account


@pytest.fixture
def rafael(aurora: Account) -> Client:
    return staff("Rafael")


def shown(client: Client, url: str) -> str:
    return client.get(url).content.decode().replace("\xa0", " ")


def test_an_open_invoice_is_corrected_from_its_page(rafael: Client, aurora: Account) -> None:
    page = shown(rafael, f"{HERE}faturas/1/")
    assert "Dar desconto" in page
    assert "Dar baixa como incobrável" in page
    assert "Emitir de novo" not in page
    assert "nota-de-credito" not in page
    assert "R$ 899,00" in shown(rafael, f"{HERE}faturas/1/desconto/")
    for value, reason, problem in (("", "x", "#valor"), ("10,00", "", "#motivo"), ("900,00", "x", "maior do que está")):
        refused = rafael.post(f"{HERE}faturas/1/desconto/", {"valor": value, "motivo": reason})
        assert refused.status_code == 422
        assert problem in refused.content.decode()
    done = rafael.post(f"{HERE}faturas/1/desconto/", {"valor": "99,00", "motivo": "Instabilidade"}, follow=True)
    assert "No lugar da fatura" in done.content.decode()
    page = shown(rafael, f"{HERE}faturas/2/")
    assert "emitida de novo em 24/03/2027 · venceu em 16/03/2027" in page
    assert "Desconto" in page
    assert "R$ 800,00" in page
    assert "Instabilidade" in page
    save_billing_details(aurora.pk, {"legal_name": "Aurora Nova Ltda"}, world.act())
    assert "Emitir de novo" in shown(rafael, f"{HERE}faturas/2/")
    rafael.post(f"{HERE}faturas/2/reemitir/", {"motivo": "Razão social"})
    rafael.post(f"{HERE}faturas/3/baixa/", {"motivo": "Falência"})
    assert list(Invoice.objects.order_by("number").values_list("status", flat=True)) == [
        "replaced",
        "replaced",
        "written_off",
    ]
    assert rafael.get(f"{HERE}faturas/9/").status_code == 404
    assert rafael.get(f"{HERE}faturas/9/desconto/").status_code == 404


def test_a_paid_invoice_is_credited_and_the_owner_reads_the_note(rafael: Client, aurora: Account, sign_in: Any) -> None:
    settled(Invoice.objects.get(), "p1", 91938, world.TODAY)
    assert "R$ 899,00" in shown(rafael, f"{HERE}faturas/1/nota-de-credito/")
    said = {"valor": "100,00", "motivo": "Cobrado a mais", "destino": "credito"}
    assert rafael.post(f"{HERE}faturas/1/nota-de-credito/", said)["Location"] == f"{HERE}faturas/1/"
    assert Credit.objects.get().amount_centavos == 10000
    owner = sign_in(aurora)
    page = shown(owner, "/faturas/1/")
    assert "Notas de crédito" in page
    assert "Cobrado a mais" in page
    assert owner.get("/faturas/1/notas/1/").content.startswith(b"%PDF")
    assert owner.get("/faturas/1/notas/2/").status_code == 404


def test_the_owner_issues_an_invoice_again(aurora: Account, sign_in: Any) -> None:
    owner = sign_in(aurora)
    assert "Emitir de novo" not in shown(owner, "/faturas/1/")
    assert "já tem os dados" in owner.post("/faturas/1/reemitir/", follow=True).content.decode()
    save_billing_details(aurora.pk, {"finance_emails": ["novo@c1001.example"]}, world.act())
    assert "Emitir de novo" not in shown(owner, "/faturas/1/"), "what is not printed changes no paper"
    save_billing_details(aurora.pk, {"street": "Rua Harmonia"}, world.act())
    assert "Emitir de novo" in shown(owner, "/faturas/1/")
    assert owner.post("/faturas/1/reemitir/")["Location"] == "/faturas/2/"
    assert 'href="/faturas/1/"' in shown(owner, "/faturas/2/")
    assert 'href="/faturas/2/"' in shown(owner, "/faturas/1/")


def test_a_second_person_decides_on_the_task_page(rafael: Client, aurora: Account, settings: Any) -> None:
    settings.BILLING = settings.BILLING | {"second_person_above": 5000}
    asked = rafael.post(f"{HERE}credito/", {"valor": "50,01", "motivo": "Instabilidade"}, follow=True)
    assert "outra pessoa do financeiro precisa aprovar" in asked.content.decode()
    rafael.post(f"{HERE}faturas/1/baixa/", {"motivo": "Falência"})
    credit, debt = Approval.objects.order_by("pk")
    page = shown(rafael, f"/financeiro/tarefas/{credit.task_id}/")
    assert "Instabilidade" in page
    assert "Retirar o pedido" in page
    assert "É feito na hora" not in page, "who asked is offered no approval"
    assert rafael.post(f"/financeiro/tarefas/{credit.task_id}/concluir/", {"nota": "feito"}).status_code == 422
    own = rafael.post(f"/financeiro/tarefas/{credit.task_id}/aprovar/")
    assert own.status_code == 422
    assert "Quem pediu não aprova" in own.content.decode()
    lia = staff("Lia")
    assert "É feito na hora" in shown(lia, f"/financeiro/tarefas/{credit.task_id}/")
    lia.post(f"/financeiro/tarefas/{credit.task_id}/aprovar/")
    assert Credit.objects.get().amount_centavos == 5001
    assert "Uma correção espera" in shown(lia, f"{HERE}faturas/1/")
    assert lia.post(f"/financeiro/tarefas/{debt.task_id}/recusar/", {"nota": ""}).status_code == 422
    lia.post(f"/financeiro/tarefas/{debt.task_id}/recusar/", {"nota": "Ainda responde"})
    assert Invoice.objects.get().status == "open"
    assert "Ainda responde" in shown(lia, f"/financeiro/tarefas/{debt.task_id}/")
    assert lia.post("/financeiro/tarefas/999/aprovar/").status_code == 404


def test_staff_without_a_password_make_one_first(aurora: Account) -> None:
    client = staff("Bento", None)
    for url in (f"{HERE}credito/", f"{HERE}preco/", f"{HERE}faturas/1/baixa/", "/financeiro/contratos/novo/"):
        assert client.get(url)["Location"] == "/entrar/password/reset/"
    client.post(f"{HERE}credito/", {"valor": "10,00", "motivo": "x"})
    assert not Credit.objects.exists()


def test_what_the_verb_refuses_waits_for_nobody(rafael: Client, aurora: Account, settings: Any) -> None:
    """Above the limit too: a discount larger than the invoice is refused before a second person is asked."""
    settings.BILLING = settings.BILLING | {"second_person_above": 5000}
    page = shown(rafael, f"{HERE}faturas/1/desconto/")
    assert "Acima de R$ 50,00, outra pessoa do financeiro confirma antes." in page
    refused = rafael.post(f"{HERE}faturas/1/desconto/", {"valor": "900,00", "motivo": "x"})
    assert refused.status_code == 422
    assert "maior do que está em aberto" in refused.content.decode()
    assert (
        rafael.post(
            f"{HERE}faturas/1/nota-de-credito/", {"valor": "90,00", "motivo": "x", "destino": "credito"}
        ).status_code
        == 422
    )
    assert not Approval.objects.exists()
    assert not Task.objects.exists()
    rafael.post(f"{HERE}faturas/1/desconto/", {"valor": "90,00", "motivo": "x"})
    assert Approval.objects.get().state == "waiting"
    assert Invoice.objects.get().status == "open", "what was tried is undone: only the question stays"
    assert "Até lá nada muda nesta fatura." in shown(rafael, f"{HERE}faturas/1/")


def test_what_takes_the_place_is_where_one_lands_and_the_old_ones_forms_say_so(rafael: Client, aurora: Account) -> None:
    answer = rafael.post(f"{HERE}faturas/1/desconto/", {"valor": "10,00", "motivo": "Cortesia"})
    assert answer["Location"] == f"{HERE}faturas/2/"
    for form in ("desconto", "reemitir", "baixa", "retencao", "transferencia"):
        opened = rafael.get(f"{HERE}faturas/1/{form}/", follow=True)
        assert opened.redirect_chain[-1][0] == f"{HERE}faturas/1/"
        assert "A fatura nº 1 foi substituída: corrija a nº 2, que está no lugar dela." in opened.content.decode()
    Invoice.objects.filter(number=2).update(status="cancelled")
    said = rafael.get(f"{HERE}faturas/2/desconto/", follow=True).content.decode()
    assert "A fatura nº 2 foi cancelada: não há o que corrigir nela." in said
    said = rafael.get(f"{HERE}faturas/2/nota-de-credito/", follow=True).content.decode()
    assert "Da fatura nº 2 nada foi pago que possa voltar." in said
    assert rafael.get(f"{HERE}faturas/9/desconto/").status_code == 404


def test_a_paid_invoice_is_corrected_by_a_credit_note_only(rafael: Client, aurora: Account) -> None:
    settled(Invoice.objects.get(), "p", 89900, world.TODAY)
    said = rafael.get(f"{HERE}faturas/1/desconto/", follow=True).content.decode()
    assert "o que se corrige nela é por nota de crédito" in said
    assert rafael.get(f"{HERE}faturas/1/nota-de-credito/").status_code == 200


def test_an_invoice_overdue_from_its_first_day_here_came_from_another_system(rafael: Client, aurora: Account) -> None:
    """D41: nobody issues a bill after it was due."""
    subscription = Subscription.objects.get(account=aurora)
    with locked(aurora.pk, world.act()) as account:
        draw_up_lines(
            account, subscription, [plain_line("late_charges", Money(5000))], kind="renewal", period=OLD,
            method="pix", due_on=OLD.start, act=world.act(),
        )  # fmt: skip
    assert "trazida do sistema anterior em 24/03/2027 · venceu em 05/02/2027" in shown(rafael, f"{HERE}faturas/2/")
    owner = Client()
    owner.force_login(Member.objects.get(account=aurora, is_owner=True).user)
    assert "Fatura trazida do sistema anterior" in shown(owner, "/faturas/2/")
