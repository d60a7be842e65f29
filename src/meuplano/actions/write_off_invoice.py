"""A debt given up: nobody asks for it any more; its money, if it comes after all, settles it (U28)."""

from meuplano.actions.cancel_invoice import withdraw_papers
from meuplano.actions.come_back import come_back
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.reissue_invoice import correctable
from meuplano.records import events
from meuplano.records.books import post
from meuplano.records.models import Account, Invoice
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.money import Money


def write_off_invoice(account_id: int, number: int, reason: str, act: Act, *, seen: Money) -> Money:
    """Give up what is open of an overdue invoice; returns how much that was. Fine and interest stop growing.

    Its papers are withdrawn, its ladder ends, and access returns where this was all that held it back (D25). Raises
    Refused: no_reason, not_overdue, order_invoice, changed (it is not what was `seen`), and what
    `reissue_invoice.correctable` refuses but for instalments that were paid.
    """
    if not reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        invoice = correctable(account, number, parts_too=True)
        if invoice.orders.filter(status="waiting").exists():
            raise Refused("order_invoice")
        if invoice.due_on >= act.today:
            raise Refused("not_overdue")
        given_up = invoice.open
        if given_up != seen:
            raise Refused("changed")
        invoice.move("write_off", next_step_on=None, next_attempt_on=None, late_until=invoice.late_until or act.today)
        post(account, act, ledger.write_off(given_up), why="invoice.written_off", invoice=invoice)
        withdraw_papers(account, invoice)
        events.record(
            "invoice.written_off",
            act,
            account,
            invoice=invoice.number,
            amount=given_up.centavos,
            reason=reason.strip(),
        )
        come_back(account, act.today, act)
        return given_up


def recover(account: Account, invoice: Invoice, act: Act) -> bool:
    """Its money has come after all: it is owed again, so that the money settles it. The account is locked.

    Not one in instalments: its boletos are cancelled, and money for one of them is credit and a task for finance.
    """
    if invoice.status != "written_off" or invoice.instalment:
        return False
    invoice.move("recover")
    post(account, act, ledger.recovered(invoice.open), why="invoice.recovered", invoice=invoice)
    events.record("invoice.recovered", act, account, invoice=invoice.number, amount=invoice.open.centavos)
    return True
