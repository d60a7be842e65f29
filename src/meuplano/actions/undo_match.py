"""Finance had matched a receipt to the wrong invoice: what it did is taken back, and it waits for a person again (D34).

Nothing is rewritten: a payment with a minus sign, of the same receipt, undoes the one that was a mistake.
"""

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.receipts import ask_a_person
from meuplano.actions.refused import Refused
from meuplano.actions.reverse_payment import due_again, reopen, uncredit
from meuplano.actions.withholding import take_back_withheld, withheld_of
from meuplano.records import events
from meuplano.records.books import post
from meuplano.records.models import Account, Credit, CreditNote, LateCharge, Payment, Receipt, Task
from meuplano.rules import ledger, undoing
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money


def undo_match(account_id: int, payment_id: int, reason: str, act: Act) -> bool:
    """Undo the payment that a person made of a receipt; False if that was done before.

    Its invoice, or the part of it, is open again, due on the 3rd business day where it was paid; licences in use stay
    (D34). The credit that was too much is taken back whole: what of it was used meanwhile would be a debt of ours
    making, so that nothing is done then. Raises Refused: no_reason, credit_used, and those of `rules.undoing`. Raises
    Payment.DoesNotExist.
    """
    if not reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        wrong = Payment.objects.select_related("invoice", "instalment").get(account=account, pk=payment_id, undoes=None)
        if wrong.undone:
            return False
        receipt = Receipt.objects.select_for_update().get(pk=wrong.receipt_id)
        if refused := undo_refusal(wrong):
            raise Refused(refused)
        _undo(account, wrong, receipt, reason.strip()[:200], act)
        return True


def undo_refusal(payment: Payment) -> str | None:
    """Why this payment's match is not undone (`rules.undoing`); None where it may be, if its credit is still whole."""
    receipt, invoice = payment.receipt, payment.invoice
    reversals = Receipt.objects.filter(kind="reversal", gateway=receipt.gateway, reverses=receipt.external_id)
    of_it = Credit.objects.filter(account=payment.account_id, payment=payment)
    return undoing.refusal(
        by_hand=receipt.kind == "payment"
        and bool(receipt.settled_by)
        and invoice is not None
        and payment.undoes_id is None,
        reversed_=reversals.exists(),
        dead=(payment.principal_centavos > 0 and invoice is not None and invoice.status not in ("open", "paid"))
        or of_it.exclude(cause="surplus").exists(),
        noted=CreditNote.objects.filter(account=payment.account_id, invoice=invoice).exists(),
    )


def _undo(account: Account, wrong: Payment, receipt: Receipt, reason: str, act: Act) -> None:
    assert wrong.invoice is not None
    due_on = due_again(act)
    undoing_it = _minus(account, wrong, act)
    if wrong.principal_centavos:
        _forget_late_charges(account, wrong)
        tax = withheld_of(account, wrong)
        if tax is not None:  # it was withheld of money that was not for it
            take_back_withheld(account, tax, act)
        reopen(account, wrong, undoing_it, due_on, act, tax=Money(tax.amount_centavos) if tax else ZERO)
    if uncredit(account, wrong, ZERO, act, why="O pagamento era de outra fatura") > ZERO:
        raise Refused("credit_used")
    receipt.matched, receipt.settled_by = False, ""
    receipt.save(update_fields=["matched", "settled_by"])
    surplus = Task.objects.filter(account=account, kind="surplus", event__data__invoice=wrong.invoice.number)
    surplus.filter(done_at=None, amount_centavos=wrong.credit_centavos).update(
        done_at=act.at, done_by=act.by, note="O pagamento era de outra fatura"
    )
    event = events.record(
        "match.undone",
        act,
        account,
        receipt=receipt.pk,
        payment=undoing_it.pk,
        invoice=wrong.invoice.number,
        amount=wrong.amount_centavos,
        due_on=due_on.isoformat(),
        reason=reason,
    )
    if wrong.principal_centavos:
        tell(event)
    where = f"{account.code}-{wrong.invoice.number}"
    ask_a_person(None, receipt, f"{Money(receipt.amount_centavos)} que não eram da fatura {where}: de qual são?", act)


def _minus(account: Account, wrong: Payment, act: Act) -> Payment:
    """The same receipt, with every part taken back, and the mistake marked as such."""
    minus = Payment.objects.create(
        account=account,
        receipt_id=wrong.receipt_id,
        invoice=wrong.invoice,
        instalment=wrong.instalment,
        method=wrong.method,
        paid_on=act.today,
        known_at=act.at,
        amount_centavos=-wrong.amount_centavos,
        principal_centavos=-wrong.principal_centavos,
        charges_centavos=-wrong.charges_centavos,
        credit_centavos=-wrong.credit_centavos,
        undoes=wrong,
    )
    Payment.objects.filter(pk=wrong.pk).update(undone=True)
    parts = (wrong.amount_centavos, wrong.principal_centavos, wrong.credit_centavos, wrong.charges_centavos)
    post(account, act, ledger.reversal(*map(Money, parts)), why="match.undone", invoice=wrong.invoice, payment=minus)
    return minus


def _forget_late_charges(account: Account, wrong: Payment) -> None:
    """Money that never came for it left no fine and interest for the next renewal; what is billed by now stays."""
    assert wrong.invoice is not None
    others = Payment.objects.filter(account=account, invoice=wrong.invoice, amount_centavos__lt=0).exclude(undoes=wrong)
    if wrong.invoice.status == "paid" and not others.exists():
        LateCharge.objects.filter(account=account, invoice=wrong.invoice, billed_on=None, waived_by="").delete()
