"""The ladder's end: an open invoice becomes one for the days with access only (D26)."""

from datetime import date

from meuplano.actions.cancel_invoice import withdraw_papers
from meuplano.actions.draw_up import draw_up_lines
from meuplano.records import events
from meuplano.records.books import post
from meuplano.records.models import Account, Invoice
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.endings import reduction
from meuplano.rules.lines import ALREADY_PAID, plain_line
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import Period


def reduce_debt(account: Account, invoice: Invoice, suspended_on: date, act: Act) -> Invoice | None:
    """Replace an open invoice by one over the days from its first to the suspension; None if nothing stays owed.

    Fine and interest are those of the reduced amount and stop growing today. The account is locked.
    """
    still_open, settled = invoice.open, Money(invoice.paid_centavos + invoice.credit_centavos)
    period = Period(invoice.period_start, invoice.period_end)
    reduced = reduction([row.line for row in invoice.lines.all()], period, suspended_on=suspended_on, paid=settled)
    if reduced.owed >= still_open:
        Invoice.objects.filter(pk=invoice.pk).update(late_until=act.today, next_step_on=None)
        return invoice
    invoice.move("replace", next_step_on=None)
    post(account, act, ledger.invoice_cancelled(still_open), why="debt.reduced", invoice=invoice)
    withdraw_papers(account, invoice)
    smaller = None
    if reduced.owed > ZERO:
        lines = reduced.lines + ((plain_line(ALREADY_PAID, settled),) if settled else ())
        smaller = draw_up_lines(
            account,
            invoice.subscription,
            lines,
            kind=invoice.kind,
            period=period,
            method=invoice.method,
            due_on=invoice.due_on,
            act=act,
            late_until=act.today,
        )
    events.record(
        "debt.reduced",
        act,
        account,
        invoice=invoice.number,
        by=smaller.number if smaller else None,
        before=still_open.centavos,
        after=reduced.owed.centavos,
    )
    return smaller
