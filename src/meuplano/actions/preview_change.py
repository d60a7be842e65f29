"""The summary of one set of changes, as a confirmation now would charge it: reads only (F05, D03).

What the owner wants comes from the change page; another plan only from a proposal of finance's (D48).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.change_cycle import NewPeriod, longer_cycle
from meuplano.actions.methods import methods_for
from meuplano.actions.schedule_plan import quote_plan
from meuplano.actions.withholding import rates_in
from meuplano.records.contract import Contract, NoSubscription
from meuplano.records.models import Account, Plan
from meuplano.records.overview import Counted, Overview, overview_of
from meuplano.records.pricing import PriceList, agreed_licence_price, price_list_for
from meuplano.rules import changes, orders, proration, quotes
from meuplano.rules.act import Act
from meuplano.rules.agreements import Agreed
from meuplano.rules.lines import UnknownItem, lines_for, total_of
from meuplano.rules.periods import Cycle, Period, next_period
from meuplano.rules.prices import LICENCE, UnitPrice
from meuplano.rules.quotes import Quote


@dataclass(frozen=True, slots=True)
class Offer:
    """The summary of one set of changes, and the ways in which it can be paid today.

    `new_period` is what a longer cycle or another plan begins, `schedules` the shorter cycle that the confirmation
    schedules (D10), `plan_on` the day from which another plan holds, where it waits for the renewal (D48).
    """

    quote: Quote
    methods: Mapping[str, orders.Offered]
    contract: Contract
    new_period: NewPeriod | None = None
    schedules: Cycle | None = None
    plan_on: date | None = None


def preview(
    account: Account,
    *,
    added: Mapping[str, int],
    act: Act,
    cycle: Cycle | None = None,
    overview: Overview | None = None,
    listed: PriceList | None = None,
    agreed: Sequence[Agreed] = (),
    plan: Plan | None = None,
    at_renewal: bool = False,
) -> Offer:
    """The summary as a confirmation now would charge it. `added` is units by item, `cycle` a wanted one; reads only.

    A page that has read `overview` and the coming price list already hands them in. `agreed` are prices that are to be
    agreed together with the change, `plan` another one that finance proposed: from today, as a longer cycle, or
    `at_renewal` (D48). Raises NotAllowed, records.contract.NoSubscription, and quotes.NothingAdded when nothing is
    added, the cycle is not a longer one and the plan no other.
    """
    overview = overview or overview_of(account)
    if overview is None:
        raise NoSubscription(account.code)
    try:
        if plan is not None:
            offer = _with_plan(account, overview, plan, cycle, added, agreed, act, at_renewal=at_renewal)
        else:
            offer = _without_plan(account, overview, added, cycle, listed, agreed, act)
    except UnknownItem:  # it left the catalogue
        raise NotAllowed("unknown_item") from None
    rates = rates_in(vars(overview.billing)) if overview.billing else {}
    return replace(offer, quote=offer.quote.with_taxes(rates)) if rates else offer


def _with_plan(
    account: Account,
    overview: Overview,
    plan: Plan,
    cycle: Cycle | None,
    added: Mapping[str, int],
    agreed: Sequence[Agreed],
    act: Act,
    *,
    at_renewal: bool,
) -> Offer:
    """Another plan, with a longer cycle or the same one (D48)."""
    contract = overview.contract
    if plan == contract.plan or (cycle or contract.cycle) < contract.cycle:
        raise quotes.NothingAdded("another plan is another one, and its cycle no shorter")
    if at_renewal and (any(added.values()) or agreed or cycle):
        raise NotAllowed("plan_alone")
    refuse_unless_allowed(changes.OTHER_PLAN, overview, act, by_proposal=True)
    _refuse_additions(overview, added, act)
    waits = quote_plan(account, overview, plan, act) if at_renewal else None
    begins = waits.on if waits else act.today
    priced = any(term.item == LICENCE and term.monthly is not None for term in agreed)
    if not priced and agreed_licence_price(account, begins):  # it was agreed for the plan of now
        raise NotAllowed("agreed_price_of_plan")
    renewed = overview.renewing(plan=plan).get(LICENCE, 0) + added.get(LICENCE, 0)
    if renewed < plan.minimum_licences:
        raise NotAllowed("below_plan_minimum")
    if waits:
        return Offer(quote=waits.quote, methods={}, contract=contract, plan_on=waits.on)
    before = quote_plan(account, overview, plan, act).quote.renewal_before
    quote, new_period = longer_cycle(
        account,
        overview,
        cycle or contract.cycle,
        added=added,
        renewal_before=before,
        act=act,
        agreed=agreed,
        plan=plan,
    )
    methods = methods_for(overview.billing, quote.due_now, act, contract.period)
    return Offer(quote=quote, methods=methods, contract=contract, new_period=new_period)


def _without_plan(
    account: Account,
    overview: Overview,
    added: Mapping[str, int],
    cycle: Cycle | None,
    listed: PriceList | None,
    agreed: Sequence[Agreed],
    act: Act,
) -> Offer:
    contract = overview.contract
    change = changes.cycle_change(contract.cycle, cycle) if cycle else None
    _refuse_unless_allowed(overview, added, change, act)
    shorter = cycle if change == changes.SHORTER_CYCLE and not _next_is_paid(overview) else None
    coming, counted, coming_cycle = _coming(overview, shorter)
    if counted is None:
        listed = (listed or price_list_for(contract.subscription, coming.start)).agreeing(agreed, coming.start)
        renewal_units: Mapping[str, UnitPrice] = listed.renewal_units(coming_cycle)
    else:
        renewal_units = counted.units
    new_period = None
    if change == changes.LONGER_CYCLE and cycle is not None:
        before = total_of(lines_for(overview.renewing(), renewal_units, proration.whole(coming)))
        quote, new_period = longer_cycle(
            account, overview, cycle, added=added, renewal_before=before, act=act, agreed=agreed
        )
    else:
        quote = quotes.quote_additions(
            added=added,
            at_renewal=overview.renewing(),
            after=overview.renewing(added=added),
            invoiced=counted.quantities if counted else None,
            units=contract.units,
            renewal_units=renewal_units,
            complement_units=overview.complement_units(renewal_units),
            bridge=overview.bridge,
            period=contract.period,
            next_period=coming,
            credit=overview.credit,
            today=act.today,
        )
    return Offer(
        quote=quote,
        methods=methods_for(overview.billing, quote.due_now, act, overview.contract.period),
        contract=contract,
        new_period=new_period,
        schedules=cycle if change == changes.SHORTER_CYCLE else None,
    )


def _refuse_unless_allowed(overview: Overview, added: Mapping[str, int], change: str | None, act: Act) -> None:
    if change:
        refuse_unless_allowed(change, overview, act)
    if any(added.values()) or not change:
        refuse_unless_allowed(changes.ADD, overview, act)
    _refuse_additions(overview, added, act)


def _refuse_additions(overview: Overview, added: Mapping[str, int], act: Act) -> None:
    contract = overview.contract
    if act.today not in contract.period:
        raise NotAllowed("period_over")
    for item, quantity in added.items():
        if item not in contract.units:
            raise NotAllowed("unknown_item")
        if not 0 <= quantity <= settings.BILLING["largest_addition"]:
            raise NotAllowed("too_many")


def _next_is_paid(overview: Overview) -> bool:
    return overview.invoice is not None and overview.invoice.status == "paid"


def _coming(overview: Overview, shorter: Cycle | None) -> tuple[Period, Counted | None, Cycle]:
    """The coming period, what it was counted to hold, and its cycle, once a shorter one is scheduled for it."""
    if shorter is None:
        return overview.coming, overview.counted, overview.coming_cycle
    contract = overview.contract
    return next_period(contract.subscription.anchor, shorter, contract.period), None, shorter
