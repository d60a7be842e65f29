"""A new period begins: its row, what is contracted in it, and the days of its renewal (D11, D15)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.records import events
from meuplano.records.contract import Contract
from meuplano.records.models import Account, LicenceEntry, Order, SubscriptionPeriod
from meuplano.records.together import change, insert_all
from meuplano.rules.act import Act
from meuplano.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Terms:
    """The period to begin, and the unit prices at which it is invoiced, as JSON."""

    period: Period
    cycle: int
    price_version_id: int
    unit_prices: Mapping[str, Any]  # of additions
    invoiced_prices: Mapping[str, Any] | None = None  # where its own invoice has others (D40)
    courtesy_id: int | None = None


def begin_period(
    account: Account,
    contract: Contract,
    terms: Terms,
    holding: Mapping[str, int],
    act: Act,
    *,
    targets: Mapping[str, int] | None = None,
    why: str = "renewal",
    order: Order | None = None,
    ordered: Collection[str] = (),
) -> None:
    """Begin it with `holding`, of which `targets` are to be less at its own renewal. The account is locked.

    `ordered` are the items that `order` names: each gets its entry, whether it changes or not.
    """
    subscription, period = contract.subscription, terms.period
    running = SubscriptionPeriod(
        account=account,
        subscription=subscription,
        start=period.start,
        end=period.end,
        cycle=terms.cycle,
        price_version_id=terms.price_version_id,
        unit_prices=terms.unit_prices,
        invoiced_prices=terms.invoiced_prices,
        courtesy_id=terms.courtesy_id,
    )
    insert_all([running])
    then = {item: (holding.get(item, 0), (targets or {}).get(item, holding.get(item, 0))) for item in holding}
    insert_all(
        LicenceEntry(
            account=account,
            subscription=subscription,
            item=item,
            on=period.start,
            now=then.get(item, (0, 0))[0],
            at_renewal=then.get(item, (0, 0))[1],
            why=why,
            order=order,
        )
        for item in sorted({*contract.now, *holding})
        if item in ordered or (contract.now.get(item, 0), contract.at_renewal.get(item, 0)) != then.get(item, (0, 0))
    )
    subscription.cycle = terms.cycle
    subscription.period_start, subscription.period_end = period.start, period.end
    set_renewal_dates(subscription)
    change(subscription, "adjusted_on", "cycle", "anchor", "period_start", "period_end", "announce_on", "issue_on")
    events.record(
        "period.began",
        act,
        account,
        start=period.start.isoformat(),
        end=period.end.isoformat(),
        before=dict(contract.now),
        after=dict(holding),
    )
