"""Changing the plan: the summary that is shown, and its confirmation (F04–F07, F10, F14).

Both ask `rules.quotes`; the confirmation is refused when anything changed since the summary was shown (D03, R-19).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from meuplano.actions.accept_terms import keep_acceptance, refuse_unless_accepted
from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.apply_order import apply_order
from meuplano.actions.change_cycle import NewPeriod, longer_cycle
from meuplano.actions.draw_up import draw_up
from meuplano.actions.instalments import most_instalments, split
from meuplano.actions.lock import locked
from meuplano.actions.methods import methods_for
from meuplano.actions.open_charge import open_charge
from meuplano.actions.schedule_cycle import schedule_cycle
from meuplano.records import events
from meuplano.records.contract import Contract, NoSubscription, units_to_json
from meuplano.records.models import Account, Card, Order, OrderItem
from meuplano.records.models.base import uuid7
from meuplano.records.overview import Counted, Overview, overview_of
from meuplano.records.pricing import PriceList, price_list_for
from meuplano.records.quoted import quote_to_json
from meuplano.rules import changes, consent, orders, proration, quotes
from meuplano.rules.act import Act
from meuplano.rules.agreements import Agreed
from meuplano.rules.lines import lines_for, total_of
from meuplano.rules.money import ZERO
from meuplano.rules.periods import Cycle, Period, next_period
from meuplano.rules.prices import UnitPrice
from meuplano.rules.quotes import Quote


class QuoteChanged(Exception):
    """What would be charged is not what was shown; the new offer is attached and nothing was written."""

    def __init__(self, offer: "Offer") -> None:
        super().__init__("the summary changed")
        self.offer = offer


@dataclass(frozen=True, slots=True)
class Offer:
    """The summary of one set of changes, and the ways in which it can be paid today.

    `new_period` is what a longer cycle begins, `schedules` the shorter cycle that the confirmation schedules (D10).
    """

    quote: Quote
    methods: Mapping[str, orders.Offered]
    contract: Contract
    new_period: NewPeriod | None = None
    schedules: Cycle | None = None


def preview(
    account: Account,
    *,
    added: Mapping[str, int],
    act: Act,
    cycle: Cycle | None = None,
    overview: Overview | None = None,
    listed: PriceList | None = None,
    agreed: Sequence[Agreed] = (),
) -> Offer:
    """The summary as a confirmation now would charge it. `added` is units by item, `cycle` a wanted one; reads only.

    A page that has read `overview` and the coming price list already hands them in. `agreed` are prices that are to be
    agreed together with the change. Raises NotAllowed, records.contract.NoSubscription, and quotes.NothingAdded when
    nothing is added and the cycle is not a longer one.
    """
    overview = overview or overview_of(account)
    if overview is None:
        raise NoSubscription(account.code)
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


def confirm(
    account_id: int,
    *,
    added: Mapping[str, int],
    method: str,
    seen: str,
    draft_key: UUID,
    act: Act,
    cycle: Cycle | None = None,
    card_id: int | None = None,
    make_default: bool = False,
    instalments: int = 1,
    terms: int | None = None,
    by_proposal: bool = False,
) -> Order:
    """Agree to what was shown: an order with its invoice, and a charge for what is due.

    `seen` is the fingerprint of the summary. The same `draft_key` again gives the same order (R-16). `card_id` is a
    stored card; None with method "card" leads to the gateway's page. `instalments` is in how many
    a longer cycle is paid, at most `most_parts` (D28). `terms` is the version of the terms accepted with
    a first order or a first stored card (D53); a proposal of finance's is an agreement of its own and asks for none.
    Raises QuoteChanged, NotAllowed and NoSubscription.
    """
    with locked(account_id, act) as account:
        if draft_key != account.draft_key:  # an order takes the account's draft along
            done = Order.objects.filter(account=account, draft_key=draft_key).first()
            if done is None:
                raise NotAllowed("unknown_draft")
            return done
        offer = preview(account, added=added, cycle=cycle, act=act)
        if offer.quote.fingerprint() != seen:
            raise QuoteChanged(offer)
        card = Card.objects.filter(account=account, pk=card_id, removed_on=None).first() if card_id else None
        if card_id and card is None:
            raise NotAllowed("unknown_card")
        keeps_card = make_default and method == orders.CARD
        accepted = refuse_unless_accepted(account, () if by_proposal else consent_moments(keeps_card=keeps_card), terms)
        order = _agree(account, offer, added, method, keeps_card, draft_key, act)
        keep_acceptance(account, accepted, act, order)
        if offer.schedules is not None:
            schedule_cycle(account, offer.schedules, act)
        if instalments > 1:
            _choose_terms(offer, order, instalments)
        if instalments > 1 and method == orders.BOLETO:
            _first_boleto(account, offer, order, act)
        elif offer.quote.due_now > ZERO:
            open_charge(
                order.invoice,
                method,
                act,
                card=card,
                keep=make_default,
                due_on=order.pay_until if method == orders.BOLETO else None,
                until=order.pay_until,
                instalments=instalments,
                somebody_waits=True,
            )
        if offer.quote.due_now == ZERO or settings.BILLING["release"] == "confirmation":
            apply_order(account, order, act, contract=offer.contract)
    return order


def consent_moments(*, keeps_card: bool) -> tuple[str, ...]:
    """What the terms may have to be accepted for with an order (D53)."""
    return (consent.ORDER, consent.CARD) if keeps_card else (consent.ORDER,)


def most_parts(offer: Offer, method: str) -> int:
    """In how many instalments what is due today can be paid: more than one for a longer cycle only (D28)."""
    if offer.new_period is None:
        return 1
    return most_instalments(offer.new_period.price_version_id, offer.new_period.cycle, offer.quote.due_now, method)


def _choose_terms(offer: Offer, order: Order, n: int) -> None:
    """The order remembers its terms of payment, and its renewals are paid in as many."""
    if n > most_parts(offer, order.method):
        raise NotAllowed("unknown_terms")
    order.instalments = n
    order.save(update_fields=["instalments"])


def _first_boleto(account: Account, offer: Offer, order: Order, act: Act) -> None:
    """It goes out now; the others when it has paid and the order is applied."""
    assert offer.new_period is not None
    cycle, n = offer.new_period.cycle, order.instalments
    parts = split(account, order.invoice, n, anchor=act.today, cycle=cycle, act=act)
    open_charge(
        order.invoice,
        orders.BOLETO,
        act,
        due_on=order.pay_until,
        until=order.pay_until,
        amount=parts[0].open,
        instalment=parts[0],
        somebody_waits=True,
    )


def _refuse_unless_allowed(overview: Overview, added: Mapping[str, int], change: str | None, act: Act) -> None:
    contract = overview.contract
    if change:
        refuse_unless_allowed(change, overview, act)
    if any(added.values()) or not change:
        refuse_unless_allowed(changes.ADD, overview, act)
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


def _agree(
    account: Account, offer: Offer, added: Mapping[str, int], method: str, make_default: bool, draft_key: UUID, act: Act
) -> Order:
    quote, contract = offer.quote, offer.contract
    way = offer.methods.get(method)
    if quote.due_now > ZERO and (way is None or not way.offered):
        raise NotAllowed((way and way.reason) or "unknown_method")
    pay_until = (way and way.payable_until) or act.today
    invoice = draw_up(account, contract.subscription, quote, kind="order", method=method, due_on=pay_until, act=act)
    account.last_order_number += 1
    account.draft_key = uuid7()
    account.save(update_fields=["last_order_number", "draft_key"])
    order = Order.objects.create(
        account=account,
        number=account.last_order_number,
        subscription=contract.subscription,
        invoice=invoice,
        draft_key=draft_key,
        quote=quote_to_json(quote),
        fingerprint=quote.fingerprint(),
        method=method,
        make_default=make_default,
        agreed_on=act.today,
        agreed_at=act.at,
        agreed_by=act.by,
        pay_until=pay_until,
        expires_on=(way and way.expires_on) or act.today,
        **_kept_of(offer.new_period),
    )
    OrderItem.objects.bulk_create(
        OrderItem(account=account, order=order, item=item, quantity=quantity)
        for item, quantity in added.items()
        if quantity
    )
    events.record(
        "order.agreed",
        act,
        account,
        order=order.number,
        invoice=invoice.number,
        added={item: quantity for item, quantity in added.items() if quantity},
        due_now=quote.due_now.centavos,
        method=method,
        **({"cycle": int(offer.new_period.cycle)} if offer.new_period else {}),
    )
    return order


def _kept_of(new_period: NewPeriod | None) -> dict[str, Any]:
    """What an order of a longer cycle keeps, so that waiting changes nothing of it (D05, D08)."""
    if new_period is None:
        return {}
    return {
        "cycle": int(new_period.cycle),
        "price_version_id": new_period.price_version_id,
        "unit_prices": units_to_json(new_period.units),
        "replaces": {str(number): still_open.centavos for number, still_open in new_period.replaces.items()},
    }
