"""A paid order of a longer cycle comes into force: the new period runs from the day of the confirmation (D11–D14)."""

from collections.abc import Mapping

from meuplano.actions.begin_period import Terms, begin_period
from meuplano.actions.cancel_invoice import cancel_invoice, withdraw_papers
from meuplano.actions.issue_complement import issue_complement
from meuplano.actions.later import tell
from meuplano.records import credits, events
from meuplano.records.books import post
from meuplano.records.contract import Contract, units_from_json
from meuplano.records.models import (
    Account,
    Invoice,
    Order,
    RenewalCount,
    ScheduledChange,
    SubscriptionPeriod,
)
from meuplano.records.pricing import is_adjusted
from meuplano.rules import ledger, renewal
from meuplano.rules.act import Act
from meuplano.rules.lines import CHARGE, PREPAID, RECURRING
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.periods import Cycle, nth_period


def begin_longer_cycle(account: Account, order: Order, contract: Contract, act: Act) -> dict[str, int]:
    """End the running period on the day of the confirmation and begin the new one; returns what it holds.

    The account is locked and `contract` is as it was just before. If more people are active than were counted at the
    confirmation, the difference follows as a complement.
    """
    assert order.cycle
    assert order.price_version_id
    assert order.unit_prices
    subscription, cycle_before = contract.subscription, int(contract.cycle)
    period = nth_period(order.agreed_on, Cycle(order.cycle), 0)
    invoiced = {line["item"]: line["quantity"] for line in order.quote["lines"] if line["kind"] == CHARGE}
    holding = renewal.after_the_count(invoiced=invoiced, bought={}, in_use=contract.active)
    _withdraw_the_renewal(account, order, contract, act)
    _take_over(account, order, act)
    kinds = ["cycle", "plan"] if order.plan else ["cycle"]
    ScheduledChange.objects.filter(
        account=account, subscription=subscription, kind__in=kinds, status="scheduled"
    ).update(status="replaced", ended_on=act.today)
    _end_the_running_period(account, order, contract)
    subscription.anchor = period.start
    before = subscription.plan.name
    if order.plan:
        subscription.plan = order.plan
        subscription.save(update_fields=["plan"])
    if is_adjusted(subscription, order.price_version_id, period.start):
        subscription.adjusted_on = period.start
    terms = Terms(period, order.cycle, order.price_version_id, order.unit_prices)
    ordered = set(order.items.values_list("item", flat=True))
    begin_period(account, contract, terms, holding, act, why="cycle", order=order, ordered=ordered)
    units = units_from_json(order.unit_prices)
    issue_complement(account, subscription, period, units, invoiced, holding, act)
    days = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    if order.plan:
        names = {"before": before, "after": order.plan.name}
        event = events.record("plan.changed", act, account, order=order.number, cycle=order.cycle, **names, **days)
    else:
        event = events.record(
            "cycle.changed", act, account, order=order.number, before=cycle_before, after=order.cycle, **days
        )
    tell(event)
    return holding


def _end_the_running_period(account: Account, order: Order, contract: Contract) -> None:
    running = SubscriptionPeriod.objects.filter(
        account=account, subscription=contract.subscription, start=contract.period.start
    )
    if contract.period.start == order.agreed_on:  # nothing of it was used: the new one takes its place
        running.delete()
    else:
        running.update(end=order.agreed_on)


def _withdraw_the_renewal(account: Account, order: Order, contract: Contract, act: Act) -> None:
    """The renewal of the old cycle is not owed any more; what was paid for it meanwhile is credit (D13)."""
    subscription = contract.subscription
    coming = {"account": account, "subscription": subscription}
    for invoice in Invoice.objects.filter(
        **coming, kind="renewal", period_start=contract.period.end, status__in=["open", "paid"]
    ):
        if invoice.status == "open":
            cancel_invoice(account, invoice, "longer_cycle", act)
        elif not any(line["kind"] == PREPAID for line in order.quote["lines"]):
            lines = [row.line for row in invoice.lines.all()]
            paid = total(line.amount for line in lines if line.kind in RECURRING)
            _credit(account, invoice, paid, "Período que a troca de periodicidade substituiu", act)
    RenewalCount.objects.filter(**coming, first_day=contract.period.end, replaced=False).update(replaced=True)


def _take_over(account: Account, order: Order, act: Act) -> None:
    """Withdraw the papers whose open part the order was charged with; what of it was paid meanwhile is credit (D12)."""
    taken: Mapping[str, int] = order.replaces or {}
    for number, centavos in taken.items():
        invoice = Invoice.objects.get(account=account, number=int(number))
        charged, still_open = Money(centavos), invoice.open
        if still_open > charged:  # money was taken back since: the paper stays, and what was charged for it helps
            still_open = ZERO
        elif still_open > ZERO:
            invoice.move("replace", next_step_on=None, next_attempt_on=None)
            post(account, act, ledger.invoice_cancelled(still_open), why="invoice.replaced", invoice=invoice)
            withdraw_papers(account, invoice)
            events.record(
                "invoice.replaced", act, account, invoice=invoice.number, why="longer_cycle", open=still_open.centavos
            )
        if charged > still_open:
            _credit(account, invoice, charged - still_open, "Pago enquanto a periodicidade mudava", act)


def _credit(account: Account, invoice: Invoice, amount: Money, why: str, act: Act) -> None:
    if amount <= ZERO:
        return
    reason = f"{why}: fatura nº {invoice.number}"
    credits.grant(account, amount, kind="refundable", reason=reason, act=act)
    post(account, act, ledger.credit_note(amount), why="invoice.credited", invoice=invoice)
    tell(
        events.record(
            "credit.granted", act, account, amount=amount.centavos, kind="refundable", reason=reason,
            invoice=invoice.number,
        )
    )  # fmt: skip
