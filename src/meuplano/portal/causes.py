"""Beside each line: for which days it is, and what caused it, as U02 asks of every amount."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from meuplano.documents import words
from meuplano.records.origins import Beyond, Origin
from meuplano.rules import lines as kinds
from meuplano.rules.periods import ONE_DAY, Period
from meuplano.rules.prices import LICENCE

type About = Callable[[Mapping[str, Any]], str]


def said_of(period: Period, *, bought_on: date | None = None, cause: Callable[[str, int], str] | None = None) -> About:
    """Speaks of a line for this period: its days, and its cause by item and quantity.

    Unused days of an earlier period are counted from the day on which the order was made, `bought_on` (D12).
    """

    def about(line: Mapping[str, Any]) -> str:
        parts = [_days(line, period, bought_on)]
        if cause and line["kind"] == kinds.CHARGE:
            parts.append(cause(line["item"], line["quantity"]))
        return " · ".join(part for part in parts if part)

    return about


def origin_in_words(origin: Origin | None, quantity: int) -> str:
    """ "desde 12/02/2027, pedido nº 3"; nothing where something else has changed the quantity since."""
    if origin is None or origin.count != quantity:
        return ""
    day = {"day": words.day(origin.on), "number": origin.order}
    if origin.order is not None:
        return gettext("desde %(day)s, pedido nº %(number)s") % day
    if origin.reduced:
        return gettext("redução pedida em %(day)s") % day
    if origin.why in ("contract", "return"):
        return gettext("desde %(day)s, contratação") % day
    return gettext("desde %(day)s") % day


def beyond_in_words(came: Beyond | None, item: str, quantity: int, began: date) -> str:
    """ "além da fatura nº 2, contada em 26/03: pedido nº 3" of a complement's line (D17).

    The latest orders that together added so many; what no order explains are people activated after the count.
    """
    if came is None:
        return gettext("pessoas ativas em %(day)s, além do pedido") % {"day": words.day_month(began)}
    causes, left = [], quantity
    for bought in came.bought.get(item, ()):
        if left > 0:
            causes.append(gettext("pedido nº %(number)s") % {"number": bought.order})
            left -= bought.count
    causes.reverse()
    if left > 0 and item == LICENCE:
        causes.append(gettext("pessoas ativadas depois"))
    what = {"number": came.invoice, "day": words.day_month(came.counted_on), "causes": gettext(" e ").join(causes)}
    if not causes:
        return gettext("além da fatura nº %(number)s, contada em %(day)s") % what
    return gettext("além da fatura nº %(number)s, contada em %(day)s: %(causes)s") % what


def _days(line: Mapping[str, Any], period: Period, bought_on: date | None) -> str:
    """A charge is for the last days of its period, a bridge for the first (D45)."""
    some = timedelta(line["days"])
    if line["kind"] == kinds.CHARGE:
        return words.span(period.end - some, period.last_day)
    if line["kind"] == kinds.BRIDGE:
        return words.span(period.start, period.start + some - ONE_DAY)
    if line["kind"] == kinds.UNUSED and bought_on is not None:
        return words.span(bought_on, bought_on + some - ONE_DAY)
    return ""
