"""The way back after the end: a new subscription at the list and the anchor of its first payment's day (D36)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from meuplano.actions.accept_terms import keep_acceptance, refuse_unless_accepted
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.apply_order import apply_order
from meuplano.actions.begin_subscription import Wanted, agree_contract, quote_contract
from meuplano.actions.lock import locked
from meuplano.actions.methods import methods_for
from meuplano.actions.withholding import rates_in
from meuplano.records.contract import latest_usage
from meuplano.records.models import Account, BillingDetails, Invoice, LicenceEntry, Member, Order, Subscription
from meuplano.records.pricing import PriceList, price_list_on
from meuplano.rules import consent, orders
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE
from meuplano.rules.quotes import Quote
from meuplano.rules.renewal import StoragePlan, smallest_storage


class QuoteChanged(Exception):
    """What would be charged is not what was shown; nothing was written."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Where an account stands that has no subscription any more: the last one, what it held, what it still owes."""

    subscription: Subscription
    held: Mapping[str, int]
    active: int
    debts: tuple[Invoice, ...]
    listed: PriceList
    used_bytes: int
    begun: bool = True  # it had a period: else it was contracted and never paid

    @property
    def fewest_licences(self) -> int:
        """At least as many as active users, and the plan's minimum."""
        return max(self.active, self.subscription.plan.minimum_licences, 1)

    @property
    def owed(self) -> Money:
        return total(invoice.open for invoice in self.debts)

    def smallest_gb(self, licences: int) -> int:
        """The extra GB that hold what is in use."""
        plan = self.subscription.plan
        included = StoragePlan(plan.included_gb, plan.gb_per_licence).gb(licences)
        return smallest_storage(included=included, used_bytes=self.used_bytes)


@dataclass(frozen=True, slots=True)
class Again:
    """The summary of the new subscription, and the ways in which its first period can be paid today."""

    ended: Ended
    quote: Quote
    methods: Mapping[str, orders.Offered]


def ended_of(account: Account, act: Act) -> Ended | None:
    """None while a subscription lives or waits for its first payment, and where there never was one; reads only."""
    last = Subscription.objects.filter(account=account).select_related("plan").order_by("pk").last()
    if last is None or last.status != "cancelled":
        return None
    lived = Subscription.objects.filter(account=account, periods__isnull=False).order_by("pk").last()
    entries = (
        LicenceEntry.objects.filter(account=account, subscription=lived or last)
        .order_by("item", "-pk")
        .distinct("item")
    )
    open_ones = Invoice.objects.filter(account=account, status="open").order_by("due_on", "number")
    usage = latest_usage(account)
    return Ended(
        subscription=last,
        held=dict(entries.values_list("item", "now")),
        active=Member.objects.filter(account=account, has_access=True).count(),
        debts=tuple(open_ones),
        listed=price_list_on(act.today, last.plan, account),
        used_bytes=usage.used_bytes if usage else 0,
        begun=lived is not None,
    )


def preview(account: Account, *, cycle: Cycle, quantities: Mapping[str, int], act: Act) -> Again:
    """The summary as a confirmation now would charge it; reads only.

    Raises NotAllowed: not_ended, old_debt, too_few_licences, too_many, unknown_item.
    """
    ended = ended_of(account, act)
    if ended is None:
        raise NotAllowed("not_ended")
    if ended.debts:
        raise NotAllowed("old_debt")
    if quantities.get(LICENCE, 0) < ended.fewest_licences:
        raise NotAllowed("too_few_licences")
    if any(item not in ended.listed.prices.monthly for item, n in quantities.items() if n):
        raise NotAllowed("unknown_item")
    if not all(0 <= n <= settings.BILLING["largest_addition"] for n in quantities.values()):
        raise NotAllowed("too_many")
    quote = quote_contract(account, Wanted(ended.subscription.plan, cycle, quantities), act)
    details = BillingDetails.objects.filter(account=account).first()
    quote = quote.with_taxes(rates_in(vars(details)) if details else {})
    return Again(ended, quote, methods_for(details, quote.due_now, act))


def confirm(
    account_id: int,
    *,
    cycle: Cycle,
    quantities: Mapping[str, int],
    method: str,
    seen: str,
    draft_key: UUID,
    act: Act,
    terms: int | None = None,
) -> Order:
    """Agree to what was shown: the subscription begins on the day of the payment.

    `terms` is the version of the terms accepted with it (D53).
    The same `draft_key` again gives the same order (R-16). Nothing of the old schedule returns. Raises QuoteChanged,
    and NotAllowed also with: unknown_draft, unknown_method or the reason why the method is not offered.
    """
    with locked(account_id, act) as account:
        done = Order.objects.filter(account=account, draft_key=draft_key).first()
        if done is not None:
            return done
        if draft_key != account.draft_key:
            raise NotAllowed("unknown_draft")
        again = preview(account, cycle=cycle, quantities=quantities, act=act)
        if again.quote.fingerprint() != seen:
            raise QuoteChanged
        way = again.methods.get(method)
        if again.quote.due_now > ZERO and (way is None or not way.offered):
            raise NotAllowed((way and way.reason) or "unknown_method")
        accepted = refuse_unless_accepted(account, (consent.CONTRACT,), terms)
        last = again.ended.subscription
        wanted = Wanted(last.plan, cycle, {item: n for item, n in quantities.items() if n}, last.renewal_policy)
        order = agree_contract(
            account, wanted, again.quote, way, method=method, draft_key=draft_key, act=act, somebody_waits=True
        )
        keep_acceptance(account, accepted, act, order)
        if again.quote.due_now == ZERO:
            apply_order(account, order, act)
        return order
