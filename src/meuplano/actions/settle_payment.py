"""A receipt becomes a payment: the only place where an invoice becomes paid (rule 8, D05–D07, D27, D34).

Webhook, poll, bank file and a person's entry all arrive here as the same `gateways.base.Receipt`, which counts once.
"""

from django.db import transaction

from meuplano.actions.apply_order import apply_order
from meuplano.actions.cancel_invoice import withdraw_papers
from meuplano.actions.come_back import come_back
from meuplano.actions.give_way import give_way
from meuplano.actions.instalments import part_for, stand_for
from meuplano.actions.lateness import charges_on
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.receipts import charge_of, keep_unmatched, write_down
from meuplano.actions.reissue_invoice import successor
from meuplano.actions.reverse_payment import standing, take_back, take_back_what_came_first
from meuplano.actions.set_method import set_method
from meuplano.actions.settle_refund import settle_refund
from meuplano.actions.withholding import keep_withheld, still_withheld
from meuplano.actions.write_off_invoice import recover
from meuplano.gateways import base
from meuplano.records import credits, events
from meuplano.records.books import post
from meuplano.records.faults import point
from meuplano.records.models import (
    Account,
    Card,
    Charge,
    Instalment,
    Invoice,
    LateCharge,
    Notice,
    Payment,
    Receipt,
    Refund,
    Task,
)
from meuplano.rules import ledger, orders
from meuplano.rules.act import Act
from meuplano.rules.matching import Meaning, meaning
from meuplano.rules.money import ZERO, Money

NOTES = {
    "invoice_paid": "Pago duas vezes",
    "invoice_dead": "Pago depois de a fatura ser cancelada",
    "order_dead": "Pago depois de o pedido terminar",
    "paid_too_late": "Pago depois do prazo do pedido",
    "too_much": "Pago a mais",
}


def settle(receipt: base.Receipt, act: Act, notice: Notice | None = None) -> str:
    """Take in one receipt, in its own transaction; returns "settled", "known" or "unmatched"."""
    if receipt.kind == "reversal" and not receipt.refund_key and (outcome := _of_a_match(receipt, act, notice)):
        return outcome
    charge = charge_of(receipt)
    if charge is None:
        return keep_unmatched(receipt, act, notice)
    with locked(charge.account_id, act) as account:
        charge.refresh_from_db()
        return settle_locked(account, charge, receipt, act, notice)


def _of_a_match(receipt: base.Receipt, act: Act, notice: Notice | None) -> str | None:
    """The bank takes back money that a person had said whose it is: undone there, whatever charge the news names.

    None where no person had. Whoever matches at the same moment holds the receipt's row, or waits for this one.
    """
    with transaction.atomic():
        came = Receipt.objects.select_for_update().filter(gateway=receipt.gateway, external_id=receipt.reverses).first()
        original = standing(receipt).exclude(receipt__settled_by="").first() if came else None
        if original is None:
            waits = came is not None and not came.matched
            return keep_unmatched(receipt, act, notice) if waits else None
    with locked(original.account_id, act) as account:
        row, new = write_down(receipt, act, notice, matched=True)
        return take_back(account, None, row, act) if new else "known"


def settle_locked(
    account: Account, charge: Charge, receipt: base.Receipt, act: Act, notice: Notice | None = None
) -> str:
    """The same, for a charge that is known, with its account locked."""
    row, new = write_down(receipt, act, notice, matched=True)
    if not new:
        return "known"
    point("between_receipt_and_payment")
    if receipt.kind == "reversal":
        refund = Refund.objects.filter(account=account, key=receipt.refund_key).first() if receipt.refund_key else None
        return settle_refund(account, refund, row, act) if refund else take_back(account, charge, row, act)
    invoice = successor(account, Invoice.objects.get(account=account, pk=charge.invoice_id))
    own_paper = invoice.pk == charge.invoice_id
    recover(account, invoice, act)
    card = _keep_card(account, charge, receipt, act)
    charge.move("pay", external_id=receipt.charge_id or charge.external_id)
    settle_invoice(account, invoice, row, act, card, part_for(invoice, charge), own_paper=own_paper)
    if charge.make_default and card is not None:
        set_method(account, orders.CARD, card, act, invoice=invoice.number)
    take_back_what_came_first(account, charge, row, act)
    return "settled"


def settle_invoice(
    account: Account,
    invoice: Invoice,
    receipt: Receipt,
    act: Act,
    card: Card | None = None,
    part: Instalment | None = None,
    proof_id: int | None = None,
    own_paper: bool = True,
) -> Payment:
    """Divide a receipt by what it means for this invoice, and let everything follow that follows from it.

    `own_paper` is False where the paper of an invoice is paid that this one took the place of. `proof_id` is the
    proof of one that is no money but tax the customer withheld (D44).

    Of an invoice in instalments it pays one, `part`; what is more than that is credit, as with a whole one (D28).
    """
    order = invoice.orders.select_related("subscription", "invoice").first()
    means = meaning(
        amount=Money(receipt.amount_centavos),
        paid_on=receipt.paid_on,
        invoice_open=part.open if part else invoice.open,
        invoice_status="paid" if part and part.status == "paid" else invoice.status,
        charges=charges_on(invoice, receipt.paid_on, order.status if order else None, part).total,
        reported=None if receipt.late_centavos is None else Money(receipt.late_centavos),
        own_paper=own_paper,
        order_status=order.status if order else None,
        payable_until=order.pay_until if order else None,
        to_withhold=Money((part or invoice).to_withhold_centavos) if proof_id is None else ZERO,
    )
    whole = means.pays_invoice and means.to_principal + means.withheld == invoice.open
    payment = _pay(account, invoice, receipt, means, act, part, proof_id)
    event = events.record(
        "payment.received",
        act,
        account,
        invoice=invoice.number,
        payment=payment.pk,
        amount=payment.amount_centavos,
        paid_on=payment.paid_on.isoformat(),
        method=payment.method,
        note=means.note,
        **({"withheld": means.withheld.centavos} if means.withheld else {}),
    )
    if means.to_principal > ZERO:
        tell(event)
    if means.applies_order and order is not None:
        apply_order(account, order, act, card, paid_on=receipt.paid_on)
    if whole:
        withdraw_papers(account, invoice)
    elif means.pays_invoice and part is not None:
        withdraw_papers(account, invoice, part)
    if whole and invoice.kind == "renewal":
        give_way(account, invoice, receipt.paid_on, act)
    if means.charges_left > ZERO:
        _leave_late_charges(account, invoice, means.charges_left)
    if means.to_principal > ZERO:
        come_back(account, receipt.paid_on, act)
    if means.surplus > ZERO:
        _credit_the_surplus(account, invoice, payment, means, act)
    return payment


def _pay(
    account: Account,
    invoice: Invoice,
    receipt: Receipt,
    means: Meaning,
    act: Act,
    part: Instalment | None,
    proof_id: int | None,
) -> Payment:
    payment = Payment.objects.create(
        account=account,
        receipt=receipt,
        invoice=invoice,
        instalment=part,
        method=receipt.method,
        paid_on=receipt.paid_on,
        known_at=act.at,
        amount_centavos=receipt.amount_centavos,
        principal_centavos=means.to_principal.centavos,
        charges_centavos=means.to_charges.centavos,
        credit_centavos=means.surplus.centavos,
        proof_id=proof_id,
    )
    as_tax = means.to_principal if proof_id else ZERO
    if means.to_principal > ZERO:
        _pay_principal(invoice, part, means, receipt, as_tax)
    amount = Money(receipt.amount_centavos)
    postings = ledger.payment_received(amount, means.to_principal, means.surplus, means.to_charges)
    if proof_id is not None:
        postings = ledger.retained(amount)
    post(account, act, postings, why="payment.received", invoice=invoice, payment=payment)
    keep_withheld(account, payment, means.withheld, act)
    return payment


def _pay_principal(invoice: Invoice, part: Instalment | None, means: Meaning, receipt: Receipt, as_tax: Money) -> None:
    """The invoice, and of one in instalments the part, has that much more; so much of it was settled `as_tax`."""
    came = means.to_principal + means.withheld
    whole = means.pays_invoice and came == invoice.open
    if part is not None:
        _add(part, came, receipt, as_tax, over=means.pays_invoice)
    _add(invoice, came, receipt, as_tax, over=whole)
    if part is not None and not whole:
        stand_for(invoice)


def _add(row: Invoice | Instalment, came: Money, receipt: Receipt, as_tax: Money, *, over: bool) -> None:
    paid = row.paid_centavos + came.centavos
    if over:
        row.move("pay", paid_centavos=paid, paid_on=receipt.paid_on, to_withhold_centavos=0)
        return
    row.to_withhold_centavos = still_withheld(row, row.open - came, as_tax)
    row.paid_centavos = paid
    row.save(update_fields=["paid_centavos", "to_withhold_centavos"])


def _leave_late_charges(account: Account, invoice: Invoice, left: Money) -> None:
    """A line on the next renewal (D27); one that was paid late twice, the first time taken back, leaves both."""
    waiting = LateCharge.objects.filter(account=account, invoice=invoice, billed_on=None).first()
    if waiting is None:
        LateCharge.objects.create(account=account, invoice=invoice, amount_centavos=left.centavos)
    elif not waiting.waived_by:
        waiting.amount_centavos += left.centavos
        waiting.save(update_fields=["amount_centavos"])


def _credit_the_surplus(account: Account, invoice: Invoice, payment: Payment, means: Meaning, act: Act) -> None:
    reason = f"{NOTES.get(means.note or '', 'Pago a mais')}: fatura nº {invoice.number}"
    credits.grant(account, means.surplus, kind="refundable", reason=reason, act=act, payment=payment, cause="surplus")
    event = events.record(
        "credit.granted",
        act,
        account,
        amount=means.surplus.centavos,
        kind="refundable",
        reason=reason,
        note=means.note,
        invoice=invoice.number,
    )
    if means.to_principal == ZERO:  # else the receipt says it
        tell(event)
    Task.objects.create(
        account=account,
        kind="surplus",
        text=f"{means.surplus} a mais. {reason}",
        amount_centavos=means.surplus.centavos,
        event=event,
        made_on=act.today,
    )


def _keep_card(account: Account, charge: Charge, receipt: base.Receipt, act: Act) -> Card | None:
    """The card that paid, if the gateway keeps it for us; without the tick it is not stored (D31)."""
    if charge.card_id:
        return charge.card
    if receipt.card is None or receipt.card.token is None or not charge.keep_card:
        return None
    card, new = Card.objects.get_or_create(
        account=account,
        gateway=receipt.gateway,
        token=receipt.card.token,
        defaults={
            "brand": receipt.card.brand,
            "last4": receipt.card.last4,
            "expires": receipt.card.expires,
            "added_on": act.today,
        },
    )
    if new:
        events.record("card.stored", act, account, brand=card.brand, last4=card.last4, expires=card.expires)
    return card
