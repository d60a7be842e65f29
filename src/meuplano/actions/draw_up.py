"""Drawing up an invoice from a quote: number, lines, ledger and the credit it uses."""

from collections.abc import Sequence
from datetime import date

from django.forms.models import model_to_dict

from meuplano.actions.lateness import next_step_on
from meuplano.actions.withholding import taxes_of
from meuplano.records import credits
from meuplano.records.books import post
from meuplano.records.faults import point
from meuplano.records.models import Account, Invoice, InvoiceLine, Plan, Subscription
from meuplano.records.renewing import billing_details
from meuplano.records.together import change, insert, insert_all
from meuplano.rules import ledger, retention
from meuplano.rules.act import Act
from meuplano.rules.lines import LATE_CHARGES, Line, total_of
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import Period
from meuplano.rules.quotes import Quote


def draw_up(
    account: Account,
    subscription: Subscription,
    quote: Quote,
    *,
    kind: str,
    method: str,
    due_on: date,
    act: Act,
    plan: Plan | None = None,
) -> Invoice:
    """Write the invoice of this quote, paid at once when credit covers it (D32). The account is locked.

    `plan` is the one of its licences where that is not the subscription's of today (D48).
    """
    return draw_up_lines(
        account,
        subscription,
        quote.lines,
        kind=kind,
        period=quote.period,
        method=method,
        due_on=due_on,
        act=act,
        credit=quote.credit_used,
        to_credit=quote.to_credit,
        plan=plan,
    )


def draw_up_lines(
    account: Account,
    subscription: Subscription,
    lines: Sequence[Line],
    *,
    kind: str,
    period: Period,
    method: str,
    due_on: date,
    act: Act,
    credit: Money = ZERO,
    to_credit: Money = ZERO,
    late_until: date | None = None,
    instead_of: Invoice | None = None,
    plan: Plan | None = None,
) -> Invoice:
    """The same from lines: `credit` is used on it, `to_credit` of it becomes credit (D12).

    Counts the account's invoice number up and saves that. An invoice that climbs the ladder knows its first step.
    """
    account.last_invoice_number += 1
    change(account, "last_invoice_number")
    owed = total_of(lines)
    covered = owed == credit
    billing = billing_snapshot(account)
    taxes = taxes_of(billing, lines)
    invoice = Invoice(
        account=account,
        number=account.last_invoice_number,
        kind=kind,
        status="paid" if covered else "open",
        subscription=subscription,
        plan_id=plan.pk if plan else (instead_of or subscription).plan_id,
        period_start=period.start,
        period_end=period.end,
        issued_on=act.today,
        due_on=due_on,
        total_centavos=owed.centavos,
        credit_centavos=credit.centavos,
        to_withhold_centavos=retention.to_withhold(taxes, owed - credit).centavos,
        paid_on=act.today if covered else None,
        late_until=late_until,
        instead_of=instead_of,
        method=method,
        billing=billing,
    )
    if not covered and late_until is None and kind != "contract":  # that one expires; it climbs if it is taken back
        invoice.next_step_on = next_step_on(invoice, after=act.today)  # the news of the issue is today's reminder
    insert(invoice)
    insert_all(_row(account, invoice, position, line) for position, line in enumerate(lines, start=1))
    point("between_invoice_and_ledger")
    late = total_of(line for line in lines if line.kind == LATE_CHARGES)
    issued = ledger.invoice_issued(owed, late_charges=late, to_credit=to_credit)
    post(account, act, issued, why="invoice.issued", invoice=invoice)
    if to_credit > ZERO:
        reason = f"O que sobrou da troca de periodicidade: fatura nº {invoice.number}"
        credits.grant(account, to_credit, kind="refundable", reason=reason, act=act)
    if credit > ZERO:
        credits.use(account, invoice, credit, act, new_invoice=True)
    return invoice


def billing_snapshot(account: Account) -> dict[str, object]:
    """The billing details as a document of today keeps them (F17)."""
    details = billing_details(account)
    return model_to_dict(details, exclude=["id", "account"]) if details else {}


def _row(account: Account, invoice: Invoice, position: int, line: Line) -> InvoiceLine:
    return InvoiceLine(
        account=account,
        invoice=invoice,
        position=position,
        kind=line.kind,
        item=line.item,
        quantity=line.quantity,
        unit_centavos=line.unit.net.centavos,
        full_unit_centavos=line.unit.full.centavos,
        days=line.days,
        of_days=line.of_days,
        amount_centavos=line.amount.centavos,
    )
