"""What the database refuses of proofs, of the access they give (D51) and of tax withheld (D44)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from meuplano.records.models import (
    Account,
    Approval,
    Event,
    Invoice,
    Member,
    Payment,
    Proof,
    Receipt,
    Subscription,
    Task,
    Trust,
)
from tests import world
from tests.portal.test_invoices import renewal
from tests.records.test_guards import refused, sql

pytestmark = pytest.mark.django_db
P, T = "meuplano_proof", "meuplano_trust"
OTHER = "(select id from meuplano_account where code = 'C2002')"


@pytest.fixture
def given() -> Trust:
    account = world.account()
    world.account("C2002")
    return trusted(account)


def trusted(account: Account) -> Trust:
    invoice = renewal(account, world.TODAY - timedelta(20))
    proof = Proof.objects.create(
        account=account, invoice=invoice, sent_by="Marina", sent_at=world.act().at, name="a.pdf",
        content_type="application/pdf", size=5, sha256="", content=b"%PDF-",
    )  # fmt: skip
    return Trust.objects.create(
        account=account, invoice=invoice, subscription=Subscription.objects.get(account=account), proof=proof,
        given_on=world.TODAY, until=world.TODAY + timedelta(6), task=task(account),
    )  # fmt: skip


def task(account: Account) -> Task:
    event = Event.objects.create(account=account, name="trust.given", by="Marina", at=world.act().at)
    return Task.objects.create(account=account, kind="trust", text="x", event=event, made_on=world.TODAY)


INSERT = (
    f"insert into {T} (account_id, invoice_id, subscription_id, proof_id, state, given_on, until, decided_by, reason, "
    "task_id) "
    f"select {{account}}, {{invoice}}, subscription_id, {{proof}}, 'given', given_on, until, '', '', {{task}} from {T}"
)
AGAIN = {
    "account": "account_id",
    "invoice": "invoice_id",
    "proof": "proof_id",
    "task": "(select max(id) from meuplano_task)",
}


def test_d51_an_invoice_is_trusted_once(given: Trust) -> None:
    """Whatever the action forgets: a second release on the same invoice does not get in."""
    task(given.account)
    copy = (
        f"insert into {P} (account_id, invoice_id, sent_by, sent_at, name, content_type, size, sha256, content) "
        f"select account_id, invoice_id, sent_by, sent_at, name, content_type, size, sha256, content from {P}"
    )
    sql(copy)()
    refused("an_invoice_is_trusted_once", sql(INSERT.format(**AGAIN | {"proof": f"(select max(id) from {P})"})))


def test_d51_a_proof_is_of_its_own_account(given: Trust) -> None:
    task(given.account)
    refused("trust_invoice_same_account", sql(INSERT.format(**AGAIN | {"account": OTHER})))
    refused(
        "proof_invoice_same_account",
        sql(
            f"insert into {P} (account_id, invoice_id, sent_by, sent_at, name, content_type, size, sha256, content) "
            f"select {OTHER}, invoice_id, sent_by, sent_at, name, content_type, size, sha256, content from {P}"
        ),
    )


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("a_trust_is_fixed", f"update {T} set until = until + 30"),
        ("a_trust_is_fixed", f"update {T} set given_on = given_on - 1"),
        ("a_trust_is_fixed", f"update {T} set proof_id = proof_id + 1"),
        ("a_trust_has_a_known_state", f"update {T} set state = 'renewed'"),
        ("a_decided_trust_says_by_whom", f"update {T} set state = 'confirmed'"),
        ("a_refused_trust_says_why", f"update {T} set state = 'refused', decided_by = 'R', decided_at = now()"),
        ("a_refused_trust_says_why", f"update {T} set reason = 'x'"),
        ("who_decided_a_trust_says_when", f"update {T} set state = 'confirmed', decided_by = 'R'"),
        ("trust_is_never_deleted", f"delete from {T}"),
        ("proof_is_append_only", f"update {P} set content = 'outro', size = 5"),
        ("proof_is_append_only", f"delete from {P}"),
    ],
)
def test_d51_what_was_shown_and_given_stays(given: Trust, name: str, statement: str) -> None:
    refused(name, sql(statement))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("a_proof_is_as_long_as_it_says", "'a.pdf', 'application/pdf', 6, '', 'ola'"),
        ("a_proof_is_not_huge", "'a.pdf', 'application/pdf', 0, '', ''::bytea"),
        ("a_proof_has_a_plain_name", "'../a.pdf', 'application/pdf', 3, '', 'ola'"),
        ("a_proof_is_of_a_known_kind", "'a.html', 'text/html', 3, '', 'ola'"),
    ],
)
def test_d51_a_proof_is_what_it_says(given: Trust, name: str, values: str) -> None:
    insert = (
        f"insert into {P} (account_id, invoice_id, sent_by, sent_at, name, content_type, size, sha256, content) "
        f"select account_id, invoice_id, sent_by, sent_at, {values} from {P}"
    )
    refused(name, sql(insert))


def test_d51_days_of_trust_are_some(given: Trust) -> None:
    refused("trust_is_for_some_days", no_days())


def no_days() -> Callable[[], object]:
    """The same for the neighbour, until the day on which it was given."""
    breu = Account.objects.get(code="C2002")
    made = task(breu)
    invoice = renewal(breu, world.TODAY - timedelta(20))
    proof = Proof.objects.create(
        account=breu, invoice=invoice, sent_by="T", sent_at=world.act().at, name="a.pdf",
        content_type="application/pdf", size=5, sha256="", content=b"%PDF-",
    )  # fmt: skip
    live = Subscription.objects.get(account=breu)
    return sql(
        f"insert into {T} (account_id, invoice_id, subscription_id, proof_id, state, given_on, until, decided_by, "
        "reason, task_id) values (%s, %s, %s, %s, 'given', '2027-03-24', '2027-03-24', '', '', %s)",
        breu.pk, invoice.pk, live.pk, proof.pk, made.pk,
    )  # fmt: skip


def withheld(given: Trust, **changes: Any) -> Callable[[], object]:
    """Tax withheld of one real with the proof that is there, but for what is changed."""
    receipt = Receipt.objects.create(
        gateway="finance", external_id="r", kind="payment", amount_centavos=100, paid_on=world.TODAY,
        method="retention", known_at=world.act().at, matched=True,
    )  # fmt: skip
    values = {"method": "retention", "proof": given.proof, "amount_centavos": 100, "principal_centavos": 100} | changes
    account = values.pop("account", given.account)
    return lambda: Payment.objects.create(
        account=account, receipt=receipt, invoice=given.invoice, paid_on=world.TODAY, known_at=world.act().at, **values
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"proof": None},
        {"method": "pix"},
        {"principal_centavos": 0, "credit_centavos": 100},
        {"principal_centavos": 50, "charges_centavos": 50},
    ],
)
def test_d44_withheld_tax_has_its_proof(given: Trust, changes: dict[str, Any]) -> None:
    """And is principal: never credit that could be paid out, never fine or interest."""
    refused("withheld_tax_has_its_proof", withheld(given, **changes))


def test_d44_a_proof_settles_once_and_in_its_account(given: Trust) -> None:
    Invoice.objects.filter(pk=given.invoice_id).update(paid_centavos=100)
    withheld(given)()
    Receipt.objects.filter(external_id="r").update(external_id="r1")
    refused("a_proof_settles_once", withheld(given))
    Receipt.objects.filter(external_id="r").update(external_id="r2")
    refused("same_account", withheld(given, account=Account.objects.get(code="C2002")))


def test_d44_a_retention_is_asked_for_with_its_proof(given: Trust) -> None:
    person = Member.objects.filter(account=given.account).first().user
    asked = {"account": given.account, "invoice": given.invoice, "amount_centavos": 100, "reason": "x"}
    asked |= {"asked_by": person, "asked_at": world.act().at, "task": task(given.account)}
    refused("a_retention_is_asked_for_with_its_proof", lambda: Approval.objects.create(kind="retention", **asked))
    refused(
        "a_retention_is_asked_for_with_its_proof",
        lambda: Approval.objects.create(kind="write_off", proof=given.proof, **asked),
    )


@pytest.mark.parametrize(
    ("name", "attack"),
    [
        ("no_more_tax_is_withheld_than_may_be", "update meuplano_billingdetails set iss = 4000, inss = 1001"),
        ("less_is_withheld_than_is_asked_for", "update meuplano_invoice set to_withhold_centavos = total_centavos"),
        ("less_is_withheld_than_is_asked_for", "update meuplano_invoice set to_withhold_centavos = -1"),
        (
            "less_is_withheld_than_an_instalment_asks_for",
            "insert into meuplano_instalment (account_id, invoice_id, number, due_on, amount_centavos, paid_centavos, "
            "status, to_withhold_centavos) select account_id, id, 1, due_on, 100, 1, 'open', 99 from meuplano_invoice "
            "limit 1",
        ),
    ],
)
def test_d44_tax_is_never_all_that_is_asked_for(given: Trust, name: str, attack: str) -> None:
    refused(name, sql(attack))


def test_d44_tax_is_withheld_once_of_a_payment(given: Trust) -> None:
    receipt = Receipt.objects.create(
        gateway="fake", external_id="net", kind="payment", amount_centavos=100, paid_on=world.TODAY, method="pix",
        known_at=world.act().at, matched=True,
    )  # fmt: skip
    net = Payment.objects.create(
        account=given.account, receipt=receipt, invoice=given.invoice, method="pix", paid_on=world.TODAY,
        known_at=world.act().at, amount_centavos=100, principal_centavos=100,
    )  # fmt: skip
    Invoice.objects.filter(pk=given.invoice_id).update(paid_centavos=200)
    withheld(given, proof=None, withheld_from=net)()
    Receipt.objects.filter(external_id="r").update(external_id="r1")
    refused("tax_is_withheld_once_of_a_payment", withheld(given, proof=None, withheld_from=net))
    Receipt.objects.filter(external_id="r").update(external_id="r2")
    refused("withheld_tax_has_its_proof", withheld(given, withheld_from=net))
