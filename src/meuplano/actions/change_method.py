"""The owner chooses how the recurring charge is paid (F16, D31), or takes a stored card away (R-20)."""

from meuplano.actions.accept_terms import keep_acceptance, refuse_unless_accepted
from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.lock import locked
from meuplano.actions.open_charge import gateway_for
from meuplano.actions.set_method import set_method
from meuplano.records import events
from meuplano.records.contract import NoSubscription
from meuplano.records.models import LIVE_CHARGES, BillingDetails, Card, Charge, Subscription
from meuplano.records.overview import overview_of
from meuplano.rules import changes, consent, orders
from meuplano.rules.act import Act


def change_method(
    account_id: int, method: str, act: Act, *, card_id: int | None = None, terms: int | None = None
) -> bool:
    """True if that changed something; a second click changes nothing. Raises NotAllowed and NoSubscription.

    A boleto needs complete billing details (D49), a card one that is stored and not refused for good, and the first
    time the terms accepted, `terms` being their version (D53).
    """
    with locked(account_id, act) as account:
        overview = overview_of(account)
        if overview is None:
            raise NoSubscription(account.code)
        refuse_unless_allowed(changes.METHOD, overview, act)
        if method not in orders.METHODS or not gateway_for(method):
            raise NotAllowed("unknown_method")
        if method == orders.BOLETO:
            details = BillingDetails.objects.filter(account=account).first()
            if details is None or not details.is_complete:
                raise NotAllowed(orders.NEEDS_BILLING_DETAILS)
        usable = Card.objects.filter(account=account, dead_since=None, removed_on=None)
        card = usable.filter(pk=card_id).first() if card_id else None
        if method == orders.CARD and card is None:
            raise NotAllowed("unknown_card")
        moments = (consent.CARD,) if method == orders.CARD else ()
        keep_acceptance(account, refuse_unless_accepted(account, moments, terms), act)
        return set_method(account, method, card if method == orders.CARD else None, act)


def remove_card(account_id: int, card_id: int, act: Act) -> bool:
    """Forget a stored card; False if it is gone. Raises NotAllowed("card_in_use") and Card.DoesNotExist.

    The one that pays the recurring charge stays until another way is chosen, and one that is being charged until that
    is answered.
    """
    with locked(account_id, act) as account:
        card = Card.objects.get(account=account, pk=card_id)
        if card.removed_on is not None:
            return False
        pays = Subscription.objects.filter(account=account, card=card).exclude(status="cancelled")
        charged = Charge.objects.filter(account=account, card=card, state__in=LIVE_CHARGES)
        if pays.exists() or charged.exists():
            raise NotAllowed("card_in_use")
        card.token, card.removed_on = "", act.today
        card.save(update_fields=["token", "removed_on"])
        events.record("card.removed", act, account, brand=card.brand, last4=card.last4)
        return True
