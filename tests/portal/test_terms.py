"""The terms: asked for with an unticked box, kept with version, person and date, shown to owner and finance (D53)."""

import re

import pytest
from django.test import Client

from meuplano.actions import change_plan
from meuplano.actions.accept_terms import accept_contract, publish_terms
from meuplano.actions.messages.orders import order_received
from meuplano.actions.refused import Refused
from meuplano.records.models import (
    Account,
    Card,
    Charge,
    Event,
    Order,
    Subscription,
    TermsAcceptance,
    TermsVersion,
    User,
)
from tests import world
from tests.portal.signing_in import asked_again, owner_of
from tests.portal.test_again import contract
from tests.portal.test_change import confirm
from tests.portal.test_invoices import renewal

pytestmark = pytest.mark.usefixtures("gateways")

CHANGE, TERMS, METHOD, AGAIN = "/plano/alteracao/", "/plano/termos/", "/plano/forma-de-pagamento/", "/plano/voltar/"
BOX = 'name="termos" value="1">'
PAY = re.compile("Pagar com Pix|O banco ainda não respondeu")  # either: how it is paid is shown


def an_order(account: Account) -> Order:
    """One licence by Pix, with the first version of the terms."""
    seen = change_plan.preview(account, added={"licence": 1}, act=world.act()).quote.fingerprint()
    return change_plan.confirm(
        account.pk, added={"licence": 1}, method="pix", seen=seen, draft_key=account.draft_key, act=world.act(), terms=1
    )


@pytest.fixture
def published(aurora: Account) -> TermsVersion:
    return publish_terms("Pagamentos parciais abatem primeiro o principal.", world.act(by="Rafael"))


@pytest.fixture
def finance(aurora: Account) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("rafael@prancheta.example", name="Rafael", is_staff=True))
    return client


def kept() -> list[tuple[int, str, str, int | None]]:
    rows = TermsAcceptance.objects.order_by("pk")
    return [(row.version.number, row.moment, row.by, row.order and row.order.number) for row in rows]


def imported(account: Account) -> None:
    Event.objects.create(account=account, name="account.imported", by="importação", at=world.act().at)


def test_without_a_published_version_nobody_is_asked(owner: Client) -> None:
    assert 'name="termos"' not in owner.get(CHANGE).content.decode()
    assert confirm(owner, licencas="1", pagamento="pix")[0] == 302
    assert kept() == []


def test_the_first_order_needs_the_tick_and_keeps_who_and_which(owner: Client, published: TermsVersion) -> None:
    """D53: unticked, refused with nothing written, kept with version, person, date and order, and not asked again."""
    assert BOX in owner.get(f"{CHANGE}?licencas=1&pagamento=pix").content.decode()
    status, said = confirm(owner, licencas="1", pagamento="pix")
    assert (status, "leia e aceite os termos" in said) == (409, True)
    assert not Order.objects.exists()
    assert confirm(owner, licencas="1", pagamento="pix", termos="7")[0] == 409
    assert confirm(owner, licencas="1", pagamento="pix", termos="1")[0] == 302
    assert kept() == [(1, "order", "Marina Duarte", 1)]
    assert BOX in owner.get(CHANGE).content.decode(), "a first stored card still asks"
    assert "Só para guardar um cartão" in owner.get(CHANGE).content.decode()
    page = owner.get(TERMS).content.decode()
    assert "Versão 1, no primeiro pedido" in page
    assert "aceita por Marina Duarte em 24/03/2027" in page
    assert "abatem primeiro o principal" in page


def test_a_newer_version_asks_nobody_before_the_next_contract(owner: Client, published: TermsVersion) -> None:
    """D53; what was shown is what is accepted: an older version than the newest is not taken."""
    confirm(owner, licencas="1", pagamento="pix", termos="1")
    publish_terms("Outro texto.", world.act())
    assert confirm(owner, licencas="1", pagamento="pix")[0] == 302
    assert confirm(owner, licencas="1", pagamento="card", padrao="1", termos="1")[0] == 409
    assert confirm(owner, licencas="1", pagamento="card", padrao="1", termos="2")[0] == 302
    assert kept()[1:] == [(2, "card", "Marina Duarte", 3)]


def test_an_imported_account_is_asked_for_its_first_stored_card_only(
    owner: Client, aurora: Account, finance: Client, published: TermsVersion
) -> None:
    """D53: honestly "aceite anterior à importação"."""
    imported(aurora)
    assert "Aceite anterior à importação" in owner.get(TERMS).content.decode()
    assert "Aceite anterior à importação" in finance.get("/financeiro/contas/C1001/").content.decode()
    assert confirm(owner, licencas="1", pagamento="pix")[0] == 302
    assert kept() == []
    assert confirm(owner, licencas="1", pagamento="card", padrao="1")[0] == 409
    assert confirm(owner, licencas="1", pagamento="card", padrao="1", termos="1")[0] == 302
    assert kept() == [(1, "card", "Marina Duarte", 2)]
    assert "Versão 1, ao guardar o primeiro cartão" in finance.get("/financeiro/contas/C1001/").content.decode()


def test_a_card_chosen_on_the_page_of_the_method_asks_too(aurora: Account, published: TermsVersion) -> None:
    imported(aurora)
    invoice = renewal(aurora, world.TODAY)
    card = Card.objects.create(
        account=aurora, gateway="fake", token="t", brand="Visa", last4="4242", expires="2030-12", added_on=world.TODAY
    )
    owner = asked_again(owner_of(aurora))
    assert BOX in owner.get(METHOD).content.decode()
    assert owner.post(METHOD, {"forma": f"card-{card.pk}"}).status_code == 422
    pay = f"/faturas/{invoice.number}/pagar/"
    assert owner.post(pay, {"pagamento": "card", "padrao": "1"}).headers["Location"] == METHOD
    assert not invoice.charges.exists()
    assert owner.post(METHOD, {"forma": f"card-{card.pk}", "termos": "1"}).status_code == 302
    assert kept() == [(1, "card", "Marina Duarte", None)]
    assert Subscription.objects.get(account=aurora).card == card


def test_whoever_comes_back_accepts_with_the_contract(owner: Client, aurora: Account, published: TermsVersion) -> None:
    """D53 at the contract, though the account accepted before."""
    TermsAcceptance.objects.create(account=aurora, version=published, moment="card", by="M", at=world.act().at)
    Subscription.objects.filter(account=aurora).update(status="cancelled", ended_on=world.TODAY, issue_on=None)
    page = owner.get(AGAIN).content.decode()
    assert BOX in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    draft = page.split('name="draft" value="')[1].split('"')[0]
    typed = {"licencas": "8", "gb": "0", "periodicidade": "1", "pagamento": "pix", "seen": seen, "draft": draft}
    refused = owner.post(AGAIN, typed)
    assert refused.status_code == 409
    assert "leia e aceite os termos" in refused.content.decode()
    assert owner.post(AGAIN, typed | {"termos": "1"}).status_code == 302
    assert kept()[1:] == [(1, "contract", "Marina Duarte", 1)]


def test_finance_publishes_a_version_with_the_password(finance: Client) -> None:
    new = "/financeiro/termos/nova/"
    assert finance.get(new).status_code == 302, "the password again"
    finance = asked_again(User.objects.get(name="Rafael"))
    assert "abate primeiro o principal" in finance.get(new).content.decode()
    assert finance.post(new, {"texto": " "}).status_code == 422
    assert finance.post(new, {"texto": "Primeira.\r\n\r\nFim."}).status_code == 302
    assert finance.post(new, {"texto": "Primeira.\n\nFim."}).status_code == 422, "the same text is no new version"
    assert finance.post(new, {"texto": "Segunda."}).status_code == 302
    assert list(TermsVersion.objects.order_by("number").values_list("number", "text")) == [
        (1, "Primeira.\n\nFim."),
        (2, "Segunda."),
    ]
    page = finance.get("/financeiro/termos/").content.decode()
    assert page.index("Segunda.") < page.index("Primeira.")
    with pytest.raises(Refused, match="same_terms"):
        publish_terms("Segunda.", world.act())


def test_D53_a_contract_that_finance_made_is_accepted_before_it_is_paid(published: TermsVersion) -> None:
    account = contract()
    owner = Client()
    owner.force_login(owner_of(account))
    page, invoice = owner.get("/pedidos/1/").content.decode(), owner.get("/faturas/1/").content.decode()
    assert BOX in page
    assert "Aceitar e ver como pagar" in page
    assert "aceite antes os termos" in invoice
    assert not PAY.search(page + invoice)
    refused = owner.post("/pedidos/1/termos/", follow=True).content.decode()
    assert "leia e aceite os termos" in refused
    assert kept() == []
    done = owner.post("/pedidos/1/termos/", {"termos": "1"}, follow=True).content.decode()
    assert kept() == [(1, "contract", "Lia Prado", 1)]
    assert BOX not in done
    assert PAY.search(done)
    assert PAY.search(owner.get("/faturas/1/").content.decode())
    owner.post("/pedidos/1/termos/", {"termos": "1"})
    assert len(kept()) == 1
    assert owner.post("/pedidos/9/termos/", {"termos": "1"}).status_code == 404


def test_D53_the_mail_of_a_contract_leads_to_the_terms_and_carries_no_paper(published: TermsVersion) -> None:
    """Until they are accepted nobody can pay it straight from the mail; afterwards it is a mail like any other."""
    account = contract()
    order = Order.objects.select_related("invoice__plan", "invoice__subscription__plan").get(account=account)
    Charge.objects.filter(invoice=order.invoice).update(
        method="boleto", state="pending", linha_digitavel="1" * 47, barcode="1" * 44, brcode="000201"
    )
    charge = Charge.objects.select_related("invoice__plan", "invoice__subscription__plan").get(invoice=order.invoice)
    (first,) = order_received(account, charge, order)
    assert (first.values["terms_first"], first.values["linha_digitavel"], first.values["brcode"]) == (True, "", "")
    assert first.slip is None
    assert first.values["url"].endswith("/pedidos/1/"), "where they are accepted before the paper is shown"
    assert accept_contract(account.pk, order.number, 1, world.act(by="Lia Prado"))
    (then,) = order_received(account, charge, order)
    assert (then.values["terms_first"], then.values["brcode"], then.slip) == (False, "000201", charge)


def test_an_order_of_somebody_who_contracted_asks_nothing_before_paying(owner: Client, published: TermsVersion) -> None:
    confirm(owner, licencas="1", pagamento="pix", termos="1")
    page = owner.get("/pedidos/1/").content.decode()
    assert BOX not in page
    assert PAY.search(page)
