"""The way back: when nothing past its day of suspension is open, access returns at once (D25)."""

from datetime import date

from django.conf import settings

from meuplano.actions.begin_period import Terms, begin_period
from meuplano.actions.begin_plan import begin_plan
from meuplano.actions.calendar import banking_days
from meuplano.actions.count_renewal import coming_quantities
from meuplano.actions.draw_up import draw_up
from meuplano.actions.end_subscription import give_up_next_period
from meuplano.actions.full_price import plan_full_price
from meuplano.actions.lateness import steps_of
from meuplano.actions.later import tell
from meuplano.actions.open_charge import open_charge
from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.actions.roll_over import roll_over
from meuplano.records import events
from meuplano.records.contract import contract_of, units_to_json
from meuplano.records.credits import available
from meuplano.records.models import Account, Invoice, Subscription
from meuplano.records.pricing import PriceList, is_adjusted, price_list_for
from meuplano.records.renewing import beginning, renewal_of_next
from meuplano.rules import ladder, orders, quotes, renewal
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO
from meuplano.rules.periods import Cycle, Period, nth_period


def come_back(account: Account, paid_on: date, act: Act) -> bool:
    """Give access back if the account was suspended and owes nothing past that day. The account is locked.

    If the period still runs it goes on; if it ended, a new one starts on the day of payment, which becomes the anchor.
    What was paid for the period after it, which never began, is credit for the new one.
    """
    subscription = Subscription.objects.filter(account=account, status="suspended").first()
    if subscription is None or _still_past_suspension(account, subscription, act):
        return False
    subscription.status, subscription.suspended_on = "active", None
    invoice = None
    if act.today < subscription.period_end:
        set_renewal_dates(subscription)
        subscription.save(update_fields=["status", "suspended_on", "announce_on", "issue_on"])
    else:
        invoice = _begin_again(account, subscription, max(paid_on, subscription.period_end), act)
    number = invoice.number if invoice else None
    tell(events.record("subscription.resumed", act, account, on=act.today.isoformat(), invoice=number))
    return True


def _still_past_suspension(account: Account, subscription: Subscription, act: Act) -> bool:
    for invoice in Invoice.objects.filter(account=account, subscription=subscription, status="open").order_by("pk"):
        for step in steps_of(invoice):
            due = invoice.ladder_from or invoice.due_on
            if step.action == ladder.SUSPEND and ladder.acts_on(step, due, banking_days()) <= act.today:
                return True
    return False


def _begin_again(account: Account, subscription: Subscription, first_day: date, act: Act) -> Invoice:
    """Whatever was paid is used up, so what waited for that begins with it: another cycle, another plan (D14, D48)."""
    subscription.save(update_fields=["status", "suspended_on"])
    paid = renewal_of_next(account)
    if paid is not None and first_day == subscription.period_end:  # without a day between them, as any other
        roll_over(account, act)
        return paid
    contract = contract_of(account)
    subscription = contract.subscription
    give_up_next_period(account, subscription, contract.period.end, act)
    shorter = beginning(account, "cycle", first_day)
    cycle = Cycle(shorter.data["cycle"]) if shorter else contract.cycle
    period = nth_period(first_day, cycle, 0)
    holding = coming_quantities(account, contract)
    listed = price_list_for(subscription, first_day)
    quote = quotes.quote_renewal(
        quantities=holding,
        units=listed.renewal_units(cycle),
        period=period,
        credit=available(account),
        today=act.today,
        kind="return",
    )
    if is_adjusted(subscription, listed.version_id, first_day):
        subscription.adjusted_on = first_day
    subscription.anchor = first_day
    if shorter is not None:
        shorter.move("apply", ended_on=act.today)
    begin_plan(account, subscription, period, act)
    begin_period(account, contract, _terms(period, cycle, listed), holding, act, why="return")
    if listed.courtesy:
        plan_full_price(subscription, act)
    return _invoice(account, subscription, quote, act)


def _terms(period: Period, cycle: Cycle, listed: PriceList) -> Terms:
    courtesy = listed.courtesy
    return Terms(
        period=period,
        cycle=int(cycle),
        price_version_id=listed.version_id,
        unit_prices=units_to_json(listed.prices.units(cycle)),
        invoiced_prices=units_to_json(listed.renewal_units(cycle)) if courtesy else None,
        courtesy_id=courtesy.key if courtesy else None,
    )


def _invoice(account: Account, subscription: Subscription, quote: quotes.Quote, act: Act) -> Invoice:
    """The new period's own, on the day of the payment; a card waits for the next one."""
    due_on = renewal.due_date(subscription.period_start, act.today, banking_days(), days=settings.BILLING["order_days"])
    method = orders.PIX if subscription.method == orders.CARD else subscription.method
    invoice = draw_up(account, subscription, quote, kind="renewal", method=method, due_on=due_on, act=act)
    if invoice.open > ZERO:
        open_charge(invoice, method, act, due_on=due_on if method == orders.BOLETO else None)
    return invoice
