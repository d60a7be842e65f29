"""Histórico de pagamentos: each filter, pages, the sum, and the same as a spreadsheet (F20, U21)."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from meuplano.actions.settle_payment import settle
from meuplano.gateways.base import Receipt
from meuplano.portal import history
from meuplano.records.models import Account
from tests import world
from tests.documents.paper import said_on
from tests.portal.test_invoices import renewal, settled

PAGE = "/faturas/historico/"
SHEET = "/faturas/historico/planilha/"
PAPER = "/faturas/historico/pdf/"


@pytest.fixture
def paid(aurora: Account) -> Account:
    """Three payments of Aurora's: R$ 400,00 by Pix, the rest by boleto with R$ 1,00 too much, and R$ 50,00 reversed."""
    invoice = renewal(aurora, world.TODAY)
    settled(invoice, "a", 40000, date(2027, 3, 10), "pix")
    settled(invoice, "b", 50000, date(2027, 3, 20), "boleto")
    second = renewal(aurora, world.TODAY, kind="complement")
    settled(second, "c", 5000, date(2027, 3, 22), "pix")
    back = Receipt("fake", "c-back", f"{aurora.pk}-c", 5000, date(2027, 3, 23), "pix", kind="reversal", reverses="c")
    assert settle(back, world.act()) == "settled"
    return aurora


def amounts(client: Client, query: str) -> list[str]:
    """The amounts of the spreadsheet, the last first."""
    content = client.get(f"{SHEET}?{query}").content.decode("utf-8-sig")
    return [line["Valor pago"] for line in csv.DictReader(StringIO(content, newline=""), delimiter=";")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["-50,00", "50,00", "500,00", "400,00"]),
        ("de=2027-03-11&ate=2027-03-20", ["500,00"]),
        ("de=2027-03-20", ["-50,00", "50,00", "500,00"]),
        ("forma=boleto", ["500,00"]),
        ("forma=%00cash", []),
        ("situacao=recebidos", ["500,00", "400,00"]),
        ("situacao=estornados", ["-50,00", "50,00"]),
        ("situacao=credito", ["500,00"]),
        ("situacao=x&pagina=99", ["-50,00", "50,00", "500,00", "400,00"]),
        ("q=COMPLEMENTO", ["-50,00", "50,00"]),
        ("q=marco", ["-50,00", "50,00", "500,00", "400,00"]),
        ("q=R%24+500", ["500,00"]),
        ("q=abril", []),
    ],
)
def test_each_filter_on_the_page_and_in_the_spreadsheet(
    owner: Client, paid: Account, query: str, expected: list[str]
) -> None:
    assert amounts(owner, query) == expected
    page = owner.get(f"{PAGE}?{query}").content.decode()
    assert (f"{len(expected)} pagamentos" if len(expected) != 1 else "1 pagamento") in page
    assert page.count('class="num lead"') == (len(expected) + 1 if expected else 0)
    assert ("Nenhum pagamento com estes filtros" in page) == (not expected)


def test_the_spreadsheet_says_what_each_payment_was(owner: Client, paid: Account) -> None:
    answer = owner.get(f"{SHEET}?situacao=credito")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="pagamentos-C1001-2027-03-24.csv"'
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Pago em;Fatura;Descrição;Forma;Situação;Valor pago;Multa e juros;Virou crédito;Nota fiscal",
        "20/03/2027;1;Mensalidade de março;boleto;Recebido;500,00;0,00;1,00;",
    ]


def test_the_pdf_is_the_filtered_list_with_its_sum(owner: Client, paid: Account) -> None:
    assert (
        f'href="{PAPER}?de=2027-03-20&amp;forma=pix"' in owner.get(f"{PAGE}?de=2027-03-20&forma=pix").content.decode()
    )
    answer = owner.get(f"{PAPER}?de=2027-03-20&forma=pix")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="pagamentos-C1001-2027-03-24.pdf"'
    said = said_on(answer.content)
    for words in (
        "Histórico de pagamentos Agência Aurora, conta C1001 Pago de: 20/03/2027 Forma: Pix 2 pagamentos",
        "23/03/2027 2 Complemento de março Pix Estorno -R$ 50,00 R$ 0,00 R$ 0,00",
        "22/03/2027 2 Complemento de março Pix Estornado R$ 50,00 R$ 0,00 R$ 0,00",
        "Soma R$ 0,00",
    ):
        assert words in said, words
    assert "boleto" not in said
    everything = said_on(owner.get(f"{PAPER}?situacao=credito&q=R%24+500&ate=2027-12-31").content)
    assert "Pago até: 31/12/2027 Situação: Viraram crédito Texto: R$ 500 1 pagamento" in everything
    assert "20/03/2027 1 Mensalidade de março boleto Recebido R$ 500,00 R$ 0,00 R$ 1,00" in everything


@pytest.mark.parametrize("query", ["de=2027-02-30", "ate=ontem", "de=2027-03-20&ate=2027-03-19", "de=20270320"])
def test_days_that_do_not_exist_are_said_so(owner: Client, paid: Account, query: str) -> None:
    for address in (PAGE, SHEET, PAPER):
        answer = owner.get(f"{address}?{query}")
        assert answer.status_code == 422
        assert "Nada foi procurado" in answer.content.decode()
        assert "Corrija as datas" in answer.content.decode()


def test_long_histories_have_pages(owner: Client, paid: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 3)
    first = owner.get(f"{PAGE}?ate=2027-12-31").content.decode()
    assert "4 pagamentos" in first
    assert 'href="?ate=2027-12-31&amp;pagina=2">Mais antigos' in first
    assert "Mais recentes" not in first
    second = owner.get(f"{PAGE}?ate=2027-12-31&pagina=2").content.decode().replace("\xa0", " ")
    assert "Mais recentes" in second
    assert "Mais antigos" not in second
    assert "R$ 900,00" in second, "the sum is of all that was found"


def test_nothing_paid_yet_is_explained(owner: Client) -> None:
    assert "Nenhum pagamento ainda" in owner.get(PAGE).content.decode()


def test_it_asks_little_of_a_long_history(owner: Client, paid: Account, django_assert_max_num_queries: Any) -> None:
    for address in (PAGE, SHEET, PAPER):
        with django_assert_max_num_queries(8):
            owner.get(f"{address}?q=mensalidade")
