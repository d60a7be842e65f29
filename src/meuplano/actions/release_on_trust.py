"""The owner shows a proof of payment, and gets access for three business days: once per overdue invoice (D51)."""

from datetime import date

from meuplano.actions import lateness, proofs
from meuplano.actions.calendar import banking_days
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import Checked, Upload
from meuplano.documents import words
from meuplano.records import events
from meuplano.records.models import Account, Invoice, Task, Trust
from meuplano.rules import ladder, trust
from meuplano.rules.act import Act


def release_on_trust(account_id: int, number: int, *, file: Upload, act: Act) -> Trust:
    """Access until `Trust.until`; the same file sent again is the same. Raises Invoice.DoesNotExist.

    Raises Refused: no_file, a reason of `rules.trust.refusal`; and FileRefused: file_too_large, file_unknown.
    """
    checked, digest = proofs.read_proof(file)
    with locked(account_id, act) as account:
        invoice = Invoice.objects.select_related("subscription").get(account=account, number=number)
        before = given_for(invoice)
        if before is not None and before.proof.sha256 == digest:
            return before
        reason = refusal(invoice, before, act.today)
        if reason:
            raise Refused(reason)
        return _give(account, invoice, checked, digest, act)


def refusal(invoice: Invoice, before: Trust | None, today: date) -> str | None:
    """Why a proof for this invoice would give nothing today; `before` is what it had already."""
    order = invoice.orders.values_list("status", flat=True).first()
    case = trust.Case(
        status=invoice.subscription.status,
        days_late=lateness.charges_on(invoice, today, order).days,
        used=before is not None,
        suspends_on=lateness.morning_of(invoice, ladder.SUSPEND),
    )
    return trust.refusal(case, today, banking_days())


def given_for(invoice: Invoice) -> Trust | None:
    """What this invoice, or one that it was issued in place of, was trusted with; its file is not read."""
    line: Invoice | None = invoice
    while line is not None:
        found = Trust.objects.filter(account=invoice.account_id, invoice=line).select_related("proof")
        given = found.defer("proof__content").first()
        if given is not None:
            return given
        line = line.instead_of
    return None


def _give(account: Account, invoice: Invoice, file: Checked, digest: str, act: Act) -> Trust:
    until = trust.trusted_until(act.today, banking_days())
    proof = proofs.keep(account, invoice, file, digest, act)
    event = events.record("trust.given", act, account, invoice=invoice.number, until=until.isoformat(), file=file.name)
    text = f"Comprovante da fatura nº {invoice.number}: acesso liberado até {words.day(until)}"
    task = Task.objects.create(
        account=account,
        kind="trust",
        text=text,
        amount_centavos=invoice.open.centavos,
        event=event,
        made_on=act.today,
    )
    given = Trust.objects.create(
        account=account,
        invoice=invoice,
        subscription=invoice.subscription,
        proof=proof,
        given_on=act.today,
        until=until,
        task=task,
    )
    subscription = invoice.subscription
    subscription.trusted_until = max(until, subscription.trusted_until or until)
    subscription.save(update_fields=["trusted_until"])
    tell(event)
    return given
