"""Finance settles what is missing of an invoice as tax that the customer withheld, with the proof attached (D44).

No money moves: it becomes a receipt and a payment by "retention", which the ledger keeps in a book of its own.
"""

from meuplano.actions import proofs
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import Upload
from meuplano.actions.settle_payment import settle_invoice
from meuplano.records import events
from meuplano.records.models import Account, Instalment, Invoice, Payment, Proof, Receipt
from meuplano.rules import retention
from meuplano.rules.act import Act
from meuplano.rules.ledger import RETENTION
from meuplano.rules.money import Money


def keep_proof(account_id: int, number: int, file: Upload, act: Act) -> Proof:
    """Keep what shows that the tax was withheld; the same file for the same invoice is kept once.

    Raises Refused: no_file, not_open; and FileRefused: file_too_large, file_unknown.
    """
    checked, digest = proofs.read_proof(file)
    with locked(account_id, act) as account:
        invoice = Invoice.objects.filter(account=account, number=number).first()
        if invoice is None:
            raise Refused("not_open")
        kept = Proof.objects.filter(account=account, invoice=invoice, sha256=digest, trust=None)
        return kept.defer("content").first() or proofs.keep(account, invoice, checked, digest, act)


def settle_retention(account_id: int, number: int, amount: Money, proof_id: int, reason: str, act: Act) -> Payment:
    """Settle `amount` of the open invoice, or of its earliest open instalment; asked for again it is the same payment.

    It counts from the day of the payment that it was withheld from, and bears neither fine nor interest: that money was
    owed to the tax office. Raises Refused: no_reason, not_open, and those of `rules.retention.refusal`.
    """
    if not reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        done = Payment.objects.filter(account=account, proof=proof_id).first()
        if done is not None:
            return done
        invoice = Invoice.objects.filter(account=account, number=number, status="open").first()
        if invoice is None:
            raise Refused("not_open")
        part = None
        if invoice.instalment:
            part = Instalment.objects.get(account=account, invoice=invoice, number=invoice.instalment)
        paid = part.paid_centavos if part else invoice.paid_centavos
        refused = retention.refusal(amount, paid=Money(paid), still_open=part.open if part else invoice.open)
        if refused:
            raise Refused(refused)
        return _settle(account, invoice, part, amount, proof_id, reason.strip(), act)


def _settle(
    account: Account, invoice: Invoice, part: Instalment | None, amount: Money, proof_id: int, reason: str, act: Act
) -> Payment:
    withheld_from = Payment.objects.filter(account=account, invoice=invoice, principal_centavos__gt=0, undone=False)
    receipt = Receipt.objects.create(
        gateway="finance",
        external_id=f"retention-{proof_id}",
        kind="payment",
        amount_centavos=amount.centavos,
        late_centavos=0,
        paid_on=withheld_from.latest("paid_on", "pk").paid_on,
        method=RETENTION,
        known_at=act.at,
        matched=True,
    )
    payment = settle_invoice(account, invoice, receipt, act, part=part, proof_id=proof_id)
    events.record(
        "retention.settled",
        act,
        account,
        invoice=invoice.number,
        payment=payment.pk,
        amount=amount.centavos,
        reason=reason,
    )
    return payment
