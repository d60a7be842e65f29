"""The way back: when nothing past its day of suspension is open, access returns at once (D25)."""

from datetime import date

from django.conf import settings

from meuplano.actions.begin_plan import begin_plan
from meuplano.actions.calendar import banking_days
from meuplano.actions.count_renewal import coming_quantities
from meuplano.actions.draw_up import draw_up
from meuplano.actions.full_price import plan_full_price
from meuplano.actions.lateness import steps_of
from meuplano.actions.later import tell
from meuplano.actions.open_charge import open_charge
from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.records import events
from meuplano.records.contract import contract_of, units_to_json
from meuplano.records.credits import available
from meuplano.records.models import Account, Invoice, LicenceEntry, Subscription, SubscriptionPeriod
from meuplano.records.pricing import is_adjusted, price_list_for
from meuplano.rules import ladder, orders, quotes, renewal
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO
from meuplano.rules.periods import nth_period


def come_back(account: Account, paid_on: date, act: Act) -> bool:
    """Give access back if the account was suspended and owes nothing past that day. The account is locked.

    If the period still runs it goes on; if it ended, a new one starts on the day of payment, which becomes the anchor.
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
    subscription.save(update_fields=["status", "suspended_on"])
    contract = contract_of(account)
    period = nth_period(first_day, contract.cycle, 0)
    quantities = coming_quantities(account, contract)
    listed = price_list_for(subscription, first_day)
    units = listed.renewal_units(contract.cycle)
    quote = quotes.quote_renewal(
        quantities=quantities, units=units, period=period, credit=available(account), today=act.today, kind="return"
    )
    SubscriptionPeriod.objects.create(
        account=account,
        subscription=subscription,
        start=period.start,
        end=period.end,
        cycle=contract.cycle,
        price_version_id=listed.version_id,
        unit_prices=units_to_json(listed.prices.units(contract.cycle)),
        invoiced_prices=units_to_json(units) if listed.courtesy else None,
        courtesy_id=listed.courtesy.key if listed.courtesy else None,
    )
    LicenceEntry.objects.bulk_create(
        LicenceEntry(
            account=account,
            subscription=subscription,
            item=item,
            on=first_day,
            now=quantity,
            at_renewal=quantity,
            why="return",
        )
        for item, quantity in quantities.items()
    )
    if is_adjusted(subscription, listed.version_id, first_day):
        subscription.adjusted_on = first_day
    subscription.anchor = first_day
    subscription.period_start, subscription.period_end = period.start, period.end
    set_renewal_dates(subscription)
    subscription.save(update_fields=["adjusted_on", "anchor", "period_start", "period_end", "announce_on", "issue_on"])
    begin_plan(account, subscription, period, act)
    if listed.courtesy:
        plan_full_price(subscription, act)
    due_on = renewal.due_date(first_day, act.today, banking_days(), days=settings.BILLING["order_days"])
    method = orders.PIX if subscription.method == orders.CARD else subscription.method
    invoice = draw_up(account, subscription, quote, kind="renewal", method=method, due_on=due_on, act=act)
    events.record(
        "period.began", act, account, start=period.start.isoformat(), end=period.end.isoformat(), after=quantities
    )
    if invoice.open > ZERO:
        open_charge(invoice, method, act, due_on=due_on if method == orders.BOLETO else None)
    return invoice
