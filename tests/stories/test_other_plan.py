"""Another plan by a proposal of finance's: from today as a longer cycle, or at the renewal, until undone (D48)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from meuplano.actions import cancel_subscription, pay_invoice
from meuplano.actions.agree_price import agree_price
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.papers import said_lines
from meuplano.actions.refused import Refused
from meuplano.actions.requests.accept_proposal import accept_proposal
from meuplano.actions.requests.offer import Terms, offer_for, terms_of
from meuplano.actions.requests.open_request import open_request
from meuplano.actions.requests.propose import propose
from meuplano.actions.schedule_plan import undo
from meuplano.records.contract import contract_of
from meuplano.records.models import (
    Charge,
    Invoice,
    Member,
    Order,
    Plan,
    PlanPrice,
    PriceVersion,
    Proposal,
    Subscription,
    UsageReport,
    User,
)
from meuplano.rules.agreements import Agreed
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests.stories.conftest import Story
from tests.stories.test_cycles import periods, renewals, subscription

pytestmark = pytest.mark.first_day("2027-03-10")


def plan(name: str, monthly: int, *, gb: int = 20, minimum: int = 3) -> Plan:
    """Another plan of the same price list."""
    made = Plan.objects.create(code=name.lower(), name=name, minimum_licences=minimum, included_gb=gb)
    PlanPrice.objects.create(version=PriceVersion.objects.get(), plan=made, licence_centavos=monthly)
    return made


def offers(story: Story, terms: Terms) -> Proposal:
    marina = Member.objects.get(account=story.account, is_owner=True).user
    rafael, _ = User.objects.get_or_create(email="rafael@prancheta.example", name="Rafael", is_staff=True)
    asked = {"kind": "other", "text": "Qual plano serve melhor?", "key": uuid4()}
    request = open_request(story.account.pk, user=marina, act=story.act(), **asked)
    offer = {"text": "Este.", "terms": terms, "valid_until": story.act().today + timedelta(7), "key": uuid4()}
    return propose(story.account.pk, request.pk, user=rafael, act=story.act("Rafael"), **offer)


def accepts(story: Story, proposal: Proposal, by: str = "card") -> Order | None:
    """The owner accepts what the page shows; a card is typed at the bank."""
    proposal.refresh_from_db()
    story.account.refresh_from_db()
    shown = offer_for(story.account, terms_of(proposal, story.act().today), story.act()).quote
    kept = {"seen": shown.fingerprint(), "draft_key": story.account.draft_key}
    order = accept_proposal(story.account.pk, proposal.pk, method=by, act=story.act(), **kept)
    for charge in Charge.objects.filter(invoice=order.invoice, state="to_send") if order else []:
        pay_invoice.send(charge.pk, story.act())
        if by == "card":
            story.types_card(order)
    story.tick()
    if order:
        order.refresh_from_db()
    return order


def lines(order: Order) -> list[tuple[int, int]]:
    return [(line["quantity"], line["amount"]) for line in order.quote["lines"]]


def test_D48_a_larger_plan_from_today_costs_its_whole_period_less_the_unused_days(story: Story):
    """As in D11: 10 × 129,90 + 30,00 + 119,60, less 20 of 31 days of what was paid."""
    story.opens("2027-03-10", gb=20, conversas=4).on("2027-03-16")
    order = accepts(story, offers(story, Terms({}, plan=plan("Agência", 12990, gb=50))))
    assert order
    assert lines(order) == [(10, 129900), (20, 3000), (4, 11960), (10, -58000), (20, -1935), (4, -7716)]
    assert order.invoice.total_centavos == 77209
    story.expect(
        "request.opened", "request.answered", "proposal.made", "order.agreed", "proposal.accepted",
        "charge.pending", "payment.received", "period.began", "plan.changed", "order.applied",
    )  # fmt: skip
    now = subscription(story)
    assert (now.plan.name, now.cycle, now.anchor.isoformat()) == ("Agência", 1, "2027-03-16")
    assert periods(story) == [("2027-03-05", "2027-03-16"), ("2027-03-16", "2027-04-16")]
    assert contract_of(story.account).total_gb == 70
    assert "plan_changed marina" in story.told()[-1]
    story.on("2027-04-07")
    assert renewals(story) == [(144860, "open")], "at the prices of the other plan"
    said = [line.label for line in said_lines(Invoice.objects.get(kind="renewal"))]
    assert any("Agência" in label for label in said)
    story.sound()


def test_D48_with_a_longer_cycle_and_more_licences_in_one_confirmation(story: Story):
    """12 × 129,90 × 12 months less 20 %, less 20 of 31 days of 10 × 89,90."""
    story.opens("2027-03-10").on("2027-03-16")
    wanted = Terms({"licence": 2}, Cycle.ANNUAL, plan=plan("Agência", 12990))
    order = accepts(story, offers(story, wanted))
    assert order
    assert lines(order) == [(12, 12 * 124704), (10, -58000)]
    now = subscription(story)
    assert (now.plan.name, now.cycle, story.contracted()["licence"]) == ("Agência", 12, 12)
    story.sound()


def test_D48_a_smaller_plan_worth_less_than_what_was_paid_leaves_credit(story: Story):
    """On the first day: 10 × 59,90 less 10 × 89,90 is -300,00 (D12)."""
    story.opens("2027-03-10").on("2027-04-03")
    for charge in Charge.objects.filter(invoice__kind="renewal", state="pending"):
        story.bank.control("pay", key=charge.key)
    story.on("2027-04-05")
    order = accepts(story, offers(story, Terms({}, plan=plan("Essencial", 5990))))
    assert order
    assert (order.status, order.invoice.total_centavos, story.credit()) == ("applied", 0, 30000)
    assert (subscription(story).plan.name, periods(story)[-1]) == ("Essencial", ("2027-04-05", "2027-05-05"))
    story.sound()


def test_D48_at_the_renewal_it_waits_is_undone_and_is_chosen_again(story: Story):
    """18,3 GB in use and 10 come with the smaller plan: nine extra GB are kept (D62)."""
    story.opens("2027-03-10").on("2027-03-24")
    smaller = plan("Essencial", 5990, gb=10)
    measured = {"used_bytes": 18_300_000_000, "measured_at": story.act().at}
    UsageReport.objects.create(account=story.account, **measured)
    old = story.buys(by="pix", licence=1)
    story.pays(old).tick()
    proposal = offers(story, Terms({}, plan=smaller, at_renewal=True))
    shown = offer_for(story.account, terms_of(proposal, story.act().today), story.act()).quote
    assert (shown.due_now, shown.next_renewal) == (Money(0), Money(11 * 5990 + 9 * 150))
    assert shown.renewal_before == Money(11 * 8990)
    assert accepts(story, proposal) is None
    assert accepts(story, Proposal.objects.get()) is None, "twice is once"
    story.on("2027-03-26")
    assert renewals(story) == [(67240, "open")]
    with pytest.raises(NotAllowed, match="plan_scheduled"):
        story.sees(12)
    assert undo(story.account.pk, story.act())
    assert not undo(story.account.pk, story.act())
    story.tick()
    assert renewals(story) == [(67240, "replaced"), (98890, "open")]
    accepts(story, offers(story, Terms({}, plan=smaller, at_renewal=True)))
    assert renewals(story)[-1] == (67240, "open")
    assert subscription(story).plan.name == "Profissional"
    story.on("2027-04-05")
    assert (subscription(story).plan.name, story.contracted()) == (
        "Essencial",
        {"licence": 11, "storage": 9, "conversas": 0},
    )
    assert contract_of(story.account).total_gb == 19
    kept = [line[6:] for line in story.told() if "plan_" in line]
    assert kept == ["plan_changed marina"] * 4, "scheduled, undone, scheduled, begun"
    papers = {invoice.kind: invoice for invoice in Invoice.objects.exclude(status="replaced")}
    assert any("Essencial" in line.label for line in said_lines(papers["renewal"]))
    assert papers["order"].plan_name == "Profissional", "a paper keeps its plan"
    story.pay_open().sound()


def test_D48_a_period_that_is_paid_is_used_first(story: Story):
    story.opens("2027-03-10").on("2027-03-26").pay_open().on("2027-03-29")
    accepts(story, offers(story, Terms({}, plan=plan("Essencial", 5990), at_renewal=True)))
    story.on("2027-04-25")
    assert renewals(story) == [(89900, "paid"), (59900, "open")]
    assert subscription(story).plan.name == "Profissional"
    story.pay_open().on("2027-04-28")
    with pytest.raises(NotAllowed, match="plan_already_paid"):
        undo(story.account.pk, story.act())
    story.on("2027-05-05")
    assert subscription(story).plan.name == "Essencial"
    story.sound()


def test_D48_it_waits_for_nothing_and_nothing_waits_beside_it(story: Story):
    """D09, D13, D35: as a change of cycle."""
    story.opens("2027-03-10")
    larger = plan("Agência", 12990, minimum=12)
    with pytest.raises(Refused, match="below_plan_minimum"):
        offers(story, Terms({}, plan=larger))
    with pytest.raises(Refused, match="plan_alone"):
        offers(story, Terms({"licence": 2}, plan=larger, at_renewal=True))
    with pytest.raises(Refused, match="nothing_added"):
        offers(story, Terms({}, plan=subscription(story).plan))
    agree_price(story.account.pk, item="licence", monthly=Money(8000), reason="Fidelidade", act=story.act("Rafael"))
    more = {"licence": 2}
    with pytest.raises(Refused, match="agreed_price_of_plan"):
        offers(story, Terms(more, plan=larger))
    priced = Agreed("licence", Money(11000), None, story.act().today)
    proposal = offers(story, Terms(more, plan=larger, agreed=(priced,)))
    story.buys(by="pix", licence=1)
    with pytest.raises(NotAllowed, match="order_waiting"):
        accepts(story, proposal)
    story.on("2027-03-13")  # that order expired
    order = accepts(story, proposal)
    assert order
    assert lines(order)[0] == (12, 12 * 11000)
    end = subscription(story).period_end
    cancel_subscription.cancel(story.account.pk, end, story.act())
    with pytest.raises(Refused, match="cancelling"):
        offers(story, Terms({}, plan=Plan.objects.get(code="profissional")))


def test_D48_back_after_a_suspension_the_scheduled_plan_begins(story: Story):
    story.opens("2027-03-10").on("2027-04-05")
    accepts(story, offers(story, Terms({}, plan=plan("Essencial", 5990), at_renewal=True)))
    story.on("2027-05-06")
    assert subscription(story).status == "suspended"
    story.on("2027-05-10")
    story.bank.control("pay", key=story.pix_today(Invoice.objects.get(kind="renewal")).key)
    story.tick()
    again = Subscription.objects.get(account=story.account)
    assert (again.status, again.plan.name) == ("active", "Essencial")
    assert renewals(story)[-1] == (59900, "open")
    story.sound()


def test_D48_a_plan_without_a_price_in_the_list_is_not_offered(story: Story):
    story.opens("2027-03-10")
    nowhere = Plan.objects.create(code="novo", name="Novo")
    with pytest.raises(Refused, match="unknown_item"):
        offers(story, Terms({}, plan=nowhere))
