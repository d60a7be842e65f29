"""Changing the plan: the summary that is shown, and its confirmation (F04–F07, F10, F14).

Both ask `rules.quotes`; the confirmation is refused when anything changed since the summary was shown (D03, R-19).
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from meuplano.actions.accept_terms import keep_acceptance, refuse_unless_accepted
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.apply_order import apply_order
from meuplano.actions.change_cycle import NewPeriod
from meuplano.actions.draw_up import draw_up
from meuplano.actions.instalments import most_instalments, split
from meuplano.actions.lock import locked
from meuplano.actions.open_charge import open_charge
from meuplano.actions.preview_change import Offer, preview
from meuplano.actions.schedule_cycle import schedule_cycle
from meuplano.records import events
from meuplano.records.contract import units_to_json
from meuplano.records.models import Account, Card, Order, OrderItem, Plan
from meuplano.records.models.base import uuid7
from meuplano.records.quoted import quote_to_json
from meuplano.rules import consent, orders
from meuplano.rules.act import Act
from meuplano.rules.agreements import Agreed
from meuplano.rules.money import ZERO
from meuplano.rules.periods import Cycle

__all__ = ["Offer", "QuoteChanged", "confirm", "consent_moments", "most_parts", "preview"]


class QuoteChanged(Exception):
    """What would be charged is not what was shown; the new offer is attached and nothing was written."""

    def __init__(self, offer: "Offer") -> None:
        super().__init__("the summary changed")
        self.offer = offer


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
    plan: Plan | None = None,
    agreed: Sequence[Agreed] = (),
) -> Order:
    """Agree to what was shown: an order with its invoice, and a charge for what is due.

    `seen` is the fingerprint of the summary. The same `draft_key` again gives the same order (R-16). `card_id` is a
    stored card; None with method "card" leads to the gateway's page. `instalments` is in how many
    a longer cycle is paid, at most `most_parts` (D28). `terms` is the version of the terms accepted with
    a first order or a first stored card (D53); a proposal of finance's is an agreement of its own and asks for none.
    Only one of those names another `plan` and prices that are `agreed` with it (D48).
    Raises QuoteChanged, NotAllowed and NoSubscription.
    """
    with locked(account_id, act) as account:
        if draft_key != account.draft_key:  # an order takes the account's draft along
            done = Order.objects.filter(account=account, draft_key=draft_key).first()
            if done is None:
                raise NotAllowed("unknown_draft")
            return done
        offer = preview(account, added=added, cycle=cycle, plan=plan, agreed=agreed, act=act)
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
        amount=parts[0].asked,
        instalment=parts[0],
        somebody_waits=True,
    )


def _agree(
    account: Account, offer: Offer, added: Mapping[str, int], method: str, make_default: bool, draft_key: UUID, act: Act
) -> Order:
    quote, contract = offer.quote, offer.contract
    way = offer.methods.get(method)
    if quote.due_now > ZERO and (way is None or not way.offered):
        raise NotAllowed((way and way.reason) or "unknown_method")
    pay_until = (way and way.payable_until) or act.today
    plan = offer.new_period.plan if offer.new_period else None
    invoice = draw_up(
        account, contract.subscription, quote, kind="order", method=method, due_on=pay_until, act=act, plan=plan
    )
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
        **({"plan": plan.name} if plan else {}),
    )
    return order


def _kept_of(new_period: NewPeriod | None) -> dict[str, Any]:
    """What an order of a longer cycle keeps, so that waiting changes nothing of it (D05, D08)."""
    if new_period is None:
        return {}
    return {
        "cycle": int(new_period.cycle),
        "plan": new_period.plan,
        "price_version_id": new_period.price_version_id,
        "unit_prices": units_to_json(new_period.units),
        "replaces": {str(number): still_open.centavos for number, still_open in new_period.replaces.items()},
    }
