"""The first step of a renewal: count and send the invoice (D15); a card is counted, announced, and charged later."""

from django.conf import settings
from django.db.models import QuerySet

from meuplano.actions.calendar import banking_days
from meuplano.actions.count_renewal import Counted, coming_plan, count_renewal
from meuplano.actions.draw_up import billing_snapshot, draw_up
from meuplano.actions.due import for_each_due
from meuplano.actions.instalments import collect, most_instalments, split
from meuplano.actions.later import tell
from meuplano.actions.open_charge import gateway_for, open_charge
from meuplano.actions.renewal_dates import renewal_method
from meuplano.records import events
from meuplano.records.contract import Contract, NoSubscription, contract_of
from meuplano.records.credits import available
from meuplano.records.models import Account, Instalment, Invoice, Subscription, Task
from meuplano.records.renewing import (
    RENEWAL,
    late_charges_to_bill,
    longer_cycle_waits,
    renewal_of_next,
    scheduled_changes,
)
from meuplano.records.together import change, insert
from meuplano.rules import orders, quotes, renewal
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import Cycle


def to_announce(act: Act) -> QuerySet[Subscription]:
    """Whose renewal a card will pay in three days."""
    return Subscription.objects.filter(status="active", announce_on__lte=act.today)


def to_issue(act: Act) -> QuerySet[Subscription]:
    """Whose renewal is to be invoiced by today."""
    return Subscription.objects.filter(status="active", issue_on__lte=act.today)


def announce_renewals(act: Act) -> int:
    """Count and announce the renewals that a card will pay in three days."""
    return for_each_due(to_announce(act), announce_renewal, "announce renewal", act, by="announce_on", ahead=RENEWAL)


def issue_renewals(act: Act) -> int:
    """Count and invoice the renewals whose day has come; returns how many invoices went out."""
    return for_each_due(to_issue(act), issue_renewal, "issue renewal", act, by="issue_on", ahead=RENEWAL)


def announce_renewal(account: Account, act: Act) -> bool:
    """The announcement of one account's renewal by card, if it is due. The account is locked."""
    contract = _live(account)
    if contract is None:
        return False
    subscription = contract.subscription
    if subscription.announce_on is None or subscription.announce_on > act.today:
        return False
    if held_back(account, contract):
        return False  # its day stays: what holds it back may end before the first day
    subscription.announce_on = None
    change(subscription, "announce_on")
    if renewal_of_next(account) is not None:
        return False
    counted = count_renewal(account, contract, act)
    quote = _quote(account, counted, act)
    event = events.record(
        "renewal.announced",
        act,
        account,
        first_day=counted.period.start.isoformat(),
        quantities=dict(counted.quantities),
        amount=quote.due_now.centavos,
    )
    tell(event)
    return True


def issue_renewal(account: Account, act: Act) -> bool:
    """The invoice of one account's next period, if it is due. The account is locked."""
    contract = _live(account)
    if contract is None or contract.subscription.issue_on is None or contract.subscription.issue_on > act.today:
        return False
    if held_back(account, contract):
        return False
    if renewal_of_next(account) is not None:  # paid ahead of a suspension that is over: it is not asked for twice
        contract.subscription.issue_on = None
        change(contract.subscription, "issue_on")
        return False
    send_renewal(account, contract, count_renewal(account, contract, act), act)
    return True


def send_renewal(account: Account, contract: Contract, counted: Counted, act: Act) -> Invoice:
    """Draw up the renewal invoice of a count and have it collected (D15, D27, D32, D49, D50)."""
    subscription = contract.subscription
    quote = _quote(account, counted, act)
    billing = billing_snapshot(account)
    wanted = renewal_method(subscription)
    wanted = wanted if gateway_for(wanted) else orders.PIX
    method, reason = orders.renewal_method(
        wanted, quote.due_now, billing_complete=bool(billing.get("postal_code")), minimums=_minimums()
    )
    first_day = counted.period.start
    due_on = (
        act.today
        if method == orders.CARD
        else renewal.due_date(first_day, act.today, banking_days(), days=settings.BILLING["order_days"])
    )
    plan = coming_plan(account, contract)
    invoice = draw_up(account, subscription, quote, kind="renewal", method=method, due_on=due_on, act=act, plan=plan)
    for late in late_charges_to_bill(account):
        late.billed_on = invoice
        change(late, "billed_on")
    subscription.issue_on = None
    change(subscription, "issue_on")
    event = events.record(
        "renewal.issued",
        act,
        account,
        invoice=invoice.number,
        first_day=first_day.isoformat(),
        counted_on=counted.row.counted_on.isoformat(),
        quantities={line.item: line.quantity for line in quote.lines if line.kind == "charge"},
        due_now=quote.due_now.centavos,
        method=method,
    )
    if reason == orders.NEEDS_BILLING_DETAILS:
        text = "Renovação saiu por Pix: faltam dados de faturamento para o boleto"
        insert(Task(account=account, kind="billing_details", text=text, event=event, made_on=act.today))
    parts = _split(account, contract, counted, invoice, act) if method == orders.BOLETO else []
    if parts:
        collect(invoice, parts, act)
    elif invoice.open > ZERO:
        card = subscription.card if method == orders.CARD else None
        open_charge(
            invoice,
            method,
            act,
            card=card,
            due_on=due_on if method == orders.BOLETO else None,
            instalments=_in_so_many(contract, counted, invoice, method) if card else 1,
        )
    else:
        tell(event)
    return invoice


def _split(account: Account, contract: Contract, counted: Counted, invoice: Invoice, act: Act) -> list[Instalment]:
    """In as many boletos as the customer chose and the period's price list allows (D28)."""
    n = _in_so_many(contract, counted, invoice, orders.BOLETO)
    return split(account, invoice, n, anchor=contract.subscription.anchor, cycle=Cycle(counted.row.cycle), act=act)


def _in_so_many(contract: Contract, counted: Counted, invoice: Invoice, method: str) -> int:
    wanted, cycle = contract.subscription.instalments, Cycle(counted.row.cycle)
    if wanted == 1 or invoice.open == ZERO:
        return 1
    return min(wanted, most_instalments(counted.row.price_version_id, cycle, invoice.open, method))


def _live(account: Account) -> Contract | None:
    try:
        contract = contract_of(account)
    except NoSubscription:
        return None
    return contract if contract.subscription.status == "active" else None


def held_back(account: Account, contract: Contract) -> str | None:
    """Why no invoice goes out although its day has come: a cancellation, or a change of cycle that waits (D13, D35)."""
    cancelling = any(
        change.kind == "cancel" and change.effective_on <= contract.period.end for change in scheduled_changes(account)
    )
    return renewal.held_back(status="active", cancelling=cancelling, cycle_change_waiting=longer_cycle_waits(account))


def _quote(account: Account, counted: Counted, act: Act) -> quotes.Quote:
    return quotes.quote_renewal(
        quantities=counted.quantities,
        units=counted.units,
        period=counted.period,
        credit=available(account),
        today=act.today,
        bridge=counted.bridge,
        late_charges=Money(sum(late.amount_centavos for late in late_charges_to_bill(account))),
    )


def _minimums() -> dict[str, Money]:
    return {
        orders.BOLETO: Money(settings.BILLING["boleto_minimum"]),
        orders.CARD: Money(settings.BILLING["card_minimum"]),
    }
