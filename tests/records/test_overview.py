"""The statements of records/sql answer what the models answer, for accounts that have a little of everything."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict

from meuplano.actions import change_plan
from meuplano.actions.draw_up import draw_up_lines
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.issue_renewals import issue_renewals
from meuplano.records.contract import contract_of, latest_usage, units_from_json
from meuplano.records.credits import available
from meuplano.records.models import (
    Account,
    Card,
    Invoice,
    LadderStep,
    Module,
    Order,
    PriceVersion,
    RenewalCount,
    ScheduledChange,
    Subscription,
    UsageReport,
)
from meuplano.records.overview import Counted, overview_of
from meuplano.records.pricing import price_list_on
from meuplano.rules import proration
from meuplano.rules.lines import lines_for
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE, Prices
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateways")]
NEAR_THE_END = date(2027, 3, 26)  # ten days before the next period: its invoice goes out


def rich(code: str = "C2002") -> Account:
    """A card, two measurements, credit partly used, an order that waits, a renewal that is out, changes that wait."""
    account = world.account(code, gb=5, conversas=2, cycle=Cycle.MONTHLY)
    card = Card.objects.create(
        account=account, gateway="fake", token="t", brand="Visa", last4="4242", expires="2029-08", added_on=world.TODAY
    )
    Subscription.objects.filter(account=account).update(card=card)
    for days, used in ((2, 7 * 10**9), (1, 12_400_000_000), (3, 5)):
        measured = world.act().at - timedelta(days=days)
        UsageReport.objects.create(account=account, used_bytes=used, measured_at=measured)
    grant_credit(account.pk, Money(50_000), "Cortesia", world.act())
    order(account, {"licence": 3, "storage": 10})
    order(account, {"conversas": 1, "licence": 15})
    issue_renewals(world.act(NEAR_THE_END))
    grant_credit(account.pk, Money(1234), "Mais", world.act(NEAR_THE_END))
    subscription = Subscription.objects.get(account=account)
    for kind, on, data in (("cycle", subscription.period_end, {"cycle": 1}), ("cancel", date(2027, 9, 5), {})):
        ScheduledChange.objects.create(
            account=account,
            subscription=subscription,
            kind=kind,
            effective_on=on,
            data=data,
            by="Ana",
            made_at=world.act().at,
        )
    return account


def order(account: Account, added: dict[str, int]) -> Order:
    account.refresh_from_db()
    seen = change_plan.preview(account, added=added, act=world.act()).quote.fingerprint()
    return change_plan.confirm(
        account.pk, added=added, method="pix", seen=seen, draft_key=account.draft_key, act=world.act()
    )


def blocked(code: str = "C3003") -> Account:
    """A complement of the last period that nobody paid, on its day of blocking."""
    account = world.account(code)
    contract = contract_of(account)
    lines = lines_for({LICENCE: 2}, contract.units, proration.whole(contract.period))
    for kind, key in (("renewal", "remind+5"), ("complement", "block+15")):
        invoice = draw_up_lines(
            account,
            contract.subscription,
            lines,
            kind=kind,
            period=contract.period,
            method="pix",
            due_on=world.TODAY - timedelta(days=30),
            act=world.act(),
        )
        LadderStep.objects.create(account=account, invoice=invoice, key=key, taken_on=world.TODAY)
    return account


def assert_as_the_models_say(account: Account) -> None:
    overview = overview_of(account)
    assert overview is not None
    contract = contract_of(account)
    assert overview.contract == contract
    for mine, theirs in (
        (overview.contract.subscription, contract.subscription),
        (overview.contract.plan, contract.plan),
        (overview.contract.subscription.card, contract.subscription.card),
    ):
        assert (mine and model_to_dict(mine)) == (theirs and model_to_dict(theirs))
    assert overview.credit == available(account)
    usage = latest_usage(account)
    assert (overview.used_bytes, overview.measured_at) == (
        (usage.used_bytes, usage.measured_at) if usage else (0, None)
    )
    count = RenewalCount.objects.filter(account=account, replaced=False).first()
    assert overview.counted == (
        Counted(count.quantities, units_from_json(count.unit_prices), units_from_json(count.unit_prices))
        if count
        else None
    )
    renewal = Invoice.objects.filter(account=account, kind="renewal", period_start=contract.period.end).first()
    assert (overview.invoice and vars_of(overview.invoice)) == (renewal and vars_of(renewal))
    changes = ScheduledChange.objects.filter(account=account).order_by("effective_on")
    assert [(c.kind, c.on, c.data, c.by) for c in overview.scheduled] == list(
        changes.values_list("kind", "effective_on", "data", "by")
    )
    waiting = Order.objects.filter(account=account, status="waiting").order_by("pk")
    assert overview.waiting == tuple(o.quote["kind"] for o in waiting)
    debts = Invoice.objects.filter(account=account, status="open").exclude(kind="order")
    assert overview.owed_since == tuple(debts.order_by("due_on").values_list("due_on", flat=True))


def vars_of(invoice: Any) -> tuple[Any, ...]:
    """What both an Invoice and the overview's RenewalInvoice tell."""
    amounts = (
        (invoice.total_centavos, invoice.credit_centavos, invoice.paid_centavos)
        if isinstance(invoice, Invoice)
        else (invoice.total.centavos, invoice.credit.centavos, invoice.paid.centavos)
    )
    return invoice.number, invoice.status, *amounts, invoice.due_on


def test_a_new_account_is_told_as_the_models_tell_it() -> None:
    rich()
    account = world.account()
    assert_as_the_models_say(account)
    overview = overview_of(account)
    assert overview is not None
    assert (overview.counted, overview.invoice, overview.scheduled, overview.waiting) == (None, None, (), ())


def test_an_account_with_a_little_of_everything_is_told_as_the_models_tell_it() -> None:
    world.account()
    account = rich()
    assert_as_the_models_say(account)
    overview = overview_of(account)
    assert overview is not None
    assert overview.counted
    assert overview.invoice
    assert overview.waiting == ("additions",)
    assert len(overview.scheduled) == 2
    assert overview.credit == Money(1234)
    assert not overview.complement_blocks


def test_an_unpaid_complement_blocks_only_its_own_account_and_while_it_is_open() -> None:
    account, other = blocked(), world.account()
    assert_as_the_models_say(account)
    assert overview_of(account).complement_blocks  # type: ignore[union-attr]
    assert not overview_of(other).complement_blocks  # type: ignore[union-attr]
    Invoice.objects.filter(account=account, kind="complement").update(status="cancelled")
    assert not overview_of(account).complement_blocks  # type: ignore[union-attr]


def test_without_a_live_subscription_there_is_nothing_to_tell() -> None:
    account = world.account()
    Subscription.objects.filter(account=account).update(status="cancelled", ended_on=world.TODAY)
    assert overview_of(account) is None


def test_a_price_list_is_the_one_that_holds_on_the_day() -> None:
    plan = world.catalogue()
    later = PriceVersion.objects.create(valid_from=date(2027, 4, 5), gb_centavos=170)
    later.plan_prices.create(plan=plan, licence_centavos=9990)
    later.terms.create(cycle=12, discount=2500)
    names = dict(Module.objects.values_list("code", "name"))
    before, after = price_list_on(date(2027, 4, 4), plan), price_list_on(date(2027, 4, 5), plan)
    assert before.prices == Prices(
        monthly={LICENCE: Money(8990), STORAGE: Money(150), "conversas": Money(2990)},
        cycle_discounts={Cycle.MONTHLY: 0, Cycle.QUARTERLY: 0, Cycle.SEMIANNUAL: 1000, Cycle.ANNUAL: 2000},
    )
    assert after.prices == Prices(
        monthly={LICENCE: Money(9990), STORAGE: Money(170)}, cycle_discounts={Cycle.ANNUAL: 2500}
    )
    assert (before.module_names, after.module_names) == (names, {})
    with pytest.raises(PriceVersion.DoesNotExist):
        price_list_on(date(2020, 1, 1), plan)
