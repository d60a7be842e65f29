"""Finance gives whole periods at a part of their price, or free, and stops it (D40)."""

from datetime import date, timedelta

from django.conf import settings

from meuplano.actions.full_price import plan_full_price
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.records import events
from meuplano.records.contract import NoSubscription, contract_of
from meuplano.records.models import Account, Courtesy, Subscription
from meuplano.rules.act import Act
from meuplano.rules.prices import WHOLE

MOST_PERIODS = 24


def give_courtesy(
    account_id: int, *, off: int, periods: int, reason: str, act: Act, until: date | None = None
) -> Courtesy:
    """The next `periods` that are not counted yet cost `off` basis points less, if they begin before `until`.

    Additions in them cost the normal price, and unused courtesy gives nothing back. The same again on one day is the
    same. Raises Refused: no_reason, out_of_range, ends_before, no_subscription.
    """
    if not reason.strip():
        raise Refused("no_reason")
    if not 0 < off <= WHOLE or not 0 < periods <= MOST_PERIODS:
        raise Refused("out_of_range")
    if until is not None and until <= act.today:
        raise Refused("ends_before")
    with locked(account_id, act) as account:
        subscription = _live(account)
        values = {
            "subscription": subscription,
            "off": off,
            "periods": periods,
            "valid_from": act.today,
            "until": until,
            "reason": reason.strip()[:200],
        }
        known = Courtesy.objects.filter(account=account, **values).first()
        if known is not None:
            return known
        courtesy = Courtesy.objects.create(account=account, by=act.by, made_at=act.at, **values)
        events.record(
            "courtesy.given",
            act,
            account,
            courtesy=courtesy.pk,
            off=off,
            periods=periods,
            until=until.isoformat() if until else None,
            reason=courtesy.reason,
        )
        return courtesy


def stop_courtesy(account_id: int, courtesy_id: int, reason: str, act: Act) -> bool:
    """No period that begins after its announcement has it any more; False if it had stopped before.

    The full price is announced 10 days before, so a period that begins earlier than that keeps it. Raises Refused
    (no_reason) and Courtesy.DoesNotExist.
    """
    if not reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        courtesy = Courtesy.objects.select_related("subscription").get(account=account, pk=courtesy_id)
        stops = max(courtesy.valid_from, act.today + timedelta(days=settings.BILLING["issue_days_ahead"]))
        if courtesy.until is not None and courtesy.until <= stops:
            return False
        before = courtesy.until
        Courtesy.objects.filter(pk=courtesy.pk).update(until=stops)
        events.record(
            "courtesy.stopped",
            act,
            account,
            courtesy=courtesy.pk,
            before=before.isoformat() if before else None,
            after=stops.isoformat(),
            reason=reason.strip()[:200],
        )
        plan_full_price(courtesy.subscription, act)
        return True


def _live(account: Account) -> Subscription:
    try:
        return contract_of(account).subscription
    except NoSubscription:
        raise Refused("no_subscription") from None
