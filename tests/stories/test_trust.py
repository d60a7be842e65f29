"""Release on trust lived through (D51): proof, access, payment or none, with the ladder around it (D23–D26)."""

from datetime import date

import pytest

from meuplano.actions import cancel_subscription
from meuplano.actions.activate_user import set_access
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.decide_trust import confirm_trust, refuse_trust
from meuplano.actions.do_task import Refused as NotDone
from meuplano.actions.do_task import finish_task
from meuplano.actions.draw_up import draw_up_lines
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.release_on_trust import release_on_trust
from meuplano.actions.requests.thread import FileRefused, Upload
from meuplano.actions.write_off_invoice import write_off_invoice
from meuplano.records.models import Event, Invoice, Member, Proof, Task, Trust
from meuplano.rules import trust
from meuplano.rules.lines import plain_line
from meuplano.rules.money import Money
from meuplano.rules.periods import Period
from tests.stories.conftest import Story
from tests.stories.test_renewals import NEVER_PAID, latest, subscription, unpaid_since_5_march

pytestmark = pytest.mark.first_day("2027-02-20")
PROOF = Upload("comprovante.pdf", b"%PDF-1.7 pago")


def sends(story: Story, invoice: Invoice, file: Upload = PROOF) -> Trust:
    """The owner sends the proof, and the worker does what follows."""
    given = release_on_trust(story.account.pk, invoice.number, file=file, act=story.act())
    story._drain()
    return given


def access(story: Story) -> bool:
    live = subscription(story)
    return trust.has_access(live.status, live.trusted_until, story.act().today)


def state(given: Trust) -> str:
    given.refresh_from_db()
    return given.state


def other_debt(story: Story, first: Invoice, due_on: date) -> Invoice:
    with locked(story.account.pk, story.act()) as account:
        return draw_up_lines(
            account, first.subscription, [plain_line("late_charges", Money(5000))], kind="contract",
            period=Period(first.period_start, first.period_end), method="pix", due_on=due_on, act=story.act(),
        )  # fmt: skip


def test_D51_three_business_days_and_then_suspended_again(story: Story):
    """Suspended on Monday 22/03; the proof comes on Tuesday: Wednesday, Thursday and, after Easter, Monday."""
    invoice = unpaid_since_5_march(story)
    story.jump("2027-03-23")
    assert not access(story)
    story.expect(*events_so_far(story))
    given = sends(story, invoice)
    story.expect("trust.given")
    assert (access(story), given.until, subscription(story).status) == (True, date(2027, 3, 29), "suspended")
    assert given.proof.content == PROOF.content
    assert Task.objects.get(kind="trust").amount_centavos == 53940
    story.jump("2027-03-29").sound()
    assert access(story), "the last day counts to its end"
    story.expect()
    story._move(date(2027, 3, 30))
    assert not access(story), "by the date, before any job ran (D47)"
    story.tick().expect("trust.expired")
    assert (state(given), subscription(story).status) == ("expired", "suspended")
    assert story.told() == [*NEVER_PAID, "23/03 trust_given financeiro", "30/03 trust_expired marina"]
    story.tick().sound().expect()
    with pytest.raises(Refused) as again:
        sends(story, invoice, Upload("outro.pdf", b"%PDF-1.7 outro"))
    assert again.value.reason == trust.USED


def events_so_far(story: Story) -> list[str]:
    return list(Event.objects.filter(account=story.account).order_by("pk").values_list("name", flat=True))


def test_D51_the_same_file_twice_is_once_and_another_is_refused(story: Story):
    invoice = unpaid_since_5_march(story)
    first = sends(story, invoice)
    assert sends(story, invoice).pk == first.pk
    assert (Trust.objects.count(), Proof.objects.count(), story.tasks().count("trust")) == (1, 1, 1)
    assert story.told().count("22/03 trust_given financeiro") == 1


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (Upload("nada.pdf", b""), "no_file"),
        (Upload("tela.html", b"<html><script>alert(1)</script>"), "file_unknown"),
        (Upload("programa.pdf", b"MZ\x90\x00"), "file_unknown"),
        (Upload("grande.pdf", b"%PDF-" + b"a" * 5_000_000), "file_too_large"),
    ],
)
def test_D51_a_file_is_checked_as_a_requests_are(story: Story, file: Upload, reason: str):
    invoice = unpaid_since_5_march(story)
    with pytest.raises((Refused, FileRefused)) as refused:
        sends(story, invoice, file)
    assert refused.value.reason == reason
    assert not Trust.objects.exists()
    assert not access(story)


def test_D51_people_work_again_and_what_costs_money_waits(story: Story):
    invoice = unpaid_since_5_march(story)
    newcomer = story.new_members(1)[0]
    with pytest.raises(NotAllowed):
        set_access(story.account.pk, newcomer.pk, active=True, act=story.act())
    sends(story, invoice)
    assert set_access(story.account.pk, newcomer.pk, active=True, act=story.act())
    with pytest.raises(NotAllowed):
        story.buys(by="pix", licence=1)
    assert Member.objects.get(pk=newcomer.pk).has_access


def test_D51_the_payment_comes_while_the_days_run(story: Story):
    """D25: nothing but the payment's own way back; the trust is settled, and its task done."""
    invoice = unpaid_since_5_march(story)
    given = sends(story, invoice)
    story.jump("2027-03-24")
    story.bank.control("pay", key=story.pix_today(invoice).key)
    story.tick().sound()
    assert (state(given), subscription(story).status, subscription(story).anchor.day) == ("settled", "active", 5)
    assert Task.objects.get(kind="trust").done_at is not None
    assert story.told()[len(NEVER_PAID) :][:3] == [
        "22/03 trust_given financeiro",
        "24/03 payment_received financeiro",
        "24/03 resumed marina",
    ]


def test_D51_the_period_ends_while_the_days_run(story: Story):
    """D24: no new period begins and no renewal goes out; the payment begins one on its day (D25)."""
    invoice = unpaid_since_5_march(story)
    story.jump("2027-04-02")
    given = sends(story, invoice)
    assert given.until == date(2027, 4, 7)
    story.jump("2027-04-06").sound()
    assert (access(story), subscription(story).period_end) == (True, date(2027, 4, 5))
    assert Invoice.objects.filter(account=story.account).count() == 1
    story.bank.control("pay", key=story.pix_today(invoice).key)
    story.tick().sound()
    again = subscription(story)
    assert (again.status, again.anchor, state(given)) == ("active", date(2027, 4, 6), "settled")


def test_D51_the_ladder_cancels_only_when_the_days_are_over(story: Story):
    """D26: day 60 is 04/05; the proof of the day before holds it until 07/05. The debt is that of the suspension."""
    invoice = unpaid_since_5_march(story)
    story.jump("2027-05-03")
    given = sends(story, invoice)
    assert given.until == date(2027, 5, 6)
    for day in ("2027-05-04", "2027-05-06"):
        story.jump(day).sound()
        assert (access(story), subscription(story).status) == (True, "suspended")
    story.jump("2027-05-07").sound()
    assert (subscription(story).status, state(given)) == ("cancelled", "expired")
    assert Invoice.objects.get(account=story.account, status="open").total_centavos == 29580


def test_D51_the_owner_leaves_while_the_days_run(story: Story):
    invoice = unpaid_since_5_march(story)
    story.jump("2027-04-06")
    given = sends(story, invoice)
    cancel_subscription.cancel(story.account.pk, ends_on=date(2027, 4, 6), act=story.act())
    story.tick().sound()
    assert (subscription(story).status, state(given), access(story)) == ("cancelled", "expired", False)
    assert "trust_expired" not in story.mails()


def test_D51_before_the_suspension_it_is_put_off(story: Story):
    """Day 15 is Monday 22/03. Sent on Friday before, the days last until Wednesday: suspended on Thursday."""
    story.opens("2027-02-20", licences=6, active=4, anchor=date(2027, 2, 5))
    for day in ("02-23", "03-05", "03-08", "03-10", "03-15"):
        story.jump(f"2027-{day}")
    invoice = latest(story)
    with pytest.raises(Refused) as early:
        sends(story, invoice)
    assert early.value.reason == trust.TOO_EARLY
    story.jump("2027-03-19")
    given = sends(story, invoice)
    assert given.until == date(2027, 3, 24)
    for day in ("2027-03-22", "2027-03-24"):
        story.jump(day).sound()
        assert subscription(story).status == "active"
    story.jump("2027-03-25").sound()
    assert (subscription(story).status, state(given)) == ("suspended", "expired")
    assert [mail for mail in story.told() if mail.startswith("25/03")] == [
        "25/03 suspended marina",
        "25/03 suspended financeiro",
    ], "one message says that access stopped"


def test_D51_refused_it_ends_at_once_with_the_reason(story: Story):
    invoice = unpaid_since_5_march(story)
    given = sends(story, invoice)
    with pytest.raises(Refused):
        refuse_trust(given.pk, "  ", story.act("Rafael"))
    with pytest.raises(NotDone):
        finish_task(given.task_id, "visto", story.act("Rafael"))
    assert refuse_trust(given.pk, "O comprovante é de outra conta", story.act("Rafael"))
    assert not refuse_trust(given.pk, "De novo", story.act("Rafael")), "twice is once"
    story._drain()
    assert (access(story), subscription(story).trusted_until, state(given)) == (False, None, "refused")
    assert "O comprovante é de outra conta" in story.letter("trust_refused").text
    assert story.told()[-1] == "22/03 trust_refused marina"
    story.tick().sound()
    with pytest.raises(Refused):
        sends(story, invoice, Upload("outro.pdf", b"%PDF-1.7 outro"))


def test_D51_refused_before_the_suspension_the_ladder_goes_on_at_once(story: Story):
    story.opens("2027-02-20", licences=6, active=4, anchor=date(2027, 2, 5))
    for day in ("02-23", "03-05", "03-08", "03-10", "03-15", "03-19"):
        story.jump(f"2027-{day}")
    given = sends(story, latest(story))
    story.jump("2027-03-23")
    assert subscription(story).status == "active"
    refuse_trust(given.pk, "Comprovante ilegível", story.act("Rafael"))
    story.tick().sound()
    assert subscription(story).status == "suspended"


def test_D51_confirmed_the_days_stay_as_they_are(story: Story):
    """Confirmed is not paid: the money settles the invoice. What is confirmed can still be refused."""
    invoice = unpaid_since_5_march(story)
    given = sends(story, invoice)
    assert confirm_trust(given.pk, story.act("Rafael"))
    assert not confirm_trust(given.pk, story.act("Rafael"))
    assert Task.objects.get(kind="trust").done_by == "Rafael"
    invoice.refresh_from_db()
    assert (invoice.status, access(story)) == ("open", True)
    story.sound()
    assert refuse_trust(given.pk, "O banco devolveu a transferência", story.act("Rafael"))
    assert not access(story)
    story.tick().sound()


def test_D51_two_overdue_invoices_each_have_their_days(story: Story):
    """D25: paying one of two brings nothing back, and the days that were told stay; the other has its own once."""
    first = unpaid_since_5_march(story)
    other = other_debt(story, first, date(2027, 3, 5))
    story.jump("2027-03-23")
    one = sends(story, first)
    story.bank.control("pay", key=story.pix_today(first).key)
    story.tick().sound()
    assert (state(one), subscription(story).status, access(story)) == ("settled", "suspended", True)
    story.jump("2027-03-24")
    two = sends(story, other)
    assert two.until == date(2027, 3, 30)
    refuse_trust(two.pk, "Não é deste mês", story.act("Rafael"))
    assert (access(story), subscription(story).trusted_until) == (True, date(2027, 3, 29)), "the first one's days"
    story.jump("2027-03-30").sound()
    assert not access(story)
    story.bank.control("pay", key=story.pix_today(other).key)
    story.tick().sound()
    assert subscription(story).status == "active"


def test_D51_a_debt_given_up_settles_it(story: Story):
    invoice = unpaid_since_5_march(story)
    given = sends(story, invoice)
    write_off_invoice(story.account.pk, invoice.number, "Acordo", story.act("Rafael"), seen=Money(53940))
    story.tick().sound()
    assert (state(given), subscription(story).status) == ("settled", "active")
