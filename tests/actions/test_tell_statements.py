"""The yearly statement is told of once, by May or in the month after its last debt was paid, with the paper (D52)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from meuplano.actions.tell_statements import tell_statements
from meuplano.records.models import Account, Event, Invoice, Subscription
from meuplano.rules.act import Act
from tests import world
from tests.documents.paper import said_on
from tests.portal.test_invoices import renewal, settled

APRIL = date(2028, 4, 20)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateways")]


@pytest.fixture
def aurora() -> Account:
    return world.account(statement_on=APRIL)


def told(account: Account) -> list[tuple[int, date]]:
    events = Event.objects.filter(account=account, name="statement.ready").order_by("pk")
    return [(event.data["year"], Act("x", event.at).today) for event in events]


def look_on(account: Account) -> date | None:
    return Subscription.objects.get(account=account).statement_on


def test_by_may_once_with_the_paper(aurora: Account, drain: Any) -> None:
    """D52: to the owner and the finance e-mails, on 20 April and never again."""
    settled(renewal(aurora, world.TODAY), "a", 89900, world.TODAY)
    assert tell_statements(world.act(APRIL - timedelta(1))) == 0
    assert tell_statements(world.act(APRIL)) == 1
    drain()
    sent = [letter for letter in mail.outbox if "quitação" in letter.subject]
    assert [letter.to for letter in sent] == [["marina@c1001.example"], ["financeiro@c1001.example"]]
    name, content, kind = sent[0].attachments[0]
    assert (name, kind) == ("C1001-quitacao-2027.pdf", "application/pdf")
    assert "nos meses em que houve faturamento: março." in said_on(content)
    for day in (APRIL, APRIL + timedelta(30), date(2029, 4, 20)):
        assert tell_statements(world.act(day)) == 0
    assert told(aurora) == [(2027, APRIL)]
    assert look_on(aurora) == date(2030, 4, 20)


def test_a_debt_keeps_it_back_until_the_month_after_it_is_paid(aurora: Account) -> None:
    """D52, art. 3."""
    invoice = renewal(aurora, world.TODAY)
    assert tell_statements(world.act(APRIL)) == 0
    assert look_on(aurora) == date(2028, 5, 1)
    assert tell_statements(world.act(date(2028, 5, 1))) == 0
    settled(Invoice.objects.get(pk=invoice.pk), "a", 89900, date(2028, 5, 10))
    assert tell_statements(world.act(date(2028, 6, 1))) == 1
    assert told(aurora) == [(2027, date(2028, 6, 1))]


def test_only_the_last_subscription_of_an_account_is_looked_at(aurora: Account) -> None:
    settled(renewal(aurora, world.TODAY), "a", 89900, world.TODAY)
    first = Subscription.objects.get(account=aurora)
    Subscription.objects.filter(pk=first.pk).update(status="cancelled", ended_on=world.TODAY)
    fields = ("plan_id", "cycle", "anchor", "period_start", "period_end", "method", "statement_on")
    again = Subscription.objects.create(account=aurora, **{name: getattr(first, name) for name in fields})
    assert tell_statements(world.act(APRIL)) == 1
    kept = dict(Subscription.objects.values_list("pk", "statement_on"))
    assert kept == {first.pk: None, again.pk: date(2029, 4, 20)}


def test_nothing_fell_due_and_nothing_is_said(aurora: Account) -> None:
    assert tell_statements(world.act(APRIL)) == 0
    assert (told(aurora), look_on(aurora)) == ([], date(2029, 4, 20))


def test_whoever_pays_again_before_the_mail_is_written_hears_nothing(aurora: Account, drain: Any) -> None:
    """A debt that was opened again meanwhile drops the mail (R-25)."""
    invoice = renewal(aurora, world.TODAY)
    settled(invoice, "a", 89900, world.TODAY)
    tell_statements(world.act(APRIL))
    renewal(aurora, world.TODAY + timedelta(2), kind="order")
    drain()
    assert not [letter for letter in mail.outbox if "quitação" in letter.subject]
