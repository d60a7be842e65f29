"""What a page says about an account, in few queries: contract, use of space and credit in one, a price list in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject

from meuplano.records.contract import Contract, units_from_json
from meuplano.records.models import (
    Account,
    Credit,
    CreditUse,
    Invoice,
    LadderStep,
    LicenceEntry,
    Member,
    ModulePrice,
    Order,
    Plan,
    PlanPrice,
    PriceVersion,
    RenewalCount,
    ScheduledChange,
    Subscription,
    SubscriptionPeriod,
    UsageReport,
)
from meuplano.records.models.catalogue import CycleTerms
from meuplano.rules import ladder, renewal
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period, next_period
from meuplano.rules.prices import LICENCE, STORAGE, Prices, UnitPrice


@dataclass(frozen=True, slots=True)
class Counted:
    """What the coming period was counted to hold, and at which unit prices (D15)."""

    quantities: Mapping[str, int]
    units: Mapping[str, UnitPrice]


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
    """A change that waits for its date: "cancel" or "cycle"."""

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

    @property
    def coming_cycle(self) -> Cycle:
        """The cycle of the coming period: a shorter one may be scheduled (D14)."""
        due = (change for change in self.scheduled if change.kind == "cycle" and change.on <= self.contract.period.end)
        wanted = next((change.data["cycle"] for change in due), None)
        return Cycle(wanted or self.contract.cycle)

    @property
    def coming(self) -> Period:
        """The period after the running one."""
        return next_period(self.contract.subscription.anchor, self.coming_cycle, self.contract.period)

    def renewing(self, policy: str = "", added: Mapping[str, int] | None = None) -> dict[str, int]:
        """What a renewal counted now would hold, by the policy in force or another one, `added` on top (D18, D20)."""
        contract = self.contract
        return renewal.quantities(
            policy=policy or contract.subscription.renewal_policy,
            now=_plus(contract.now, added),
            at_renewal=_plus(contract.at_renewal, added),
            in_use=contract.active,
            minimum=contract.plan.minimum_licences,
            storage=renewal.StoragePlan(contract.plan.included_gb, contract.plan.gb_per_licence),
            used_bytes=self.used_bytes,
        )


def overview_of(account: Account) -> Overview | None:
    """One query; None when the account has no live subscription."""
    mine = {"account": OuterRef("account")}
    running = SubscriptionPeriod.objects.filter(**mine, subscription=OuterRef("pk"), start=OuterRef("period_start"))
    entries = LicenceEntry.objects.filter(**mine, subscription=OuterRef("pk")).order_by("item", "-id").distinct("item")
    usage = UsageReport.objects.filter(**mine).order_by("-measured_at")
    changes = ScheduledChange.objects.filter(**mine, subscription=OuterRef("pk"), status="scheduled")
    counts = RenewalCount.objects.filter(
        **mine, subscription=OuterRef("pk"), first_day=OuterRef("period_end"), replaced=False
    )
    invoices = Invoice.objects.filter(
        **mine,
        subscription=OuterRef("pk"),
        kind="renewal",
        period_start=OuterRef("period_end"),
        status__in=["open", "paid"],
    )
    orders = Order.objects.filter(**mine, status="waiting")
    debts = Invoice.objects.filter(~Q(kind="order") | Q(orders__status="applied"), **mine, status="open").order_by(
        "due_on"
    )
    blocks = LadderStep.objects.filter(**mine, invoice__status="open", key__startswith=ladder.BLOCK)
    members = Member.objects.filter(**mine, has_access=True).order_by().values("account")
    subscription = (
        Subscription.objects.filter(account=account)
        .exclude(status="cancelled")
        .select_related("plan", "card")
        .annotate(
            running=Subquery(running.values_list(JSONObject(end="end", units="unit_prices"))[:1]),
            entries=ArraySubquery(entries.values_list(JSONObject(item="item", now="now", later="at_renewal"))),
            active=Coalesce(Subquery(members.annotate(n=Count("pk")).values("n")), 0),
            used_bytes=Subquery(usage.values("used_bytes")[:1]),
            measured_at=Subquery(usage.values("measured_at")[:1]),
            renewal_counts=ArraySubquery(counts.values_list(JSONObject(quantities="quantities", units="unit_prices"))),
            invoiced=ArraySubquery(
                invoices.values_list(
                    JSONObject(
                        number="number",
                        status="status",
                        total="total_centavos",
                        credit="credit_centavos",
                        paid="paid_centavos",
                        due_on="due_on",
                    )
                )
            ),
            changes=ArraySubquery(
                changes.values_list(JSONObject(kind="kind", on="effective_on", data="data", by="by"))
            ),
            waiting=ArraySubquery(orders.values_list("quote__kind")),
            owed=ArraySubquery(debts.values_list("due_on")),
            blocked=Exists(blocks),
            granted=_sum(Credit.objects.filter(**mine), F("amount_centavos") - F("taken_back_centavos")),
            spent=_sum(CreditUse.objects.filter(**mine, returned_on__isnull=True), F("amount_centavos")),
        )
        .first()
    )
    if subscription is None:
        return None
    row: Any = subscription
    contract = Contract(
        subscription=subscription,
        period=Period(subscription.period_start, date.fromisoformat(row.running["end"])),
        units=units_from_json(row.running["units"]),
        now={entry["item"]: entry["now"] for entry in row.entries},
        at_renewal={entry["item"]: entry["later"] for entry in row.entries},
        active=row.active,
    )
    return Overview(
        contract=contract,
        used_bytes=row.used_bytes or 0,
        measured_at=row.measured_at,
        credit=Money(row.granted - row.spent),
        counted=next((Counted(c["quantities"], units_from_json(c["units"])) for c in row.renewal_counts), None),
        invoice=next(map(_renewal_invoice, row.invoiced), None),
        scheduled=tuple(
            Scheduled(c["kind"], date.fromisoformat(c["on"]), c["data"], c["by"])
            for c in sorted(row.changes, key=lambda c: c["on"])
        ),
        waiting=tuple(row.waiting),
        owed_since=tuple(row.owed),
        complement_blocks=row.blocked,
    )


@dataclass(frozen=True, slots=True)
class PriceList:
    """A price version as values: the prices of one plan, and what each module is called."""

    prices: Prices
    module_names: Mapping[str, str]


def price_list_on(day: date, plan: Plan) -> PriceList:
    """The price list for a period of this plan that begins then, in one query. Raises PriceVersion.DoesNotExist."""
    mine = {"version": OuterRef("pk")}
    version: Any = (
        PriceVersion.objects.filter(valid_from__lte=day)
        .annotate(
            licence=Subquery(PlanPrice.objects.filter(**mine, plan=plan).values("licence_centavos")[:1]),
            modules=ArraySubquery(
                ModulePrice.objects.filter(**mine)
                .order_by("module__code")
                .values_list(JSONObject(code="module__code", name="module__name", centavos="licence_centavos"))
            ),
            cycles=ArraySubquery(
                CycleTerms.objects.filter(**mine).values_list(JSONObject(cycle="cycle", discount="discount"))
            ),
        )
        .latest("valid_from")
    )
    monthly = {LICENCE: Money(version.licence), STORAGE: Money(version.gb_centavos)}
    monthly |= {module["code"]: Money(module["centavos"]) for module in version.modules}
    discounts = {Cycle(terms["cycle"]): terms["discount"] for terms in version.cycles}
    names = {module["code"]: module["name"] for module in version.modules}
    return PriceList(Prices(monthly=monthly, cycle_discounts=discounts), names)


def _plus(quantities: Mapping[str, int], added: Mapping[str, int] | None) -> dict[str, int]:
    more = added or {}
    return {item: quantities.get(item, 0) + more.get(item, 0) for item in {**quantities, **more}}


def _renewal_invoice(row: Mapping[str, Any]) -> RenewalInvoice:
    return RenewalInvoice(
        number=row["number"],
        status=row["status"],
        total=Money(row["total"]),
        credit=Money(row["credit"]),
        paid=Money(row["paid"]),
        due_on=date.fromisoformat(row["due_on"]),
    )


def _sum(rows: Any, amount: Any) -> Any:
    total = rows.order_by().values("account").annotate(total=Sum(amount, filter=Q())).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)
