"""What an imported account brings along in money: credit of the older system, and a period that is not paid (D41)."""

from collections.abc import Sequence

from django.conf import settings

from meuplano.actions.calendar import banking_days
from meuplano.actions.draw_up import draw_up
from meuplano.actions.import_accounts.decide import NewAccount
from meuplano.actions.lateness import next_step_on
from meuplano.records import events
from meuplano.records.models import Account, Credit, Invoice, LedgerEntry, Subscription
from meuplano.records.models.base import uuid7
from meuplano.rules import ledger, quotes, renewal
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle

REASON = "Saldo trazido do sistema anterior"


def credit_rows(
    page: Sequence[NewAccount], accounts: Sequence[Account], act: Act
) -> tuple[list[Credit], list[LedgerEntry]]:
    """The credits of these accounts, refundable since they come from money, and their legs in the ledger."""
    credits, postings = [], []
    for new, account in zip(page, accounts, strict=True):
        if new.line.credit:
            amount = Money(new.line.credit)
            credits.append(
                Credit(
                    account=account,
                    kind="refundable",
                    amount_centavos=amount.centavos,
                    reason=REASON,
                    granted_on=act.today,
                    granted_by=act.by,
                )
            )
            fact = uuid7()
            postings += [
                LedgerEntry(
                    account=account,
                    fact=fact,
                    on=act.today,
                    book=leg.book,
                    amount_centavos=leg.amount.centavos,
                    why="credit.imported",
                )
                for leg in ledger.credit_granted(amount, source=ledger.OPENING)
            ]
    return credits, postings


def open_renewal(new: NewAccount, account: Account, subscription: Subscription, act: Act) -> Invoice:
    """The renewal invoice of the running period, which was not paid in the older system; it uses the credit (D32).

    Due since the period's first day, so overdue (D41); if that is today, due as every renewal is (D15). The ladder
    counts from the import: nobody is suspended or cancelled for days on which nothing here could remind them.
    """
    cycle = Cycle(subscription.cycle)
    quote = quotes.quote_renewal(
        quantities=new.quantities,
        units=new.prices.prices(new.line.plan).units(cycle),
        period=new.period,
        credit=Money(new.line.credit),
        today=act.today,
    )
    due_on = new.period.start
    if due_on == act.today:
        due_on = renewal.due_date(due_on, act.today, banking_days(), days=settings.BILLING["order_days"])
    invoice = draw_up(account, subscription, quote, kind="renewal", method=new.line.method, due_on=due_on, act=act)
    if invoice.due_on < act.today and invoice.next_step_on is not None:
        invoice.ladder_from = act.today
        invoice.next_step_on = next_step_on(invoice, after=act.today)
        invoice.save(update_fields=["ladder_from", "next_step_on"])
    events.record(
        "renewal.issued",
        act,
        account,
        invoice=invoice.number,
        first_day=new.period.start.isoformat(),
        quantities=new.quantities,
        due_now=quote.due_now.centavos,
        method=invoice.method,
    )
    return invoice
