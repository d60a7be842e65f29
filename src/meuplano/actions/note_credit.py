"""A credit note: a paid invoice is worth less, and the difference is the customer's credit or goes back (D33, D42)."""

from django.db.models import Sum

from meuplano.actions.fiscal_task import ask_for_fiscal_note
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.regret_order import regret_until
from meuplano.actions.return_credit import return_one
from meuplano.records import credits, events
from meuplano.records.books import post
from meuplano.records.models import Account, Credit, CreditNote, CreditUse, Invoice, Order
from meuplano.rules import corrections, ledger
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money


def left_of(account: Account, invoice: Invoice) -> tuple[Money, Money]:
    """What money and what courtesy credit paid of a paid invoice and no note gave back yet; reads only."""
    if invoice.status != "paid":
        return ZERO, ZERO
    uses = CreditUse.objects.filter(account=account, invoice=invoice, returned_on=None)
    gifts = uses.filter(credit__kind="courtesy").aggregate(sum=Sum("amount_centavos"))["sum"] or 0
    noted = dict(
        Credit.objects.filter(account=account, note__invoice=invoice)
        .order_by()
        .values_list("kind")
        .annotate(sum=Sum("amount_centavos"))
    )
    money = invoice.total_centavos - gifts - noted.get("refundable", 0)
    return Money(money), Money(gifts - noted.get("courtesy", 0))


def note_credit(
    account_id: int, number: int, amount: Money, reason: str, act: Act, *, pay_out: bool = False
) -> CreditNote:
    """Give back so much of a paid invoice, as credit of the kind that had paid it; nothing that it added is lost.

    With `pay_out` what money had paid goes back at once, as a refund in finance's queue. Raises Refused: no_reason,
    no_amount, not_paid, more_than_left, undone (an order that gave everything back), may_be_regretted (D37: that way
    gives everything back).
    """
    if not reason.strip():
        raise Refused("no_reason")
    if amount <= ZERO:
        raise Refused("no_amount")
    with locked(account_id, act) as account:
        invoice = Invoice.objects.filter(account=account, number=number).first()
        if invoice is None or invoice.status != "paid":
            raise Refused("not_paid")
        _refuse_what_regret_gives_back(account, invoice, act)
        money, courtesy = left_of(account, invoice)
        try:
            noted = corrections.credit_note(amount, money=money, courtesy=courtesy)
        except corrections.TooMuch:
            raise Refused("more_than_left") from None
        return _write(account, invoice, amount, noted, reason.strip(), act, pay_out)


def _refuse_what_regret_gives_back(account: Account, invoice: Invoice, act: Act) -> None:
    order = Order.objects.filter(account=account, invoice=invoice).first()
    if order is not None and order.status == "undone":
        raise Refused("undone")
    until = regret_until(account, order) if order else None
    if until is not None and act.today <= until:
        raise Refused("may_be_regretted")


def _write(
    account: Account,
    invoice: Invoice,
    amount: Money,
    noted: corrections.Noted,
    reason: str,
    act: Act,
    pay_out: bool,
) -> CreditNote:
    last = CreditNote.objects.filter(account=account).order_by("-number").values_list("number", flat=True).first()
    note = CreditNote.objects.create(
        account=account,
        invoice=invoice,
        number=(last or 0) + 1,
        amount_centavos=amount.centavos,
        reason=reason,
        made_on=act.today,
        by=act.by,
    )
    said = f"Nota de crédito nº {note.number}, fatura nº {invoice.number}: {reason}"[:200]
    event = events.record(
        "credit_note.made",
        act,
        account,
        invoice=invoice.number,
        note=note.number,
        amount=amount.centavos,
        refundable=noted.refundable.centavos,
        reason=reason,
    )
    for kind, part in (("refundable", noted.refundable), ("courtesy", noted.courtesy)):
        if part > ZERO:
            credit = credits.grant(account, part, kind=kind, reason=said, act=act, note=note)
            postings = ledger.credit_note(part, kind=credits.BOOKS[kind])
            post(account, act, postings, why="credit_note.made", invoice=invoice)
            if pay_out and kind == "refundable":
                return_one(account, credit, said, act)
    ask_for_fiscal_note(account, f"Nota de crédito de {amount} sobre a fatura nº {invoice.number}", event, amount, act)
    tell(event)
    return note
