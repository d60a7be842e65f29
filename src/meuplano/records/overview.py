"""What a page says about an account: contract, use of space, credit and what is coming, in one query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from meuplano.records.contract import Contract, space_of, units_from_json
from meuplano.records.models import Account, BillingDetails, Card, Plan, Subscription
from meuplano.records.origins import ROLLED_OVER, Origin, origin_of
from meuplano.records.statements import Statement, take, take_if_any
from meuplano.rules import ladder, renewal
from meuplano.rules.adjustments import MovedDueDay, move_due_day
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period, next_period
from meuplano.rules.prices import UnitPrice
from meuplano.rules.proration import Share

OVERVIEW = Statement("overview", s=Subscription, p=Plan, c=Card, b=BillingDetails)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the coming period was counted to hold, and at which unit prices (D15)."""

    quantities: Mapping[str, int]
    units: Mapping[str, UnitPrice]  # of the renewal invoice
    additions: Mapping[str, UnitPrice]  # of the period itself: others in a courtesy (D40) or a bridge (D45)
    bridge: Share | None = None


@dataclass(frozen=True, slots=True)
class RenewalInvoice:
    """The live invoice of the coming period."""

    number: int
    status: str
    total: Money
    credit: Money
    paid: Money
    due_on: date


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A change that waits for its date: "cancel", "cycle", "due_day" or "plan"."""

    kind: str
    on: date
    data: Mapping[str, Any]
    by: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The live contract, the last measurement (bytes, when), the credit that can be used, and what is coming."""

    contract: Contract
    used_bytes: int
    measured_at: datetime | None
    credit: Money
    counted: Counted | None = None
    invoice: RenewalInvoice | None = None
    scheduled: tuple[Scheduled, ...] = ()
    waiting: tuple[str, ...] = ()  # the kind of each order that waits
    owed_since: tuple[date, ...] = ()  # the due dates of what is open and owed
    complement_blocks: bool = False  # a complement unpaid on its day of blocking (D23)
    billing: BillingDetails | None = None
    coming_plan: Plan | None = None  # another one that begins with the coming period (D48)
    origins: Mapping[str, Origin] = field(default_factory=dict)  # of each item's quantity at the next renewal

    @property
    def coming_cycle(self) -> Cycle:
        """The cycle of the coming period: a shorter one may be scheduled (D14)."""
        due = (change for change in self.scheduled if change.kind == "cycle" and change.on <= self.contract.period.end)
        wanted = next((change.data["cycle"] for change in due), None)
        return Cycle(wanted or self.contract.cycle)

    @property
    def coming(self) -> Period:
        """The period after the running one."""
        moved = self._moved
        if moved is not None:
            return moved.period
        return next_period(self.contract.subscription.anchor, self.coming_cycle, self.contract.period)

    def after_coming(self, cycle: Cycle | None = None) -> Period:
        """The period after the coming one, of that cycle, counted from the due day that moved before it (D45)."""
        anchor = self._moved.anchor if self._moved else self.contract.subscription.anchor
        return next_period(anchor, cycle or self.coming_cycle, self.coming)

    @property
    def bridge(self) -> Share | None:
        """The days by which a moved due day makes the coming period longer (D45)."""
        return self._moved.share if self._moved else None

    def complement_units(self, listed: Mapping[str, UnitPrice]) -> Mapping[str, UnitPrice]:
        """The prices of a complement: of the whole coming period, the bridging days included."""
        if self.counted is not None:
            return self.counted.additions if self.counted.bridge else self.counted.units
        return self._moved.units(listed) if self._moved else listed

    @property
    def _moved(self) -> MovedDueDay | None:
        day = next((change.data["day"] for change in self.scheduled if change.kind == "due_day"), None)
        if day is None:
            return None
        contract = self.contract
        anchor = contract.subscription.anchor
        return move_due_day(period_end=contract.period.end, old_anchor=anchor, cycle=self.coming_cycle, day=day)

    def renewing(
        self, policy: str = "", added: Mapping[str, int] | None = None, plan: Plan | None = None
    ) -> dict[str, int]:
        """What a renewal counted now would hold, by the policy in force or another one, `added` on top (D18, D20).

        `plan` is another one than that of the coming period (D48).
        """
        contract = self.contract
        plan = plan or self.coming_plan or contract.plan
        return renewal.quantities(
            policy=policy or contract.subscription.renewal_policy,
            now=_plus(contract.now, added),
            at_renewal=_plus(contract.at_renewal, added),
            in_use=contract.active,
            minimum=plan.minimum_licences,
            storage=space_of(plan),
            storage_now=space_of(contract.plan),
            used_bytes=self.used_bytes,
        )


def overview_of(account: Account) -> Overview | None:
    """One query; None when the account has no live subscription."""
    row = next(iter(OVERVIEW.rows({"account": account.pk, "block": ladder.BLOCK, "rolled_over": ROLLED_OVER})), None)
    if row is None:
        return None
    subscription = take(Subscription, row)
    subscription.account, subscription.plan = account, take(Plan, row)
    subscription.card, billing = take_if_any(Card, row), take_if_any(BillingDetails, row)
    running, entries, origins, active, used_bytes, measured_at, credit, *rest = row
    counted, invoice, scheduled, waiting, owed, blocked = rest
    contract = Contract(
        subscription=subscription,
        period=Period(subscription.period_start, date.fromisoformat(running["end"])),
        units=units_from_json(running["units"]),
        invoiced=units_from_json(running["invoiced"] or running["units"]),
        now={item: now for item, (now, _) in (entries or {}).items()},
        at_renewal={item: later for item, (_, later) in (entries or {}).items()},
        active=active,
    )
    due = [change["data"]["plan"] for change in scheduled or () if _is_coming_plan(change, running["end"])]
    return Overview(
        contract=contract,
        coming_plan=Plan.objects.get(pk=due[0]) if due else None,
        used_bytes=used_bytes or 0,
        measured_at=measured_at,
        credit=Money(credit),
        counted=_counted(counted) if counted else None,
        invoice=_renewal_invoice(invoice) if invoice else None,
        scheduled=tuple(Scheduled(**change | {"on": date.fromisoformat(change["on"])}) for change in scheduled or ()),
        waiting=tuple(waiting),
        owed_since=tuple(owed),
        complement_blocks=blocked,
        billing=billing,
        origins={item: origin_of(kept) for item, kept in (origins or {}).items()},
    )


def _is_coming_plan(change: Mapping[str, Any], first_day: str) -> bool:
    """Both days are ISO dates."""
    return change["kind"] == "plan" and change["on"] <= first_day


def _plus(quantities: Mapping[str, int], added: Mapping[str, int] | None) -> dict[str, int]:
    more = added or {}
    return {item: quantities.get(item, 0) + more.get(item, 0) for item in {**quantities, **more}}


def _counted(row: Mapping[str, Any]) -> Counted:
    return Counted(
        quantities=row["quantities"],
        units=units_from_json(row["invoiced"] or row["units"]),
        additions=units_from_json(row["units"]),
        bridge=Share(**row["bridge"]) if row["bridge"] else None,
    )


def _renewal_invoice(row: Mapping[str, Any]) -> RenewalInvoice:
    return RenewalInvoice(
        number=row["number"],
        status=row["status"],
        total=Money(row["total"]),
        credit=Money(row["credit"]),
        paid=Money(row["paid"]),
        due_on=date.fromisoformat(row["due_on"]),
    )
