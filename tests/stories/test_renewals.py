"""Renewals lived through: issue, roll-over, complement, the ladder and the way back (D15–D32, golden O-06 to O-16)."""

from datetime import date

import pytest

from meuplano.actions.activate_user import set_access
from meuplano.actions.draw_up import draw_up_lines
from meuplano.actions.issue_renewals import issue_renewals
from meuplano.actions.lock import locked
from meuplano.actions.roll_over import roll_over_all
from meuplano.records.models import Charge, Invoice, Member, Subscription, UsageReport
from meuplano.rules.lines import plain_line
from meuplano.rules.money import Money
from meuplano.rules.periods import Period
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-20")

NEVER_PAID = [  # the mails of a boleto that is due on 5 March, up to the suspension
    "23/02 renewal_issued financeiro",
    "05/03 invoice_due financeiro",
    "08/03 invoice_overdue financeiro",
    "10/03 invoice_overdue financeiro",
    "15/03 invoice_overdue financeiro",
    "22/03 suspended marina",
    "22/03 suspended financeiro",
]


def latest(story: Story, kind: str = "renewal") -> Invoice:
    return Invoice.objects.filter(account=story.account, kind=kind).latest("pk")


def subscription(story: Story) -> Subscription:
    return Subscription.objects.get(account=story.account)


def test_O06_bought_after_the_issue_becomes_one_complement(story: Story):
    """D17."""
    story.opens("2027-03-20")
    story.on("2027-03-26").expect("renewal.issued", "charge.pending")
    assert (latest(story).total_centavos, latest(story).due_on.isoformat()) == (89900, "2027-04-05")
    story.on("2027-03-30")
    offer = story.sees(licence=2)
    assert (offer.quote.due_now.centavos, offer.quote.complement.centavos) == (3480, 17980)
    order = story.buys(by="pix", licence=2)
    story.pays(order).tick()
    assert latest(story).total_centavos == 89900
    story.on("2027-04-05")
    complement = latest(story, "complement")
    assert (complement.total_centavos, complement.due_on.isoformat()) == (17980, "2027-04-08")
    assert story.contracted()["licence"] == 12
    assert Invoice.objects.filter(account=story.account, kind="complement").count() == 1
    assert story.told() == [
        "26/03 renewal_issued financeiro",
        "30/03 order_received marina",
        "30/03 payment_received financeiro",
        "30/03 licences_released marina",
        "05/04 invoice_due financeiro",
        "05/04 complement_issued financeiro",
    ]
    assert "passou a ter a mais: 2 licenças" in story.letter("complement_issued").text


def test_O07_only_the_active_with_floor_storage_in_use_and_people_activated_later(story: Story):
    """R-13."""
    story.opens("2027-03-20", licences=10, active=8, gb=20, renewal_policy="active", included_gb=10, minimum=5)
    story.wants_at_renewal("storage", 5)
    UsageReport.objects.create(account=story.account, used_bytes=18_300_000_000, measured_at=story.act().at)
    story.on("2027-03-26")
    invoice = latest(story)
    assert [(line.item, line.quantity, line.amount_centavos) for line in invoice.lines.all()] == [
        ("licence", 8, 71920),
        ("storage", 9, 1350),
    ]
    assert invoice.total_centavos == 73270
    assert "Contagem em 26/03/2027: 8 licenças" in story.letter("renewal_issued").text
    story.on("2027-03-31")
    one, two = story.new_members(2)
    set_access(story.account.pk, one.pk, active=True, act=story.act())
    set_access(story.account.pk, two.pk, active=True, act=story.act())
    story.on("2027-04-01")
    set_access(story.account.pk, two.pk, active=False, act=story.act())
    story.on("2027-04-05")
    assert story.contracted()["licence"] == 9
    complement = latest(story, "complement")
    assert (complement.total_centavos, complement.due_on.isoformat()) == (8990, "2027-04-08")
    assert Invoice.objects.filter(account=story.account).count() == 2


def test_O08_credit_larger_than_the_invoice_pays_it_at_issue(story: Story):
    """D32."""
    story.opens("2027-03-20").has_credit(30000).has_credit(70000)
    story.on("2027-03-26").expect("renewal.issued")
    assert (latest(story).status, story.credit()) == ("paid", 10100)
    assert list(latest(story).credit_uses.order_by("pk").values_list("amount_centavos", flat=True)) == [30000, 59900]
    assert not Charge.objects.filter(invoice=latest(story)).exists()
    story.on("2027-04-12")
    order = story.buys(by="boleto", licence=2)
    assert (order.quote["total"], order.quote["due_now"], order.pay_until.isoformat()) == (13785, 3685, "2027-04-15")
    assert story.credit() == 0
    story.on("2027-04-20")
    order.refresh_from_db()
    order.invoice.refresh_from_db()
    assert (order.invoice.status, order.invoice.credit_centavos) == ("cancelled", 0)
    assert (order.status, story.credit(), story.contracted()["licence"]) == ("expired", 10100, 10)


def test_D50_what_is_left_for_a_boleto_too_small_goes_out_by_pix(story: Story):
    """R$ 4,00 after credit: no bank takes a boleto below R$ 5,00."""
    story.opens("2027-03-20").has_credit(89500)
    story.on("2027-03-26").expect("renewal.issued", "charge.pending")
    renewal = latest(story)
    assert (renewal.open.centavos, renewal.method, renewal.due_on.isoformat()) == (400, "pix", "2027-04-05")
    assert list(Charge.objects.values_list("method", "amount_centavos")) == [("pix", 400)]
    assert subscription(story).method == "boleto", "only this one"


def unpaid_since_5_march(story: Story, until: str = "2027-03-22") -> Invoice:
    """O-14: the invoice of 05/03–05/04, R$ 539,40, is never paid; suspended on day 15, a Saturday moved to Monday."""
    story.opens("2027-02-20", licences=6, active=4, anchor=date(2027, 2, 5))
    for day in ("02-23", "03-05", "03-08", "03-10", "03-15", "03-21"):  # on which there is something to do
        story.jump(f"2027-{day}")
    assert subscription(story).status == "active"
    if until > "2027-03-21":
        story.jump(until)
        assert subscription(story).status == "suspended"
    invoice = latest(story)
    assert (invoice.total_centavos, invoice.due_on, invoice.status) == (53940, date(2027, 3, 5), "open")
    return invoice


@pytest.mark.first_day("2027-02-20")
def test_O14_suspended_the_period_ends_and_the_customer_returns(story: Story):
    invoice = unpaid_since_5_march(story)
    for day in ("2027-03-26", "2027-04-05", "2027-04-14"):
        story.jump(day)
    assert subscription(story).period_end == date(2027, 4, 5), "no new period begins (D24)"
    assert Invoice.objects.filter(account=story.account).count() == 1, "and no renewal is issued on 26/03"
    charge = story.pix_today(invoice)
    assert charge.amount_centavos == 53940 + 1079 + 719 == 55738  # 40 days late
    story.bank.control("pay", key=charge.key)
    story.tick()
    again = subscription(story)
    assert (again.status, again.anchor, again.period_end) == ("active", date(2027, 4, 14), date(2027, 5, 14))
    renewal = latest(story)
    assert (renewal.total_centavos, renewal.due_on.isoformat()) == (53940, "2027-04-19")
    assert story.told() == [
        *NEVER_PAID,
        "14/04 payment_received financeiro",
        "14/04 resumed marina",
        "14/04 renewal_issued financeiro",
    ]
    assert "A fatura dele é a nº 2." in story.letter("resumed").text


@pytest.mark.first_day("2027-02-20")
def test_O14_paid_while_the_period_still_runs(story: Story):
    invoice = unpaid_since_5_march(story)
    story.jump("2027-03-29")
    charge = story.pix_today(invoice)
    assert charge.amount_centavos == 55451
    story.bank.control("pay", key=charge.key)
    story.tick()
    again = subscription(story)
    assert (again.status, again.period_end, again.anchor.day) == ("active", date(2027, 4, 5), 5)
    story.tick()
    renewal = latest(story)
    assert (renewal.total_centavos, renewal.issued_on.isoformat(), renewal.due_on.isoformat()) == (
        53940, "2027-03-29", "2027-04-05",
    )  # fmt: skip


def test_O14_with_another_debt_as_old_one_payment_is_not_enough(story: Story):
    """D25: nothing that is past day 15 may stay open."""
    story.opens("2027-03-20", licences=6, active=4).on("2027-04-22")
    first = latest(story)
    with locked(story.account.pk, story.act()) as account:
        other = draw_up_lines(
            account, first.subscription, [plain_line("late_charges", Money(5000))], kind="contract",
            period=Period(first.period_start, first.period_end), method="pix", due_on=date(2027, 4, 1), act=story.act(),
        )  # fmt: skip
    for invoice, status in ((first, "suspended"), (other, "active")):
        story.bank.control("pay", key=story.pix_today(invoice).key)
        story.tick()
        assert subscription(story).status == status


@pytest.mark.first_day("2027-02-20")
def test_O14_never_paid_is_cancelled_and_reduced_to_the_days_with_access(story: Story):
    """D26."""
    unpaid_since_5_march(story)
    story.jump("2027-04-05").jump("2027-05-03")
    assert subscription(story).status == "suspended"
    story.jump("2027-05-04")
    assert subscription(story).status == "cancelled"
    debt = Invoice.objects.get(account=story.account, status="open")
    assert debt.total_centavos == 29580  # 17 of 31 days: 5 to 22 March
    assert story.books() == {"receivable": 29580, "revenue": -29580}
    assert story.told() == [
        *NEVER_PAID,
        "04/05 subscription_cancelled marina",
        "04/05 subscription_cancelled financeiro",
    ]
    told = story.letter("subscription_cancelled").text.replace("\xa0", " ")
    assert "A dívida de R$ 539,40 foi reduzida para R$ 295,80" in told
    assert "Em aberto: R$ 307,64 da fatura nº 2." in told  # with 2 % and 60 days of it (D26)


def test_O16_the_card_fails_then_a_boleto_takes_over(story: Story):
    """D30."""
    story.opens("2027-03-20")
    story.charge_by_card(announce_on=date(2027, 4, 2))
    story.bank.control("faults", fault="insufficient_funds", times=5)
    story.on("2027-04-02").expect("renewal.announced")
    story.on("2027-04-12")
    invoice = latest(story)
    days = [
        charge.made_at.date().isoformat()
        for charge in Charge.objects.filter(invoice=invoice, method="card").order_by("pk")
    ]
    assert days == ["2027-04-05", "2027-04-06", "2027-04-08", "2027-04-10", "2027-04-12"]
    boleto = Charge.objects.get(invoice=invoice, method="boleto")
    assert (boleto.amount_centavos, invoice.due_on.isoformat()) == (89900, "2027-04-15")
    story.on("2027-04-20")
    assert subscription(story).status == "suspended"
    story.on("2027-04-22")
    charge = story.pix_today(invoice)
    assert charge.amount_centavos == 91908
    story.bank.control("pay", key=charge.key)
    story.tick()
    assert subscription(story).status == "active"
    assert story.told() == [
        "02/04 renewal_announced financeiro",
        "05/04 card_refused financeiro",
        "12/04 card_given_up financeiro",
        "15/04 invoice_due financeiro",
        "20/04 suspended marina",
        "20/04 suspended financeiro",
        "22/04 payment_received financeiro",
        "22/04 resumed marina",
    ]
    assert "em: 08/04, 10/04, 12/04" in story.letter("card_refused").text
    story.jump("2027-05-05")
    assert Charge.objects.filter(invoice=invoice, method="card").count() == 5, "never again for this invoice"
    assert (latest(story).method, latest(story).status) == ("card", "paid"), "the next renewal tries the card again"


def test_twice_late_or_after_days_of_being_down_is_the_same(story: Story):
    """D15."""
    story.opens("2027-03-20")
    story._move(date(2027, 3, 29))  # nothing ran for nine days
    assert issue_renewals(story.act()) == 1
    assert issue_renewals(story.act()) == 0
    story._move(date(2027, 5, 7))  # and then for more than a period
    assert roll_over_all(story.act()) == 1
    assert roll_over_all(story.act()) == 0
    starts = list(Invoice.objects.filter(account=story.account).order_by("pk").values_list("period_start", flat=True))
    assert starts == [date(2027, 4, 5), date(2027, 5, 5)]
    assert subscription(story).period_end == date(2027, 6, 5)


def test_what_breaks_is_parked_and_the_run_goes_on(story: Story):
    from meuplano.records.models import Parking
    from tests import world

    story.opens("2027-03-20")
    broken = world.account("C9009", on=date(2027, 3, 20))
    Member.objects.filter(account=broken).update(has_access=True)
    Subscription.objects.filter(account=broken).update(anchor=date(2027, 3, 9))  # its periods no longer tile
    story.on("2027-03-26")
    assert Parking.objects.get().account == broken
    assert latest(story).total_centavos == 89900
    assert story.tasks() == ["parked"]
    another = world.account("C9010", on=date(2027, 3, 20), anchor=date(2027, 3, 8))
    story.on("2027-03-29")
    assert Invoice.objects.filter(account=another, kind="renewal").count() == 1, "who is parked holds nobody back"
    assert Parking.objects.count() == 1
