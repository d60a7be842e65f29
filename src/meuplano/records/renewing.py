"""What a renewal looks at beside the contract: one question each, asked for a whole chunk of the run at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import F

from meuplano.records.contract import contracted, latest_usage
from meuplano.records.credits import balances
from meuplano.records.models import (
    Account,
    BillingDetails,
    Invoice,
    LateCharge,
    Order,
    RenewalCount,
    ScheduledChange,
    Subscription,
)
from meuplano.records.pricing import lists_of_next, own_adjustments, running_list
from meuplano.records.together import question


@question(Subscription, nothing=lambda: None)
def active_until(accounts: Sequence[int]) -> dict[int, date | None]:
    """The day on which the running period of each one's active subscription ends."""
    return dict(
        Subscription.objects.filter(account__in=accounts, status="active").values_list("account_id", "period_end")
    )


@question(ScheduledChange, nothing=list)
def scheduled_changes(accounts: Sequence[int]) -> dict[int, list[ScheduledChange]]:
    """Each one's changes that wait for their day."""
    found: dict[int, list[ScheduledChange]] = defaultdict(list)
    for change in ScheduledChange.objects.filter(account__in=accounts, status="scheduled").order_by("pk"):
        found[change.account_id].append(change)
    return found


def beginning(account: Account, kind: str, first_day: date) -> ScheduledChange | None:
    """The change of this kind that begins with the period of that first day: its day has come (D14, D48).

    Its day lies before the first day when the account was suspended in between, and came back later (D25).
    """
    return next((c for c in scheduled_changes(account) if c.kind == kind and c.effective_on <= first_day), None)


@question(Order, nothing=bool)
def longer_cycle_waits(accounts: Sequence[int]) -> dict[int, bool]:
    """Whether an order for a longer cycle waits for its money (D13)."""
    waiting = Order.objects.filter(account__in=accounts, status="waiting", cycle__isnull=False)
    return dict.fromkeys(waiting.values_list("account_id", flat=True), True)


@question(Order, nothing=bool)
def orders_wait(accounts: Sequence[int]) -> dict[int, bool]:
    """Whether any order waits for its money."""
    waiting = Order.objects.filter(account__in=accounts, status="waiting")
    return dict.fromkeys(waiting.values_list("account_id", flat=True), True)


@question(RenewalCount, Subscription, nothing=lambda: None)
def count_of_next(accounts: Sequence[int]) -> dict[int, RenewalCount | None]:
    """The count of the period after the running one, if it was made."""
    counts = RenewalCount.objects.filter(
        account__in=accounts,
        subscription__account__in=accounts,  # else it may join all subscriptions there are
        replaced=False,
        first_day=F("subscription__period_end"),
    )
    return {count.account_id: count for count in counts.exclude(subscription__status="cancelled")}


@question(Invoice, Subscription, nothing=lambda: None)
def renewal_of_next(accounts: Sequence[int]) -> dict[int, Invoice | None]:
    """The live renewal invoice of the period after the running one, if it is out."""
    live = Invoice.objects.filter(
        account__in=accounts,
        subscription__account__in=accounts,
        kind="renewal",
        period_start=F("subscription__period_end"),
        status__in=["open", "paid", "written_off"],
    )
    return {invoice.account_id: invoice for invoice in live.exclude(subscription__status="cancelled")}


@question(LateCharge, nothing=list)
def late_charges_to_bill(accounts: Sequence[int]) -> dict[int, list[LateCharge]]:
    """Fine and interest that the next renewal is to bill (D27)."""
    found: dict[int, list[LateCharge]] = defaultdict(list)
    for late in LateCharge.objects.filter(account__in=accounts, billed_on__isnull=True, waived_by=""):
        found[late.account_id].append(late)
    return found


@question(BillingDetails, nothing=lambda: None)
def billing_details(accounts: Sequence[int]) -> dict[int, BillingDetails | None]:
    """What stands on boletos and notas fiscais."""
    return {details.account_id: details for details in BillingDetails.objects.filter(account__in=accounts)}


RENEWAL = (
    active_until,
    contracted,
    latest_usage,
    balances,
    scheduled_changes,
    longer_cycle_waits,
    orders_wait,
    count_of_next,
    renewal_of_next,
    late_charges_to_bill,
    billing_details,
    lists_of_next,
    running_list,
    own_adjustments,
)
"""All that issue and roll-over ask."""
