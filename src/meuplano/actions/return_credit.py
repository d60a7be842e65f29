"""Credit on its way back to the customer, or lapsing at the end (D33): what the verbs that hold the account share."""

from datetime import date

from django.db.models import F

from meuplano.actions.later import tell
from meuplano.records import credits, events
from meuplano.records.books import post
from meuplano.records.models import Account, Credit, Invoice, Refund, Task
from meuplano.records.models.base import uuid7
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money, total


def return_credit(account: Account, reason: str, act: Act, *, due_on: date | None = None) -> list[Refund]:
    """Everything refundable that the account has left is to go back: a refund for each credit, with its task.

    The account is locked. From now on no invoice uses it. `due_on` is the day before which nobody should pay it out.
    Gifts are no money and stay. Running it again finds nothing left.
    """
    left = [row for row in credits.balances(account) if row.kind == "refundable"]
    return [_refund(account, credit, Money(credit.left), reason, act, due_on) for credit in left]


def return_one(account: Account, credit: Credit, reason: str, act: Act) -> Refund:
    """What a new credit holds is to go back at once. The account is locked."""
    return _refund(account, credit, Money(credit.amount_centavos), reason, act, None)


def keep_credit(account: Account, refund: Refund, why: str, act: Act) -> bool:
    """A refund that is due does not go back after all: the credit can be used again. The account is locked."""
    if not refund.move("drop", ended_on=act.today):
        return False
    amount = Money(refund.amount_centavos)
    Credit.objects.filter(pk=refund.credit_id).update(refunded_centavos=F("refunded_centavos") - amount.centavos)
    post(account, act, ledger.refund_dropped(amount), why="refund.dropped")
    events.record("refund.dropped", act, account, refund=refund.pk, amount=amount.centavos, why=why)
    close_task(refund, why, act)
    return True


def close_task(refund: Refund, note: str, act: Act) -> None:
    """What finance had to do about this refund is done."""
    Task.objects.filter(pk=refund.task_id, done_at=None).update(done_at=act.at, done_by=act.by, note=note[:300])


def end_credits(account: Account, act: Act) -> None:
    """The subscription has ended: gifts lapse, money goes back (D33). The account is locked.

    While something is still owed the money stays, and finance decides what becomes of both.
    """
    for row in credits.balances(account):
        if row.kind == "courtesy":
            _lapse(account, row, Money(row.left), act)
    owed = total(invoice.open for invoice in Invoice.objects.filter(account=account, status="open"))
    if owed == ZERO:
        return_credit(account, "Fim da assinatura", act)
    elif (left := credits.available(account)) > ZERO:
        event = events.record("credit.left", act, account, amount=left.centavos, owed=owed.centavos)
        text = f"Assinatura encerrada com {left} de crédito e {owed} em aberto"
        Task.objects.create(
            account=account,
            kind="credit_left",
            text=text,
            amount_centavos=left.centavos,
            event=event,
            made_on=act.today,
        )


def _refund(account: Account, credit: Credit, amount: Money, reason: str, act: Act, due_on: date | None) -> Refund:
    Credit.objects.filter(pk=credit.pk).update(refunded_centavos=F("refunded_centavos") + amount.centavos)
    post(account, act, ledger.refund_asked(amount), why="refund.asked")
    event = events.record(
        "refund.asked", act, account, amount=amount.centavos, reason=reason, on=due_on.isoformat() if due_on else None
    )
    task = Task.objects.create(
        account=account,
        kind="refund",
        text=f"Devolver {amount}: {credit.reason}"[:300],
        amount_centavos=amount.centavos,
        due_on=due_on,
        event=event,
        made_on=act.today,
    )
    return Refund.objects.create(
        account=account,
        credit=credit,
        amount_centavos=amount.centavos,
        asked_on=act.today,
        asked_by=act.by,
        reason=reason,
        key=f"{account.pk}-{uuid7().hex}",
        task=task,
    )


def _lapse(account: Account, credit: Credit, amount: Money, act: Act) -> None:
    Credit.objects.filter(pk=credit.pk).update(taken_back_centavos=F("taken_back_centavos") + amount.centavos)
    post(account, act, ledger.courtesy_lapsed(amount), why="credit.lapsed")
    tell(events.record("credit.lapsed", act, account, amount=amount.centavos, reason=credit.reason))
