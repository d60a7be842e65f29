"""The finance team at the bank: its agreement, remittances taken there, returns brought back, what needs a person."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meuplano.actions import change_plan, pay_invoice
from meuplano.actions.bank_files import news, read
from meuplano.backoffice import files
from meuplano.records.models import (
    Account,
    BankAgreement,
    BankReturn,
    BankTitle,
    BillingDetails,
    Charge,
    Event,
    Invoice,
    Payment,
    Remittance,
    ReturnLine,
    User,
)
from tests import world
from tests.actions.bank_files.test_reading import file, line
from tests.backoffice.test_backoffice import PASSWORD
from tests.portal.conftest import set_today

HERE = "/financeiro/banco/"
SICOOB = {
    "bank": "756", "production": "1", "name": "Prancheta Software Ltda", "document": "26.841.057/0001-07",
    "agency": "4042", "agency_dv": "8", "account": "61.900", "account_dv": "0", "agreement": "123456-7",
    "wallet": "1", "variation": "", "modality": "01", "post": "", "transmission": "", "last_number": "500",
    "last_nsa": "17",
}  # fmt: skip


@pytest.fixture
def aurora(db: None, settings: Any) -> Any:
    settings.METHOD_GATEWAYS = {"boleto": "bank_cnab", "pix": "", "card": ""}
    settings.GATEWAYS = {"bank_cnab": {}, "manual": {}}
    set_today(world.TODAY)
    return world.account()


@pytest.fixture
def finance(aurora: Account) -> Client:
    """Rafael, who has just typed his password again."""
    User.objects.create_user("rafael@prancheta.example", PASSWORD, name="Rafael Nogueira", is_staff=True)
    client = Client()
    client.post("/entrar/login/", {"login": "rafael@prancheta.example", "password": PASSWORD})
    client.post("/entrar/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def title(finance: Client, aurora: Account) -> BankTitle:
    """Three licences by boleto, which wait for the next file."""
    assert finance.post(f"{HERE}convenio/", SICOOB).status_code == 302
    seen = change_plan.preview(aurora, added={"licence": 3}, act=world.act()).quote.fingerprint()
    order = change_plan.confirm(
        aurora.pk, added={"licence": 3}, method="boleto", seen=seen, draft_key=aurora.draft_key, act=world.act()
    )
    pay_invoice.send(Charge.objects.get(invoice=order.invoice).pk, world.act())
    return BankTitle.objects.get()


def body(client: Client, url: str = HERE) -> str:
    return client.get(url).content.decode().replace("\xa0", " ")


def bring(client: Client, content: bytes, name: str = "cob-756.ret") -> Any:
    return client.post(f"{HERE}retornos/", {"arquivo": SimpleUploadedFile(name, content)})


def read_it() -> BankReturn:
    """What the job does."""
    found = BankReturn.objects.latest("pk")
    read.read(found.pk, world.act())
    return found


def test_the_agreement_is_checked_entry_by_entry_and_goes_on_with_its_numbers(finance: Client) -> None:
    assert "Nenhum convênio cadastrado" in body(finance)
    answer = finance.post(f"{HERE}convenio/", SICOOB | {"modality": "", "agency": "4042123", "document": "1"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#agency">São no máximo 5' in said
    missing = finance.post(f"{HERE}convenio/", SICOOB | {"modality": ""}).content.decode()
    assert 'href="#modality">Falta modalidade' in missing
    assert not BankAgreement.objects.exists()
    assert finance.post(f"{HERE}convenio/", SICOOB).status_code == 302
    kept = BankAgreement.objects.get()
    assert (kept.agreement, kept.account, kept.last_number, kept.last_nsa) == ("1234567", "61900", 500, 17)
    assert finance.post(f"{HERE}convenio/", SICOOB | {"last_number": "3", "production": "0"}).status_code == 302
    assert BankAgreement.objects.get().last_number == 500
    assert "em homologação" in body(finance)
    assert 'value="500"' in body(finance, f"{HERE}convenio/")
    full = finance.post(f"{HERE}convenio/", SICOOB | {"last_number": "9999999"}).content.decode()
    assert "vai até 9999999" in full


def test_a_remittance_is_made_once_and_is_the_same_file_each_time(finance: Client, title: BankTitle) -> None:
    assert "1 pedido espera pelo banco" in body(finance)
    page = finance.post(f"{HERE}remessas/").headers["Location"]
    made = Remittance.objects.get()
    assert (made.nsa, made.taken_at) == (18, None)
    assert "Falta enviar" in body(finance)
    said = body(finance, page)
    assert "Registrar" in said
    assert "R$ 104,40" in said
    assert finance.get(f"{page}baixar/").status_code == 405
    first, second = finance.post(f"{page}baixar/"), finance.post(f"{page}baixar/")
    assert first.content == second.content == bytes(made.content)
    assert first.headers["Content-Disposition"] == 'attachment; filename="CB756000018.REM"'
    made.refresh_from_db()
    assert made.taken_by == "Rafael Nogueira, financeiro"
    assert "não mande de novo" in body(finance, page)
    finance.post(f"{HERE}remessas/")
    assert Remittance.objects.count() == 1
    assert "nenhuma remessa foi feita" in body(finance)


def test_a_return_is_read_line_by_line_and_the_same_file_is_said(finance: Client, title: BankTitle) -> None:
    finance.post(f"{HERE}remessas/")
    content = file(line(title, "02"), line(title, "06", paid=10440), line(None, "06", paid=5000))
    page = bring(finance, content, "C:\\banco\\çob-756.ret").headers["Location"]
    assert "0 de 3 linhas lidas" in body(finance, page)
    watched = {"HTTP_HX_REQUEST": "true"}
    assert finance.get(f"{page}?visto=received0", **watched).status_code == 204
    read_it()
    fragment = finance.get(f"{page}?visto=received0", **watched)
    assert b"<html" not in fragment.content
    assert b"hx-get" not in fragment.content
    said = body(finance, page)
    for words in ("çob-756.ret", "Lido", "R$ 154,40", "06 Liquidação", "Sem dono", "C1001-1", "Agência Aurora"):
        assert words in said
    assert f"nº {title.printed_number}<" in said
    assert title.printed_number != title.number
    alone = body(finance, f"{page}?destino=acao")
    assert 'href="/financeiro/sem-dono/">Ver em Sem dono' in alone
    assert "R$ 50,00" in alone
    assert "Agência Aurora" not in alone
    assert "Nenhuma linha aqui" in body(finance, f"{page}?destino=conhecidas")
    head, *rows = finance.get(f"{page}planilha/").content.decode("utf-8-sig").splitlines()
    assert head == "Linha;O banco disse;Nosso número;Cliente;Fatura;Valor;Destino;O que fizemos"
    assert [row.split(";")[2] for row in rows] == [title.printed_number, title.printed_number, "9999990"]
    assert [row.split(";")[4:7] for row in rows] == [
        ["C1001-1", "104,40", "Feito"],
        ["C1001-1", "104,40", "Feito"],
        ["", "50,00", "Sem dono"],
    ]
    assert rows[1].endswith(", pagos em Itaú (341), agência 1234")
    assert f'href="{page}planilha/?destino=acao"' in alone
    assert finance.get(f"{page}planilha/?destino=acao").content.decode("utf-8-sig").splitlines() == [head, rows[2]]
    assert Invoice.objects.get().status == "paid"
    assert finance.get(f"{page}arquivo/").content == content

    again = bring(finance, content, "outra-vez.ret")
    assert again.headers["Location"] == page
    assert "Este arquivo já veio como çob-756.ret" in body(finance, page)
    assert (BankReturn.objects.count(), Payment.objects.count()) == (1, 1)
    assert "Aceita" in body(finance)


def test_what_is_no_return_is_refused_in_words(finance: Client, title: BankTitle, monkeypatch: Any) -> None:
    for content, why in [
        (b"%PDF-1.7 \xe7\xe3o", "não é CNAB 240"),
        (b"02RETORNO" + b" " * 391, "CNAB 400"),
        (b"\xe7\x00" * 4000, "não é CNAB 240"),
    ]:
        answer = bring(finance, content)
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert "Escolha o arquivo" in finance.post(f"{HERE}retornos/", {"arquivo": "texto"}).content.decode()
    monkeypatch.setattr("meuplano.actions.bank_files.receive.LARGEST", 1_000_000)
    assert "mais de 1 MB" in bring(finance, b"x" * 1_000_001).content.decode()
    assert not BankReturn.objects.exists()


def test_a_file_in_quarantine_is_read_or_set_aside_by_a_person(finance: Client, title: BankTitle) -> None:
    finance.post(f"{HERE}remessas/")
    content = file(line(title, "02"))
    for decision, state, fate in (("descartar", "dismissed", []), ("liberar", "received", ["done"])):
        page = bring(finance, content[: -2 * 242] + (b"" if fate else b"\r\n")).headers["Location"]
        assert "Este arquivo não está inteiro" in body(finance, page)
        finance.post(f"{page}{decision}/")
        found = BankReturn.objects.latest("pk")
        assert found.state == state
        finance.post(f"{page}descartar/")
        assert "não espera por uma decisão" in body(finance, page)
        read_it()
        assert list(ReturnLine.objects.filter(file=found).order_by("pk").values_list("fate", flat=True)) == fate
    decided = Event.objects.filter(name__in=["bank_return.dismissed", "bank_return.released"])
    assert {event.by for event in decided} == {"Rafael Nogueira, financeiro"}


def test_a_refused_title_is_sent_again_with_the_details_of_today(finance: Client, title: BankTitle) -> None:
    finance.post(f"{HERE}remessas/")
    page = bring(finance, file(line(title, "03", reasons="48"))).headers["Location"]
    read_it()
    assert "CEP inválido" in body(finance, f"{page}?destino=acao")
    assert "Enviar de novo" in body(finance)
    assert "CEP inválido" in body(finance, "/financeiro/contas/C1001/")
    assert "Boletos recusados pelo banco" in body(finance, "/financeiro/")
    BillingDetails.objects.update(city="")
    finance.post(f"{HERE}boletos/{title.pk}/")
    assert "falta cidade do pagador" in body(finance)
    BillingDetails.objects.update(city="São Paulo", postal_code="01310100")
    finance.post(f"{HERE}boletos/{title.pk}/")
    assert "vai na próxima remessa" in body(finance)
    finance.post(f"{HERE}remessas/")
    assert b"01310100" in bytes(Remittance.objects.latest("pk").content)
    assert "1 sem aceite" in body(finance)


def test_a_line_that_failed_is_read_again(finance: Client, title: BankTitle, monkeypatch: Any) -> None:
    finance.post(f"{HERE}remessas/")
    page = bring(finance, file(line(title, "02"))).headers["Location"]
    with monkeypatch.context() as broken:
        broken.setitem(news._DO, "registered", lambda *_: 1 / 0)
        read_it()
    failed = ReturnLine.objects.get()
    assert failed.fate == "failed"
    assert "Ler de novo" in body(finance, page)
    finance.post(f"{HERE}retornos/linhas/{failed.pk}/")
    title.refresh_from_db()
    assert title.state == "registered"
    assert "Ler de novo" not in body(finance, page)


def test_the_boleto_of_an_order_that_waits_keeps_its_date(finance: Client, title: BankTitle) -> None:
    """After the order's last day its money would only be credit (D07)."""
    page = finance.post(f"{HERE}remessas/").headers["Location"]
    bring(finance, file(line(title, "02")))
    read_it()
    form = f"{HERE}boletos/{title.pk}/vencimento/"
    assert form not in body(finance, page)
    assert form not in body(finance, "/financeiro/contas/C1001/faturas/1/")
    assert "Este boleto não espera por outra data" in finance.post(form, {"dia": "2027-04-09"}).content.decode()


@pytest.fixture
def released(settings: Any) -> None:
    """Orders are released on confirmation: their invoices are open debts."""
    settings.BILLING = settings.BILLING | {"release": "confirmation"}


@pytest.mark.usefixtures("released")
def test_finance_asks_for_another_date_of_a_registered_boleto(finance: Client, title: BankTitle) -> None:
    page = finance.post(f"{HERE}remessas/").headers["Location"]
    form = f"{HERE}boletos/{title.pk}/vencimento/"
    assert "Este boleto não espera por outra data" in finance.post(form, {"dia": "2027-04-09"}).content.decode()
    bring(finance, file(line(title, "02")))
    read_it()
    assert form in body(finance, page)
    assert form in body(finance, "/financeiro/contas/C1001/faturas/1/")
    assert "Escolha um dia depois de hoje" in finance.post(form, {"dia": "2027-03-24"}).content.decode()
    assert finance.post(form, {"dia": ""}).status_code == 422
    invoice = "/financeiro/contas/C1001/faturas/1/"
    for source, back in (("fatura", invoice), (page.split("/")[-2], page), ("999", HERE), ("x", HERE)):
        assert f'<a href="{back}">' in body(finance, f"{form}?de={source}"), "back to where one came from"
    assert finance.post(f"{form}?de=fatura", {"dia": "2027-04-09"})["Location"] == invoice
    made = finance.post(f"{HERE}remessas/").headers["Location"]
    assert "Mudar o vencimento para 09/04/2027" in body(finance, made)
    title.refresh_from_db()
    assert (title.state, title.due_on.isoformat()) == ("change_pending", "2027-03-30")
    assert "Este boleto não espera por outra data" in finance.post(form, {"dia": "2027-04-10"}).content.decode()


def test_what_was_received_long_ago_can_be_found(
    finance: Client, title: BankTitle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST", 2)
    finance.post(f"{HERE}remessas/")
    for n in range(3):
        bring(finance, file(line(None, "06", paid=5000 + n), number=n + 1), f"antigo-{n}.ret")
    said = body(finance)
    assert "antigo-0.ret" not in said
    assert 'href="?antigos=1"' in said
    said = body(finance, f"{HERE}?antigos=1")
    assert "antigo-0.ret" in said
    assert "antigos=1" not in said
