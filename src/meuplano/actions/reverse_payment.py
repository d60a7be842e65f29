"""Money taken back: a reversal is a receipt with a minus sign (D34)."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, QuerySet, Sum

from meuplano.actions.calendar import banking_days
from meuplano.actions.instalments import stand_for
from meuplano.actions.lateness import next_step_on
from meuplano.actions.later import tell
from meuplano.actions.receipts import ask_a_person
from meuplano.actions.return_credit import keep_credit
from meuplano.actions.withholding import take_back_withheld, withheld_of
from meuplano.gateways import base
from meuplano.records import events
from meuplano.records.books import post
from meuplano.records.credits import balances
from meuplano.records.models import Account, Charge, Credit, Instalment, Invoice, Payment, Receipt, Refund, Task
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money, total


class GivenBack(NamedTuple):
    """What had gone back of a payment before it was reversed: of what it paid for, and of what was too much."""

    principal: Money = ZERO
    surplus: Money = ZERO


def standing(receipt: base.Receipt | Receipt) -> QuerySet[Payment]:
    """The payment that a reversal takes back; none where the match was undone since."""
    found = Payment.objects.filter(
        receipt__gateway=receipt.gateway, receipt__external_id=receipt.reverses, undone=False, undoes=None
    )
    return found.select_related("invoice", "receipt", "instalment")


def take_back(account: Account, charge: Charge | None, row: Receipt, act: Act) -> str:
    """Undo what the reversed payment did here; returns "settled", or "unmatched" when no such payment is known.

    The invoice is open again for that amount, due on the 3rd business day; licences in use stay, and finance is told.
    There is no `charge` where a person had said whose the money is. The account is locked.
    """
    original = standing(row).filter(account=account).first()
    before = _given_back(original) if original else GivenBack()
    if original is None or Money(original.amount_centavos - row.amount_centavos) != total(before):
        Receipt.objects.filter(pk=row.pk).update(matched=False)
        ask_a_person(account, row, f"Estorno de {Money(row.amount_centavos)} sem o pagamento correspondente", act)
        return "unmatched"
    payment = _negative(account, original, row, before, act)
    if charge is not None:
        charge.move("reverse")
    due_on = due_again(act)
    if original.invoice is not None and original.principal_centavos:
        tax = withheld_of(account, original)
        if tax is not None:  # it was withheld of money that is not here any more
            take_back_withheld(account, tax, act)
        reopen(account, original, payment, due_on, act, tax=Money(tax.amount_centavos) if tax else ZERO)
    short = uncredit(account, original, total(before), act, why="O banco tomou o pagamento de volta")
    event = events.record(
        "payment.reversed",
        act,
        account,
        invoice=original.invoice.number if original.invoice else None,
        amount=row.amount_centavos,
        due_on=due_on.isoformat(),
        short=short.centavos,
    )
    tell(event)
    text = f"Estorno de {Money(row.amount_centavos)}" + (f"; {short} já usados como crédito" if short else "")
    Task.objects.create(account=account, kind="reversal", text=text, event=event, made_on=act.today)
    return "settled"


def due_again(act: Act) -> date:
    """Until when what is open again can be paid in time (D34)."""
    return banking_days().add(act.today, settings.BILLING["order_days"])


def take_back_what_came_first(account: Account, charge: Charge, payment: Receipt, act: Act) -> None:
    """News come in any order: the reversal of a payment that is only known now has been waiting for it."""
    waiting = Receipt.objects.filter(
        gateway=payment.gateway, kind="reversal", reverses=payment.external_id, matched=False, settled_by=""
    )
    for row in waiting:
        Receipt.objects.filter(pk=row.pk).update(matched=True)
        if take_back(account, charge, row, act) == "settled":
            asked = Task.objects.filter(account=account, kind="receipt_unmatched", event__data__receipt=row.pk)
            asked.update(done_at=act.at, done_by=act.by)


def _given_back(original: Payment) -> GivenBack:
    """What we had given back ourselves, by the same gateway, of the credits that a payment had become (D33).

    Of its surplus, and of the principal of what died or was undone: the bank takes back the rest only.
    """
    refunds = Refund.objects.filter(
        account=original.account_id,
        state="paid",
        credit__payment=original,
        payment__receipt__gateway=original.receipt.gateway,
        payment__receipt__reverses=original.receipt.external_id,
    )
    of_surplus = refunds.filter(credit__cause="surplus").aggregate(n=Sum("amount_centavos"))["n"] or 0
    in_all = refunds.aggregate(n=Sum("amount_centavos"))["n"] or 0
    return GivenBack(Money(in_all - of_surplus), Money(of_surplus))


def _negative(account: Account, original: Payment, row: Receipt, before: GivenBack, act: Act) -> Payment:
    principal = Money(original.principal_centavos) - before.principal
    surplus = Money(original.credit_centavos) - before.surplus
    payment = Payment.objects.create(
        account=account,
        receipt=row,
        invoice=original.invoice,
        instalment=original.instalment,
        method=row.method,
        paid_on=row.paid_on,
        known_at=act.at,
        amount_centavos=-row.amount_centavos,
        principal_centavos=-principal.centavos,
        charges_centavos=-original.charges_centavos,
        credit_centavos=-surplus.centavos,
    )
    postings = ledger.reversal(Money(row.amount_centavos), principal, surplus, Money(original.charges_centavos))
    invoice = None if _reduced(account, original) else original.invoice  # owed on no paper any more: finance is told
    post(account, act, postings, why="payment.reversed", invoice=invoice, payment=payment)
    return payment


def reopen(account: Account, original: Payment, payment: Payment, due_on: date, act: Act, *, tax: Money = ZERO) -> None:
    """The invoice is open again for what `payment`, a negative one, takes of it, and for the `tax` withheld with it.

    By who pays it again that tax is withheld again. The account is locked.
    """
    assert original.invoice is not None
    invoice = Invoice.objects.get(account=account, pk=original.invoice.pk)
    taken = tax - Money(payment.principal_centavos)
    left = invoice.paid_centavos - taken.centavos
    if original.instalment is not None:
        _reopen_part(original, due_on, taken, tax)
    if invoice.status == "paid":
        again = {} if original.instalment else {"to_withhold_centavos": tax.centavos}
        invoice.move("reverse", paid_centavos=left, paid_on=None, due_on=due_on, ladder_from=None, **again)
        noted = Credit.objects.filter(account=account, payment=original, cause__in=("undone", "rest"))
        if noted.exists() or invoice.orders.filter(status="undone").exists():
            _settled_by_its_note(account, invoice, original, payment, act)
            return
        Invoice.objects.filter(pk=invoice.pk).update(next_step_on=next_step_on(invoice, after=act.today))
        stand_for(invoice, after=act.today)
        return
    Invoice.objects.filter(pk=invoice.pk).update(paid_centavos=left)
    invoice.paid_centavos = left
    if invoice.status == "open":
        stand_for(invoice, after=act.today)
    if invoice.status != "open" and not _reduced(account, original):
        # a dead order's or a replaced invoice's part had become credit, which now pays for what is owed again
        postings = ledger.credit_used(taken) if taken else ()
        post(account, act, postings, why="payment.reversed", invoice=invoice, payment=payment)


def _reduced(account: Account, original: Payment) -> bool:
    """Whether the payment's invoice was replaced by one for less that counts it as paid already (D26)."""
    replaced = original.invoice is not None and original.invoice.status == "replaced"
    return replaced and not Credit.objects.filter(account=account, payment=original).exists()


def _reopen_part(original: Payment, due_on: object, taken: Money, tax: Money) -> None:
    part = original.instalment
    assert part is not None
    left = part.paid_centavos - taken.centavos
    if part.status == "paid":
        part.move("reverse", paid_centavos=left, paid_on=None, due_on=due_on, to_withhold_centavos=tax.centavos)
    else:
        Instalment.objects.filter(pk=part.pk).update(paid_centavos=left)


def _settled_by_its_note(account: Account, invoice: Invoice, original: Payment, payment: Payment, act: Act) -> None:
    """Nothing is owed again for what was undone (D37): the credit that its money had become pays for it.

    What a longer cycle had given back of it before is not owed either: the cycle has its own invoice.
    """
    invoice.move("cancel")
    taken = Money(-payment.principal_centavos)
    of_it = Credit.objects.filter(account=account, payment=original, cause__in=("undone", "rest"))
    became = Money(of_it.aggregate(n=Sum("amount_centavos"))["n"] or 0)
    noted = became - (Money(original.principal_centavos) - taken)  # what of that had not gone back
    if noted > ZERO:
        post(account, act, ledger.credit_used(noted), why="payment.reversed", invoice=invoice, payment=payment)
    if (rest := taken - noted) > ZERO:
        post(account, act, ledger.invoice_cancelled(rest), why="invoice.cancelled", invoice=invoice)
    events.record("invoice.cancelled", act, account, invoice=invoice.number, why="undone", open=0)


def uncredit(account: Account, original: Payment, given_back: Money, act: Act, *, why: str) -> Money:
    """Take back every credit that the payment had become: what was too much, and what its dead or undone order left.

    Returns what was already used, or paid out by other ways than this bank, and is owed again.
    """
    credits = list(Credit.objects.filter(account=account, payment=original).order_by("pk"))
    for refund in Refund.objects.filter(account=account, credit__in=credits, state="due").order_by("pk"):
        keep_credit(account, refund, why, act)
    left = {row.pk: row.left for row in balances(account)}
    short = -given_back
    for credit in credits:
        still = left.get(credit.pk, 0)
        Credit.objects.filter(pk=credit.pk).update(taken_back_centavos=F("taken_back_centavos") + still)
        short += Money(credit.amount_centavos - still)
    if short > ZERO:
        post(account, act, ledger.credit_returned(short), why="credit.owed_again")
    return short
