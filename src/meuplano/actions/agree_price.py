"""Finance agrees a price or a discount of one item with an account, for periods to come, and ends it (D38)."""

from datetime import date

from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.records import events
from meuplano.records.models import AgreedPrice, Module
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money
from meuplano.rules.prices import LICENCE, STORAGE, WHOLE

LONGEST = 200  # characters of a reason


def agree_price(
    account_id: int,
    *,
    item: str,
    reason: str,
    act: Act,
    monthly: Money | None = None,
    discount: int | None = None,
    valid_from: date | None = None,
    until: date | None = None,
) -> AgreedPrice:
    """A monthly unit price before cycle discounts, or a discount in basis points, of one item of one account.

    It holds for periods that begin on `valid_from` (today if not said) or later and before `until`; what is invoiced
    already stays. The same again is the same. Raises Refused: no_reason, unknown_item, price_or_discount, out_of_range,
    in_the_past, ends_before.
    """
    first_day = valid_from or act.today
    _check(item, monthly, discount, reason, first_day, until, act.today)
    with locked(account_id, act) as account:
        before = _last(account_id, item, discount is not None, first_day)
        values = {
            "monthly_centavos": None if monthly is None else monthly.centavos,
            "discount": discount,
            "valid_from": first_day,
            "until": until,
            "reason": reason.strip()[:LONGEST],
        }
        if before is not None and all(getattr(before, name) == value for name, value in values.items()):
            return before
        agreed = AgreedPrice.objects.create(account=account, item=item, by=act.by, made_at=act.at, **values)
        events.record(
            "price.agreed",
            act,
            account,
            agreed=agreed.pk,
            item=item,
            before=_said(before),
            after=_said(agreed),
            valid_from=first_day.isoformat(),
            until=until.isoformat() if until else None,
            reason=agreed.reason,
        )
        return agreed


def end_agreed_price(account_id: int, agreed_id: int, reason: str, act: Act) -> bool:
    """From now on it holds for no period that begins; False if it had stopped before.

    Raises Refused (no_reason) and AgreedPrice.DoesNotExist.
    """
    if not reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        agreed = AgreedPrice.objects.get(account=account, pk=agreed_id)
        stops = max(agreed.valid_from, act.today)
        if agreed.until is not None and agreed.until <= stops:
            return False
        before = agreed.until
        AgreedPrice.objects.filter(pk=agreed.pk).update(until=stops)
        events.record(
            "price.agreement_ended",
            act,
            account,
            agreed=agreed.pk,
            item=agreed.item,
            before=before.isoformat() if before else None,
            after=stops.isoformat(),
            reason=reason.strip()[:LONGEST],
        )
        return True


def _check(
    item: str,
    monthly: Money | None,
    discount: int | None,
    reason: str,
    valid_from: date,
    until: date | None,
    today: date,
) -> None:
    if not reason.strip():
        raise Refused("no_reason")
    if item not in (LICENCE, STORAGE) and not Module.objects.filter(code=item).exists():
        raise Refused("unknown_item")
    if (monthly is None) == (discount is None):
        raise Refused("price_or_discount")
    if (monthly is not None and monthly < ZERO) or (discount is not None and not 0 <= discount <= WHOLE):
        raise Refused("out_of_range")
    if valid_from < today:
        raise Refused("in_the_past")
    if until is not None and until <= valid_from:
        raise Refused("ends_before")


def _last(account_id: int, item: str, is_discount: bool, day: date) -> AgreedPrice | None:
    """The last word of its kind about this item that holds on that day."""
    words = AgreedPrice.objects.filter(account=account_id, item=item, discount__isnull=not is_discount).order_by("-pk")
    return next((word for word in words if word.valid_from <= day and (word.until is None or day < word.until)), None)


def _said(agreed: AgreedPrice | None) -> dict[str, int | None] | None:
    if agreed is None:
        return None
    return {"monthly": agreed.monthly_centavos, "discount": agreed.discount}
