"""How an account begins, comes back after its end, and undoes what it bought (D36, D37, D39)."""

from datetime import date
from uuid import uuid4

import pytest

from meuplano.actions import pay_invoice, start_again
from meuplano.actions.activate_user import set_access
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.end_subscription import end_subscription
from meuplano.actions.make_contract import Customer, make_contract
from meuplano.actions.refused import Refused
from meuplano.actions.regret_order import regret_order, too_many_by
from meuplano.records.models import (
    Account,
    BillingDetails,
    Charge,
    Event,
    Invoice,
    Member,
    Order,
    Refund,
    Subscription,
    SubscriptionPeriod,
)
from meuplano.rules.periods import Cycle
from tests import world
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-24")
AURORA = Customer(
    code="C2001",
    name="Estúdio Norte",
    owner_name="Lia Prado",
    owner_email="Lia@norte.example",
    legal_name="Estúdio Norte Ltda",
    tax_id="41.738.920/0001-99",
    finance_emails=("contas@norte.example",),
    address={
        "postal_code": "05433010",
        "street": "Rua Aspicuelta",
        "number": "9",
        "city": "São Paulo",
        "state": "SP",
    },
)


def contracted(story: Story, **options: object) -> Account:
    """A new customer on 24/03/2027: 5 licences a month, by boleto."""
    story._move(date(2027, 3, 24))
    world.catalogue()
    terms = {
        "plan": "profissional",
        "cycle": Cycle.MONTHLY,
        "quantities": {"licence": 5, "storage": 0},
        "method": "boleto",
        "key": uuid4(),
    }
    story.account = make_contract(AURORA, act=story.act("Rafael"), **terms | options)
    story.tick()
    return story.account


def subscription(story: Story) -> Subscription:
    return Subscription.objects.filter(account=story.account).latest("pk")


def test_D39_a_contract_begins_on_the_day_of_its_payment(story: Story):
    key = uuid4()
    account = contracted(story, key=key)
    again = make_contract(
        AURORA, plan="profissional", cycle=Cycle.MONTHLY, quantities={"licence": 5}, method="boleto", key=key,
        act=story.act("Rafael"),
    )  # fmt: skip
    assert (again.pk, Account.objects.count()) == (account.pk, 1)
    story.expect("contract.made", "order.agreed", "charge.pending")
    order = Order.objects.get(account=account)
    invoice = order.invoice
    assert (invoice.kind, invoice.total_centavos, invoice.status) == ("contract", 44950, "open")
    assert (order.pay_until, order.expires_on) == (date(2027, 3, 30), date(2027, 4, 1)), "due like an order"
    assert subscription(story).status == "contracted"
    story.jump("2027-03-29").pays(order).jump("2027-03-30")
    story.expect("payment.received", "subscription.began", "order.applied")
    begun = subscription(story)
    assert (begun.status, begun.anchor, begun.period_end) == ("active", date(2027, 3, 29), date(2027, 4, 29))
    assert story.contracted() == {"licence": 5}
    story.jump("2027-04-29")
    renewal = Invoice.objects.get(account=account, kind="renewal")
    assert (renewal.total_centavos, renewal.period_start) == (44950, date(2027, 4, 29))


def test_D39_a_contract_that_nobody_pays_expires(story: Story):
    contracted(story)
    story.jump("2027-04-02")
    story.expect(
        "contract.made",
        "order.agreed",
        "charge.pending",
        "charge.expired",
        "invoice.cancelled",
        "subscription.ended",
        "order.expired",
    )
    assert subscription(story).status == "cancelled"
    assert not SubscriptionPeriod.objects.filter(account=story.account).exists()
    again = start_again.preview(
        story.account, cycle=Cycle.MONTHLY, quantities={"licence": 3}, act=story.act("Lia Prado")
    )
    assert again.quote.due_now.centavos == 3 * 8990


def test_D39_paid_elsewhere_it_begins_on_the_day_given(story: Story):
    contracted(story, paid_elsewhere_from=date(2027, 3, 10))
    story.expect("contract.made", "subscription.began")
    begun = subscription(story)
    assert (begun.status, begun.anchor, begun.period_end) == ("active", date(2027, 3, 10), date(2027, 4, 10))
    assert SubscriptionPeriod.objects.get(account=story.account).paid_outside
    assert not Invoice.objects.filter(account=story.account).exists()
    assert story.sees(licence=1).quote.due_now.centavos == 4930  # 17 of 31 days


@pytest.mark.parametrize(
    ("why", "options"),
    [
        ("unknown_plan", {"plan": "ouro"}),
        ("unknown_item", {"quantities": {"licence": 5, "foguete": 1}}),
        ("too_few", {"quantities": {"licence": 2}}),
        ("too_many", {"quantities": {"licence": 491}}),
        ("unknown_method", {"method": "cheque"}),
        ("wrong_day", {"paid_elsewhere_from": date(2027, 2, 24)}),
        ("wrong_day", {"paid_elsewhere_from": date(2027, 3, 25)}),
    ],
)
def test_D39_nonsense_makes_no_account(db: None, why: str, options: dict[str, object]):
    world.catalogue()
    terms = {"plan": "profissional", "cycle": Cycle.MONTHLY, "quantities": {"licence": 5}, "method": "boleto"}
    with pytest.raises(Refused, match=why):
        make_contract(AURORA, key=uuid4(), act=world.act(), **terms | options)
    assert not Account.objects.exists()


def ended(story: Story) -> Story:
    """The subscription of Aurora is over since 24/03/2027; 8 people still have their access."""
    story.opens("2027-03-24", licences=10, gb=30)
    end_subscription(story.account, subscription(story), "cancelled_by_owner", story.act())
    story._seen = Event.objects.latest("pk").pk
    return story


def test_D36_coming_back_is_a_new_subscription_of_today(story: Story):
    ended(story).jump("2027-04-14")
    wanted = {"cycle": Cycle.MONTHLY, "quantities": {"licence": 8}}
    with pytest.raises(NotAllowed, match="too_few_licences"):
        start_again.preview(story.account, **wanted | {"quantities": {"licence": 7}}, act=story.act())
    again = start_again.preview(story.account, **wanted, act=story.act())
    assert (again.ended.held, again.ended.fewest_licences) == ({"licence": 10, "storage": 30, "conversas": 0}, 8)
    story.account.refresh_from_db()
    confirmed = [
        start_again.confirm(
            story.account.pk, **wanted, method="pix", seen=again.quote.fingerprint(),
            draft_key=story.account.draft_key, act=story.act(),
        )
        for _ in range(2)
    ]  # fmt: skip
    assert confirmed[0] == confirmed[1]
    pay_invoice.send(story.charge(confirmed[0]).pk, story.act())
    story.expect("order.agreed", "charge.pending")
    with pytest.raises(NotAllowed, match="not_ended"):
        start_again.preview(story.account, **wanted, act=story.act())
    story.pays(confirmed[0]).tick().expect("payment.received", "subscription.began", "order.applied")
    begun = subscription(story)
    assert (begun.anchor, begun.period_end) == (date(2027, 4, 14), date(2027, 5, 14))
    assert story.contracted() == {"licence": 8}
    assert Subscription.objects.filter(account=story.account).count() == 2


def test_D36_old_debt_first(story: Story):
    story.opens("2027-03-24").jump("2027-03-26")
    end_subscription(story.account, subscription(story), "unpaid", story.act())
    with pytest.raises(NotAllowed, match="old_debt"):
        start_again.preview(story.account, cycle=Cycle.MONTHLY, quantities={"licence": 8}, act=story.act())
    story.pay_open().jump("2027-03-30")
    start_again.preview(story.account, cycle=Cycle.MONTHLY, quantities={"licence": 8}, act=story.act())


def consumer(story: Story) -> None:
    BillingDetails.objects.filter(account=story.account).update(tax_id="52998224725")


def test_D37_an_order_is_undone_within_seven_days_and_its_money_goes_back(story: Story):
    story.opens("2027-03-24", licences=10, active=10).has_credit(1000)
    consumer(story)
    order = story.buys(by="pix", licence=3)  # 12 of 31 days: 104,40, of which 10,00 by credit
    story.pays(order).tick()
    (newcomer,) = story.new_members(1)
    set_access(story.account.pk, newcomer.pk, active=True, act=story.act())
    story.jump("2027-03-31")
    order.refresh_from_db()
    story._seen = Event.objects.latest("pk").pk
    assert too_many_by(story.account, order) == 1
    with pytest.raises(Refused, match="too_many_active"):
        regret_order(story.account.pk, order.number, story.act())
    owner = Member.objects.get(account=story.account, is_owner=True)
    with pytest.raises(Refused, match="owner_is_always_active"):
        regret_order(story.account.pk, order.number, story.act(), leave=[owner.pk])
    assert regret_order(story.account.pk, order.number, story.act(), leave=[newcomer.pk])
    assert not regret_order(story.account.pk, order.number, story.act())
    story.expect("user.deactivated", "invoice.replaced", "refund.asked", "order.undone")
    assert story.contracted()["licence"] == 10
    assert (Refund.objects.get().amount_centavos, story.credit()) == (9440, 1000)
    assert "refund" in story.tasks()
    story.tick()
    renewal = Invoice.objects.get(account=story.account, kind="renewal", status="open")
    assert renewal.total_centavos - renewal.credit_centavos == 89900 - 1000, "counted again without the three"


@pytest.mark.parametrize(
    ("day", "cpf", "why"), [("2027-04-01", True, "too_late"), ("2027-03-25", False, "not_allowed")]
)
def test_D37_not_after_seven_days_nor_for_a_company(story: Story, day: str, cpf: bool, why: str):
    story.opens("2027-03-24", licences=10)
    if cpf:
        consumer(story)
    order = story.buys(by="pix", licence=1)
    story.pays(order).tick().jump(day)
    with pytest.raises(Refused, match=why):
        regret_order(story.account.pk, order.number, story.act())


def test_D37_a_contract_is_undone_with_everything_bought_under_it(story: Story):
    contracted(story, method="pix")
    consumer(story)
    first = Order.objects.get(account=story.account)
    story.pays(first).tick()
    story.pays(story.buys(by="pix", licence=2)).tick()
    waiting = story.buys(by="pix", storage=5)
    assert regret_order(story.account.pk, first.number, story.act("Lia Prado"))
    waiting.refresh_from_db()
    assert (subscription(story).status, waiting.status) == ("cancelled", "withdrawn")
    assert sorted(Refund.objects.values_list("amount_centavos", flat=True)) == [17980, 44950]
    assert not Invoice.objects.filter(account=story.account, status="open").exists()
    assert story.books()["cash"] == 44950 + 17980
    assert "revenue" not in story.books()


def test_D37_what_was_undone_and_then_taken_back_by_the_bank_is_owed_by_nobody(story: Story):
    story.opens("2027-03-24", licences=10)
    consumer(story)
    order = story.buys(by="pix", licence=3)
    story.pays(order).tick()
    regret_order(story.account.pk, order.number, story.act())
    story.bank.control("reverse", key=Charge.objects.get(invoice=order.invoice).key)
    story.tick()
    assert (Refund.objects.get().state, story.credit(), story.books()) == ("dropped", 0, {})
    assert Invoice.objects.get(pk=order.invoice.pk).status == "cancelled"


def test_D37_what_a_longer_cycle_took_in_gives_its_unused_days_back_once(story: Story):
    story.opens("2027-03-24", licences=10, active=10)
    consumer(story)
    order = story.buys(by="pix", licence=3)  # 12 of 31 days
    story.pays(order).tick().jump("2027-03-26")
    longer = story.buys(by="pix", cycle=12)  # gives 10 of 31 days of the thirteen back
    order.refresh_from_db()
    with pytest.raises(Refused, match="cycle_change_waiting"):
        regret_order(story.account.pk, order.number, story.act())
    story.pays(longer).tick()
    story._seen = Event.objects.latest("pk").pk
    assert too_many_by(story.account, order) == 0
    assert regret_order(story.account.pk, order.number, story.act())
    story.expect("refund.asked", "order.undone")
    assert Refund.objects.get().amount_centavos == 10440 - 8700
    assert story.contracted()["licence"] == 13, "the new period is a renewal: finance undoes it"
    story.bank.control("reverse", key=Charge.objects.get(invoice=order.invoice).key)
    story.tick()
    assert (Refund.objects.get().state, story.credit()) == ("dropped", 0)
    assert Invoice.objects.get(pk=order.invoice.pk).status == "cancelled"


def test_D37_what_a_renewal_took_in_stays_and_the_order_is_returned_whole(story: Story):
    story.opens("2027-04-01", licences=10, active=10)
    consumer(story)
    order = story.buys(by="pix", licence=3)
    story.pays(order).tick().jump("2027-04-05")
    order.refresh_from_db()
    assert regret_order(story.account.pk, order.number, story.act())
    assert (Refund.objects.get().amount_centavos, story.contracted()["licence"]) == (order.quote["due_now"], 13)
