"""Money that has gone back: the refund's own receipt, a payment with a minus sign, once (D33)."""

from meuplano.actions.later import tell
from meuplano.actions.receipts import ask_a_person
from meuplano.actions.return_credit import close_task
from meuplano.records import events
from meuplano.records.books import post
from meuplano.records.models import Account, Payment, Receipt, Refund
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.money import Money


def settle_refund(account: Account, refund: Refund, row: Receipt, act: Act, *, proof: str = "") -> str:
    """A new receipt says that this refund was paid out. The account is locked; returns "settled" or "unmatched"."""
    amount = Money(refund.amount_centavos)
    if row.amount_centavos != amount.centavos or refund.state in ("paid", "dropped"):
        Receipt.objects.filter(pk=row.pk).update(matched=False)
        ask_a_person(account, row, f"Devolução de {Money(row.amount_centavos)} que não era esperada", act)
        return "unmatched"
    payment = Payment.objects.create(
        account=account,
        receipt=row,
        method=row.method,
        paid_on=row.paid_on,
        known_at=act.at,
        amount_centavos=-amount.centavos,
        credit_centavos=-amount.centavos,
    )
    refund.move("pay", payment=payment, proof=proof, ended_on=act.today)
    post(account, act, ledger.refund_paid(amount), why="refund.paid", payment=payment)
    event = events.record(
        "refund.paid",
        act,
        account,
        refund=refund.pk,
        payment=payment.pk,
        amount=amount.centavos,
        paid_on=row.paid_on.isoformat(),
        method=row.method,
        proof=proof,
    )
    tell(event)
    close_task(refund, proof or "Devolvido pelo banco", act)
    return "settled"
