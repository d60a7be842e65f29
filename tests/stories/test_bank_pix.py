"""An order by boleto whose bank answers files: the Pix beside it pays at once, and the boleto is withdrawn (1.4)."""

from typing import Any

import pytest
from django.test import Client

from meuplano.actions import pay_invoice, pay_open_invoice
from meuplano.actions.bank_files import carry
from meuplano.actions.pay_open_invoice import NotPossible
from meuplano.gateways.base import Rejected
from meuplano.gateways.fake import FakeBank
from meuplano.records.models import (
    BankTitle,
    BillingDetails,
    Charge,
    Invoice,
    Order,
    Payment,
    Remittance,
    TitleCommand,
    User,
)
from tests.stories.conftest import Story
from tests.stories.test_bank_second_copy import carried

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _boletos_by_file(settings: Any, story: Story) -> None:
    settings.METHOD_GATEWAYS = settings.METHOD_GATEWAYS | {"boleto": "bank_cnab"}
    settings.GATEWAYS = settings.GATEWAYS | {"bank_cnab": {}}
    settings.BILLING = settings.BILLING | {"issue_days_ahead": 0}


@pytest.fixture
def order(story: Story) -> Order:
    """Three licences over R$ 104,40, agreed on 24/03/2027 by boleto: payable until 30/03, after a holiday."""
    story.opens("2027-03-24")
    carry.open_agreement(story.act())
    made = story.buys(by="boleto", licence=3)
    story.expect("order.agreed", "title.queued")
    return made


def owner(story: Story) -> Client:
    client = Client()
    client.force_login(User.objects.get(memberships__account=story.account, memberships__is_owner=True))
    return client


def body(client: Client, url: str) -> str:
    return client.get(url).content.decode().replace("\xa0", " ")


def pix_of(order: Order) -> Charge:
    return Charge.objects.get(invoice=order.invoice, method="pix")


def title() -> BankTitle:
    return BankTitle.objects.get()


def asked(story: Story, order: Order) -> Charge:
    """As the page does it."""
    charge = pay_open_invoice.pay_open_invoice(story.account.pk, order.invoice.number, "pix", story.act())
    pay_invoice.send(charge.pk, story.act())
    charge.refresh_from_db()
    return charge


def pays_pix(story: Story, order: Order) -> None:
    story.bank.control("pay", key=pix_of(order).key)
    story.tick()


def test_the_page_has_it_and_what_was_never_sent_is_forgotten(story: Story, order: Order) -> None:
    client, page, paper = owner(story), f"/pedidos/{order.number}/", f"/faturas/{order.invoice.number}/"
    for url in (page, paper):
        said = body(client, url)
        assert "Boleto ainda não registrado" in said
        assert "Gerar Pix · R$ 104,40" in said
    answer = client.post(f"{paper}pagar/", {"pagamento": "pix", "pedido": order.number})
    assert answer.headers["Location"] == page
    assert client.post(f"{paper}pagar/", {"pagamento": "pix"}).headers["Location"] == paper
    pix = pix_of(order)
    assert (pix.amount_centavos, pix.pay_until) == (10440, order.pay_until)
    for url in (page, paper):
        said = body(client, url)
        assert pix.brcode in said
        assert "Boleto ainda não registrado" in said
        assert "Gerar Pix" not in said
    assert story.mails() == [], "it is before the owner's eyes"

    story.expect("charge.asked", "charge.pending")
    pays_pix(story, order)
    story.expect("payment.received", "order.applied", "title.withdrawn")
    assert story.contracted()["licence"] == 13
    assert (title().state, TitleCommand.objects.get().state) == ("cancelled", "dropped")
    assert carry.bring_remittance(story.act()) == 0, "nothing goes to the bank"
    assert "R$ 104,40 por Pix" in body(client, page)
    story.sound()


def test_what_was_sent_is_written_off_when_the_bank_has_it(story: Story, order: Order) -> None:
    carry.bring_remittance(story.act())
    asked(story, order)
    pays_pix(story, order)
    assert (title().state, story.contracted()["licence"]) == ("withdrawn", 13)
    carried(story, "2027-03-25")  # the write-off goes, the entry's yes comes: nothing is to be printed
    assert Charge.objects.get(method="boleto").state == "cancelled"
    carried(story, "2027-03-29")
    assert title().state == "cancelled"
    commands = TitleCommand.objects.order_by("pk").values_list("verb", "state")
    assert list(commands) == [("entry", "confirmed"), ("write_off", "confirmed")]
    assert story.tasks() == []
    story.sound()


def test_paid_all_the_same_it_finds_its_invoice_and_is_credit(story: Story, order: Order) -> None:
    carried(story, "2027-03-25")
    assert title().state == "registered"
    assert "Gerar Pix · R$ 104,40" in body(owner(story), f"/pedidos/{order.number}/")
    asked(story, order)
    pays_pix(story, order)
    story.bank.control("title", own=title().own_id)  # the payer had printed it
    carried(story, "2027-03-29")
    late = Payment.objects.get(method="boleto")
    assert (late.invoice_id, late.credit_centavos, story.credit()) == (order.invoice_id, 10440, 10440)
    assert (title().state, story.contracted()["licence"], story.invoices()) == ("paid", 13, [(10440, "paid")])
    story.sound()


def test_the_boleto_that_pays_first_takes_the_pix_away(story: Story, order: Order) -> None:
    carried(story, "2027-03-25")
    asked(story, order)
    story.bank.control("title", own=title().own_id)
    carried(story, "2027-03-29")
    assert (pix_of(order).state, story.contracted()["licence"], story.credit()) == ("cancelled", 13, 0)
    story.sound()


def test_refused_by_the_bank_the_pix_is_the_way_out(story: Story, order: Order) -> None:
    BillingDetails.objects.update(postal_code="00000001")
    Invoice.objects.filter(pk=order.invoice_id).update(billing=order.invoice.billing | {"postal_code": "00000001"})
    BankTitle.objects.update(payer=title().payer | {"postcode": "00000001"})
    carried(story, "2027-03-25")
    assert title().state == "rejected"
    said = body(owner(story), f"/pedidos/{order.number}/")
    assert "O banco ainda não aceitou os dados deste boleto" in said
    assert "Gerar Pix · R$ 104,40" in said
    asked(story, order)
    pays_pix(story, order)
    assert (title().state, story.contracted()["licence"]) == ("cancelled", 13)
    assert Remittance.objects.count() == 1
    story.sound()


def test_withdrawn_and_then_refused_there_is_nothing_to_write_off(story: Story, order: Order) -> None:
    BankTitle.objects.update(payer=title().payer | {"postcode": "00000001"})
    carry.bring_remittance(story.act())
    asked(story, order)
    pays_pix(story, order)
    story.on("2027-03-25")
    carry.fetch_returns(story.act())
    story._drain()
    commands = TitleCommand.objects.order_by("pk").values_list("verb", "state")
    assert (title().state, list(commands)) == ("cancelled", [("entry", "refused"), ("write_off", "dropped")])
    assert "title_rejected" not in story.tasks()


def test_a_pix_that_the_bank_refuses_leaves_the_order_to_its_boleto(
    story: Story, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise Rejected("no_key", "A chave Pix não existe mais.")

    monkeypatch.setattr(FakeBank, "charge", refuse)
    charge = asked(story, order)
    order.refresh_from_db()
    assert (charge.state, order.status) == ("refused", "waiting")


def test_only_while_it_waits_and_where_there_is_a_pix(story: Story, order: Order, settings: Any) -> None:
    settings.METHOD_GATEWAYS = settings.METHOD_GATEWAYS | {"pix": ""}
    assert "Gerar Pix" not in body(owner(story), f"/pedidos/{order.number}/")
    with pytest.raises(NotPossible):
        asked(story, order)
    settings.METHOD_GATEWAYS = settings.METHOD_GATEWAYS | {"pix": "fake"}
    with pytest.raises(NotPossible):
        pay_open_invoice.pay_open_invoice(story.account.pk, order.invoice.number, "card", story.act())
    story.on("2027-03-31")  # its last day is over, and the bank's news of it are not in
    order.refresh_from_db()
    assert order.status == "waiting"
    assert "Gerar Pix" not in body(owner(story), f"/pedidos/{order.number}/")
    with pytest.raises(NotPossible):
        asked(story, order)
