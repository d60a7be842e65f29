"""Quotes: what a change or a renewal costs, from one function for the summary and for the invoice (D03, R-19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from meuplano.rules import lines as kinds
from meuplano.rules import proration, retention
from meuplano.rules.lines import Held, Line, lines_for, lines_held, plain_line, total_of
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.periods import OutsidePeriod, Period
from meuplano.rules.prices import UnitPrice
from meuplano.rules.proration import Share
from meuplano.rules.retention import Withheld

__all__ = [
    "Held",
    "Line",
    "NothingAdded",
    "OutsidePeriod",
    "Quote",
    "quote_additions",
    "quote_complement",
    "quote_longer_cycle",
    "quote_other_plan",
    "quote_renewal",
]


class NothingAdded(ValueError):
    """A quote was asked for a change that adds nothing."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A cost as it stands on one day, with all that the summary shows and the confirmation must find unchanged.

    `on` is the day of the quote, `period` the one it is for, `credit_used` the credit it takes, `renewal_on` and
    `renewal_lines` the next renewal as it will be, `renewal_before` its sum without this change, `complement_lines`
    what the roll-over will bill beyond a renewal invoice that is already out (D17).
    """

    kind: str
    on: date
    period: Period
    lines: tuple[Line, ...]
    credit_used: Money
    renewal_on: date
    renewal_lines: tuple[Line, ...]
    renewal_before: Money
    complement_lines: tuple[Line, ...] = ()
    withheld: tuple[Withheld, ...] = ()  # tax that the customer keeps back of what is due (D44)

    @property
    def total(self) -> Money:
        """The sum of the lines: what the invoice is made out for."""
        return total_of(self.lines)

    @property
    def due_now(self) -> Money:
        """What is left to pay after the credit used."""
        return self.total - self.credit_used

    @property
    def to_pay(self) -> Money:
        """What of that is paid in money."""
        return self.due_now - total(row.amount for row in self.withheld)

    def with_taxes(self, rates: Mapping[str, int]) -> "Quote":
        """The same for an account that withholds at these rates, in basis points by tax."""
        taxes = retention.withheld(retention.services(self.lines), rates)
        return replace(self, withheld=taxes if retention.to_withhold(taxes, self.due_now) else ())

    @property
    def discount(self) -> Money:
        """What all discounts together take off."""
        return total(line.discount for line in self.lines)

    @property
    def to_credit(self) -> Money:
        """What becomes credit because the change is worth less than nothing (D12)."""
        return total_of(line for line in self.lines if line.kind == kinds.TO_CREDIT)

    @property
    def next_renewal(self) -> Money:
        """What the next renewal costs after this change."""
        return total_of(self.renewal_lines)

    @property
    def complement(self) -> Money:
        """What the roll-over will add to a renewal invoice that is already out (D17)."""
        return total_of(self.complement_lines)

    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when anything in the quote does, its day included (D03)."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def quote_additions(
    *,
    added: Mapping[str, int],
    at_renewal: Mapping[str, int],
    units: Mapping[str, UnitPrice],
    renewal_units: Mapping[str, UnitPrice],
    period: Period,
    next_period: Period,
    credit: Money,
    today: date,
    after: Mapping[str, int] | None = None,
    invoiced: Mapping[str, int] | None = None,
    bridge: Share | None = None,
    complement_units: Mapping[str, UnitPrice] | None = None,
) -> Quote:
    """What buying `added` costs now: pro rata die of the running period at the prices it was invoiced with (D04).

    `at_renewal` is what the next renewal would hold without this change. After it, it holds `added` more, unless
    `after` says otherwise ("only the active ones"). `invoiced` is what a renewal invoice that is already out holds: the
    rest is announced as its complement (D17). `renewal_units` are the prices of a whole `next_period`, which a shorter
    cycle in the same form may have changed (D10), `complement_units` those of a complement where they are others,
    `bridge` the days by which a moved due day makes it longer (D45). `credit` is what the account has; what the change
    costs of it is used (D32).

    Raises NothingAdded, UnknownItem, and OutsidePeriod for a day that is not in the period.
    """
    if not any(added.values()) or min(added.values()) < 0:
        raise NothingAdded("an addition adds at least one unit and takes none away")
    lines = lines_for(added, units, proration.left(period, today))
    renewing = _plus(at_renewal, added) if after is None else after
    extra = {} if invoiced is None else _missing(renewing, invoiced)
    return Quote(
        kind="additions",
        on=today,
        period=period,
        lines=lines,
        credit_used=min(credit, total_of(lines)),
        renewal_on=next_period.start,
        renewal_lines=_renewal_lines(renewing, renewal_units, next_period, bridge),
        renewal_before=total_of(_renewal_lines(at_renewal, renewal_units, next_period, bridge)),
        complement_lines=lines_for(extra, complement_units or renewal_units, proration.whole(next_period)),
    )


def quote_renewal(
    *,
    quantities: Mapping[str, int],
    units: Mapping[str, UnitPrice],
    period: Period,
    credit: Money,
    today: date,
    late_charges: Money = ZERO,
    bridge: Share | None = None,
    next_units: Mapping[str, UnitPrice] | None = None,
    kind: str = "renewal",
) -> Quote:
    """What a whole period costs: a renewal (D15), a first contract (D39) or a return (D25, D36).

    `late_charges` are fine and interest left unpaid on an earlier invoice (D27), `bridge` the days by which a moved due
    day makes the period longer (D45), `next_units` the prices of the renewal after this one where they differ (a
    courtesy's end, D40). Raises NothingAdded for a period without quantities and UnknownItem.
    """
    lines = _renewal_lines(quantities, units, period, bridge)
    if not lines:
        raise NothingAdded("a period holds at least one licence")
    if late_charges:
        lines += (plain_line(kinds.LATE_CHARGES, late_charges),)
    following = lines_for(quantities, next_units or units, proration.whole(period))
    return Quote(
        kind=kind,
        on=today,
        period=period,
        lines=lines,
        credit_used=min(credit, total_of(lines)),
        renewal_on=period.end,
        renewal_lines=following,
        renewal_before=total_of(following),
    )


def quote_complement(
    *,
    holding: Mapping[str, int],
    invoiced: Mapping[str, int],
    units: Mapping[str, UnitPrice],
    period: Period,
    credit: Money,
    today: date,
) -> Quote | None:
    """What the roll-over bills beyond the renewal invoice, at the full price of the period (D17); None for nothing.

    `holding` is what the period begins with (`renewal.after_the_count`), `invoiced` what its renewal invoice held.
    """
    share = proration.whole(period)
    lines = lines_for(_missing(holding, invoiced), units, share)
    if not lines:
        return None
    return Quote(
        kind="complement",
        on=today,
        period=period,
        lines=lines,
        credit_used=min(credit, total_of(lines)),
        renewal_on=period.end,
        renewal_lines=lines_for(holding, units, share),
        renewal_before=total_of(lines_for(invoiced, units, share)),
    )


def quote_longer_cycle(
    *,
    quantities: Mapping[str, int],
    units: Mapping[str, UnitPrice],
    new_period: Period,
    held: Sequence[Held],
    period: Period,
    credit: Money,
    today: date,
    prepaid: Sequence[Line] = (),
    still_open: Money = ZERO,
    renewal_before: Money = ZERO,
) -> Quote:
    """What a longer cycle costs: a renewal that happens today, less the unused days of the running period (D11, D12).

    `quantities` are those of a renewal today plus what the same form adds, `units` the prices of a whole
    `new_period`, which starts today. `held` is what is in force in `period` at the prices really invoiced, `prepaid`
    the lines of the next period's renewal invoice when that is paid, `still_open` what is open and not overdue of the
    running period. Below zero the rest becomes credit (a line of its own, so that the lines still sum to the total).
    Raises NothingAdded, UnknownItem, and OutsidePeriod for a day that is not in the running period.
    """
    if new_period.start != today:
        raise OutsidePeriod("the new period starts on the day of the confirmation")
    whole = proration.whole(new_period)
    recurring = lines_for(quantities, units, whole)
    if not recurring:
        raise NothingAdded("a period holds at least one licence")
    lines = (
        recurring
        + lines_held(held, proration.left(period, today), kinds.UNUSED)
        + tuple(replace(line, kind=kinds.PREPAID) for line in prepaid)
    )
    if still_open:
        lines += (plain_line(kinds.STILL_OPEN, still_open),)
    if (balance := total_of(lines)) < ZERO:
        lines += (plain_line(kinds.TO_CREDIT, -balance),)
    return Quote(
        kind="longer_cycle",
        on=today,
        period=new_period,
        lines=lines,
        credit_used=min(credit, total_of(lines)),
        renewal_on=new_period.end,
        renewal_lines=recurring,
        renewal_before=renewal_before,
    )


def quote_other_plan(
    *,
    quantities: Mapping[str, int],
    units: Mapping[str, UnitPrice],
    next_period: Period,
    today: date,
    renewal_before: Money,
    bridge: Share | None = None,
) -> Quote:
    """Another plan from the renewal on: nothing is due today, and the renewal costs what its list says (D48).

    `quantities` are those of a renewal counted today with the other plan's floor and space, `units` its prices for the
    whole `next_period`, which begins when everything paid has been used. Raises UnknownItem.
    """
    return Quote(
        kind="other_plan",
        on=today,
        period=next_period,
        lines=(),
        credit_used=ZERO,
        renewal_on=next_period.start,
        renewal_lines=_renewal_lines(quantities, units, next_period, bridge),
        renewal_before=renewal_before,
    )


def _renewal_lines(
    quantities: Mapping[str, int], units: Mapping[str, UnitPrice], period: Period, bridge: Share | None
) -> tuple[Line, ...]:
    """A whole period; where a moved due day makes it longer, the nominal one and a line more an item (D45)."""
    if bridge is None:
        return lines_for(quantities, units, proration.whole(period))
    nominal = period.days - bridge.days
    return lines_for(quantities, units, Share(nominal, nominal)) + lines_for(quantities, units, bridge, kinds.BRIDGE)


def _plus(quantities: Mapping[str, int], added: Mapping[str, int]) -> dict[str, int]:
    return {item: quantities.get(item, 0) + added.get(item, 0) for item in {**quantities, **added}}


def _missing(wanted: Mapping[str, int], there: Mapping[str, int]) -> dict[str, int]:
    return {item: max(n - there.get(item, 0), 0) for item, n in wanted.items()}
