"""Each guard of the database, attacked by raw SQL or by the ORM without any action in between."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from meuplano.records.credits import grant
from meuplano.records.models import (
    Account,
    AgreedPrice,
    Approval,
    Charge,
    Courtesy,
    Credit,
    CreditNote,
    CreditUse,
    Event,
    Instalment,
    Invoice,
    InvoiceLine,
    LadderStep,
    LedgerEntry,
    LicenceEntry,
    Member,
    Notice,
    Order,
    Payment,
    PriceNotice,
    PriceVersion,
    Receipt,
    Refund,
    Subscription,
    SubscriptionPeriod,
    Task,
    User,
)
from meuplano.rules.money import Money
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def aurora() -> Account:
    return world.account()


def refused(name: str, attempt: Callable[[], object]) -> None:
    """The attempt, or the end of its transaction, is refused by the constraint of that name."""

    def to_the_end() -> None:
        with transaction.atomic():
            attempt()
            connection.check_constraints()

    with pytest.raises(IntegrityError) as caught:
        to_the_end()
    assert name in str(caught.value) or getattr(caught.value.__cause__, "diag", None).constraint_name == name


def sql(statement: str, *values: object) -> Callable[[], object]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount != 0, "the statement touched nothing"

    return run


def invoice(
    account: Account, number: int = 1, *, total: int = 10_000, lines: int | None = None, **fields: object
) -> Invoice:
    values = {
        "account": account,
        "number": number,
        "kind": "order",
        "subscription": Subscription.objects.get(account=account),
        "period_start": date(2027, 3, 5),
        "period_end": date(2027, 4, 5),
        "issued_on": world.TODAY,
        "due_on": world.TODAY,
        "total_centavos": total,
        "method": "boleto",
        "billing": {},
    }
    made = Invoice.objects.create(**values | fields)
    InvoiceLine.objects.create(
        account=account,
        invoice=made,
        position=1,
        item="licence",
        quantity=1,
        unit_centavos=total,
        full_unit_centavos=total,
        days=1,
        of_days=1,
        amount_centavos=total if lines is None else lines,
    )
    return made


def receipt(amount: int = 10_000, external_id: str = "r1") -> Receipt:
    return Receipt.objects.create(
        gateway="fake",
        external_id=external_id,
        kind="payment",
        amount_centavos=amount,
        paid_on=world.TODAY,
        method="pix",
        known_at=world.act().at,
        matched=True,
    )


def payment(account: Account, paid: Invoice | None, amount: int = 10_000, **fields: object) -> Payment:
    values = {
        "account": account,
        "receipt": receipt(amount, external_id=uuid4().hex),
        "invoice": paid,
        "method": "pix",
        "paid_on": world.TODAY,
        "known_at": world.act().at,
        "amount_centavos": amount,
        "principal_centavos": amount,
    }
    return Payment.objects.create(**values | fields)


class TestAtMostOne:
    def test_a_second_live_subscription(self, aurora):
        """R-15."""
        first = Subscription.objects.get(account=aurora)
        refused(
            "an_account_has_one_live_subscription",
            lambda: Subscription.objects.create(
                account=aurora,
                plan=first.plan,
                cycle=1,
                anchor=first.anchor,
                period_start=date(2027, 5, 5),
                period_end=date(2027, 6, 5),
                method="pix",
            ),
        )

    def test_a_second_owner(self, aurora):
        refused(
            "an_account_has_at_most_one_owner",
            sql("update meuplano_member set is_owner = true where account_id = %s", aurora.pk),
        )

    def test_an_owner_without_access(self, aurora):
        refused(
            "the_owner_is_always_active",
            sql("update meuplano_member set has_access = false where account_id = %s", aurora.pk),
        )

    def test_no_owner_at_all(self, aurora):
        refused(
            "an_account_keeps_its_owner",
            sql("update meuplano_member set is_owner = false where account_id = %s and is_owner", aurora.pk),
        )

    def test_a_second_live_renewal_of_a_period(self, aurora):
        """D16."""
        invoice(aurora, 1, kind="renewal")
        refused("one_live_renewal_per_period", lambda: invoice(aurora, 2, kind="renewal", period_end=date(2027, 5, 5)))
        Invoice.objects.filter(account=aurora).update(status="replaced")
        assert invoice(aurora, 2, kind="renewal").pk, "a replaced one frees the place"

    def test_a_second_live_complement_of_a_period(self, aurora):
        invoice(aurora, 1, kind="complement")
        refused("one_live_complement_per_period", lambda: invoice(aurora, 2, kind="complement"))
        longer = {"kind": "complement", "period_end": date(2028, 3, 5)}
        assert invoice(aurora, 2, **longer).pk, "a longer cycle that begins on the same day is another period"

    def test_a_draft_ordered_twice(self, aurora):
        order(aurora, invoice(aurora, 1))
        again = Order.objects.get(account=aurora).draft_key
        refused("a_draft_is_ordered_once", lambda: order(aurora, invoice(aurora, 2), number=2, draft_key=again))

    def test_an_invoice_number_used_twice_or_left_out(self, aurora):
        """D42."""
        invoice(aurora, 1)
        refused("an_invoice_number_is_used_once", lambda: invoice(aurora, 1))
        refused("invoice_numbers_have_no_gaps", lambda: invoice(aurora, 3))

    def test_two_live_charges_of_one_method(self, aurora):
        paper = invoice(aurora)
        charge(aurora, paper)
        refused("an_invoice_has_one_live_charge_per_method", lambda: charge(aurora, paper, key="b"))

    def test_the_same_receipt_twice(self, aurora):
        receipt()
        refused("a_receipt_counts_once", receipt)

    def test_a_receipt_that_pays_twice(self, aurora):
        first = payment(aurora, None, principal_centavos=0, credit_centavos=10_000)
        refused(
            "a_receipt_pays_once",
            lambda: payment(aurora, None, principal_centavos=0, credit_centavos=10_000, receipt=first.receipt),
        )

    def test_an_order_that_adds_an_item_twice(self, aurora):
        agreed = order(aurora, invoice(aurora, 1))

        def add() -> None:
            last = LicenceEntry.objects.filter(account=aurora, item="licence").latest("pk")
            last.pk, last.order, last.why = None, agreed, "order"
            last.save(force_insert=True)

        add()
        refused("an_order_adds_an_item_once", add)

    def test_a_step_of_the_ladder_taken_twice(self, aurora):
        paper = invoice(aurora)

        def take() -> None:
            LadderStep.objects.create(account=aurora, invoice=paper, key="suspend+15", taken_on=world.TODAY)

        take()
        refused("a_step_is_taken_once", take)

    def test_a_surplus_credited_twice(self, aurora):
        paid = payment(aurora, None, principal_centavos=0, credit_centavos=10_000)

        def credit(cause: str = "surplus") -> None:
            why = {"kind": "refundable", "reason": "Pago a mais", "payment": paid, "cause": cause}
            grant(aurora, Money(10_000), act=world.act(), **why)

        credit()
        refused("a_surplus_is_credited_once", credit)
        refused("a_credit_of_a_payment_has_its_cause", lambda: credit(""))

    def test_the_same_bytes_twice(self, aurora):
        values = {"gateway": "fake", "sha256": "a" * 64, "body": b"x", "received_at": world.act().at}
        Notice.objects.create(**values)
        refused("the_same_bytes_are_one_notice", lambda: Notice.objects.create(**values))

    def test_one_email_in_two_cases(self, aurora):
        refused("an_email_is_one_user", lambda: User.objects.create(email="MARINA@c1001.example", password="!"))


class TestSumsTo:
    def test_an_invoice_other_than_its_lines(self, aurora):
        refused("an_invoice_adds_up", lambda: invoice(aurora, lines=9_999))

    def test_an_invoice_that_claims_a_payment(self, aurora):
        paper = invoice(aurora)
        refused("an_invoice_adds_up", sql("update meuplano_invoice set paid_centavos = 1 where id = %s", paper.pk))

    def test_a_payment_that_the_invoice_does_not_know(self, aurora):
        paper = invoice(aurora)
        refused("an_invoice_adds_up", lambda: payment(aurora, paper))

    def test_an_invoice_paid_beyond_its_total(self, aurora):
        paper = invoice(aurora)
        refused(
            "an_invoice_takes_no_more_than_its_total",
            sql("update meuplano_invoice set paid_centavos = 10001 where id = %s", paper.pk),
        )

    def test_a_paid_invoice_that_nobody_paid(self, aurora):
        paper = invoice(aurora)
        refused(
            "a_paid_invoice_is_covered",
            sql("update meuplano_invoice set status = 'paid', paid_on = '2027-03-24' where id = %s", paper.pk),
        )

    def test_a_ledger_fact_that_does_not_sum_to_zero(self, aurora):
        refused("a_ledger_fact_sums_to_zero", lambda: leg(aurora, 500))

    def test_a_payment_other_than_its_parts(self, aurora):
        refused("a_payment_is_the_sum_of_its_parts", lambda: payment(aurora, invoice(aurora), principal_centavos=1))

    def test_a_credit_used_beyond_what_it_holds(self, aurora):
        credit = grant(aurora, Money(500), kind="courtesy", reason="atraso nosso", act=world.act())
        refused(
            "a_credit_is_never_overspent",
            lambda: CreditUse.objects.create(
                account=aurora,
                credit=credit,
                invoice=invoice(aurora, credit_centavos=501),
                amount_centavos=501,
                used_on=world.TODAY,
            ),
        )

    def test_a_credit_taken_back_though_it_is_used(self, aurora):
        credit = grant(aurora, Money(500), kind="refundable", reason="a mais", act=world.act())
        CreditUse.objects.create(
            account=aurora,
            credit=credit,
            invoice=invoice(aurora, credit_centavos=500),
            amount_centavos=500,
            used_on=world.TODAY,
        )
        refused(
            "a_credit_is_never_overspent",
            sql("update meuplano_credit set taken_back_centavos = 1 where id = %s", credit.pk),
        )


def refund(account: Account, amount: int = 500, kind: str = "refundable", **values: object) -> Refund:
    """So much of a credit of R$ 5,00 that is to go back."""
    credit = grant(account, Money(500), kind=kind, reason="a mais", act=world.act())
    Credit.objects.filter(pk=credit.pk).update(refunded_centavos=amount)
    event = Event.objects.create(account=account, name="refund.asked", by="x", at=world.act().at)
    task = Task.objects.create(account=account, kind="refund", text="x", event=event, made_on=world.TODAY)
    given = {"key": uuid4().hex, "asked_on": world.TODAY, "asked_by": "x", "reason": "x"} | values
    return Refund.objects.create(account=account, credit=credit, amount_centavos=amount, task=task, **given)


class TestInstalments:
    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ("amount_centavos = 0, paid_centavos = 0", "an_instalment_is_for_something"),
            ("paid_centavos = amount_centavos + 1", "an_instalment_takes_no_more_than_its_amount"),
            ("status = 'paid', paid_on = '2027-03-24'", "a_paid_instalment_is_covered"),
            ("status = 'lost'", "an_instalment_has_a_known_status"),
            ("number = 2", "an_instalment_has_its_number"),
        ],
    )
    def test_that_makes_no_sense(self, aurora, change, name):
        paper = invoice(aurora)
        for number in (1, 2):
            Instalment.objects.create(
                account=aurora, invoice=paper, number=number, due_on=world.TODAY, amount_centavos=100
            )
        refused(name, sql(f"update meuplano_instalment set {change} where number = 1"))

    def test_of_another_accounts_invoice(self, aurora):
        paper = invoice(world.account("C2002"))
        refused(
            "instalment_invoice_same_account",
            lambda: Instalment.objects.create(
                account=aurora, invoice=paper, number=1, due_on=world.TODAY, amount_centavos=100
            ),
        )

    def test_an_invoice_that_names_none(self, aurora):
        invoice(aurora)
        refused("an_invoice_in_instalments_names_one", sql("update meuplano_invoice set instalment = 1"))


class TestRefunds:
    def test_of_more_than_the_credit_holds(self, aurora):
        refused("no_more_is_taken_back_than_was_credited", lambda: refund(aurora, 501))

    def test_of_a_gift(self, aurora):
        refused("a_gift_is_never_paid_out", lambda: refund(aurora, kind="courtesy"))

    def test_of_what_an_invoice_has_used(self, aurora):
        kept = refund(aurora, 400)
        refused(
            "a_credit_is_never_overspent",
            lambda: CreditUse.objects.create(
                account=aurora,
                credit=kept.credit,
                invoice=invoice(aurora, credit_centavos=101),
                amount_centavos=101,
                used_on=world.TODAY,
            ),
        )

    def test_twice_at_once(self, aurora):
        kept = refund(aurora, 200)
        values = {"key": "k", "asked_on": world.TODAY, "asked_by": "x", "reason": "x", "task": kept.task}
        refused(
            "a_credit_goes_back_one_refund_at_a_time",
            lambda: Refund.objects.create(account=aurora, credit=kept.credit, amount_centavos=100, **values),
        )

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ("amount_centavos = 0", "a_refund_is_for_something"),
            ("state = 'paid'", "a_refund_is_paid_by_a_payment"),
            ("state = 'lost'", "a_refund_has_a_known_state"),
        ],
    )
    def test_that_makes_no_sense(self, aurora, change, name):
        refund(aurora)
        refused(name, sql(f"update meuplano_refund set {change}"))

    def test_with_the_key_of_another(self, aurora):
        first = refund(aurora)
        refused("a_refund_key_is_used_once", lambda: refund(aurora, key=first.key))

    def test_of_another_accounts_credit(self, aurora):
        other = world.account("C2002")
        kept = refund(aurora)
        move = sql("update meuplano_refund set account_id = %s where id = %s", other.pk, kept.pk)
        refused("refund_credit_same_account", move)

    def test_that_is_deleted(self, aurora):
        kept = refund(aurora)
        refused("refund_is_never_deleted", sql("delete from meuplano_refund where id = %s", kept.pk))

    def test_a_task_done_by_nobody(self, aurora):
        refund(aurora)
        refused("who_did_a_task_says_when", sql("update meuplano_task set done_at = now()"))


class TestNeverNegative:
    @pytest.mark.parametrize(
        ("statement", "name"),
        [
            ("update meuplano_credit set amount_centavos = 0", "a_credit_is_for_something"),
            ("update meuplano_charge set amount_centavos = -1", "a_charge_is_for_something"),
            (
                "update meuplano_charge set late_centavos = amount_centavos",
                "a_charge_is_for_more_than_fine_and_interest",
            ),
            ("update meuplano_charge set instalments = 2", "only_a_card_is_billed_in_instalments"),
            ("update meuplano_charge set method = 'card', instalments = 13", "only_a_card_is_billed_in_instalments"),
            ("update meuplano_receipt set amount_centavos = 0", "a_receipt_is_for_something"),
        ],
    )
    def test_an_amount(self, aurora, statement, name):
        grant(aurora, Money(500), kind="courtesy", reason="atraso nosso", act=world.act())
        charge(aurora, invoice(aurora))
        receipt()
        refused(name, sql(statement))

    def test_a_credit_without_a_reason(self, aurora):
        refused(
            "a_credit_has_a_reason",
            lambda: grant(aurora, Money(500), kind="courtesy", reason="", act=world.act()),
        )

    def test_more_active_users_than_licences(self, aurora):
        users = [User.objects.create(email=f"novo{n}@x.example", password="!") for n in range(3)]
        Member.objects.create(account=aurora, user=users[0], has_access=True)
        Member.objects.create(account=aurora, user=users[1], has_access=True)
        connection.check_constraints()
        refused(
            "never_more_active_users_than_licences",
            lambda: Member.objects.create(account=aurora, user=users[2], has_access=True),
        )

    def test_an_open_invitation_of_the_owner(self, aurora):
        refused(
            "the_owner_has_no_open_invitation",
            sql("update meuplano_member set invited_until = now(), invited_at = now() where is_owner"),
        )

    def test_an_open_invitation_that_was_never_sent(self, aurora):
        refused(
            "an_open_invitation_was_sent",
            sql("update meuplano_member set invited_until = now() where not is_owner"),
        )

    def test_fewer_licences_than_active_users(self, aurora):
        subscription = Subscription.objects.get(account=aurora)
        refused(
            "never_more_active_users_than_licences",
            lambda: LicenceEntry.objects.create(
                account=aurora, subscription=subscription, item="licence", on=world.TODAY, now=7, at_renewal=7, why="x"
            ),
        )


class TestPeriods:
    @pytest.mark.parametrize("start", [date(2027, 3, 6), date(2027, 2, 6), date(2027, 4, 4)])
    def test_overlapping(self, aurora, start):
        kept = SubscriptionPeriod.objects.get(account=aurora)
        values = {"subscription": kept.subscription, "cycle": 1, "price_version": kept.price_version, "unit_prices": {}}
        refused(
            "periods_never_overlap",
            lambda: SubscriptionPeriod.objects.create(
                account=aurora, start=start, end=date(start.year, start.month + 1, start.day), **values
            ),
        )
        assert SubscriptionPeriod.objects.create(account=aurora, start=kept.end, end=date(2027, 5, 5), **values).pk, (
            "half open: the next one begins where this one ends"
        )

    def test_one_that_ends_before_it_starts(self, aurora):
        refused(
            "a_period_ends_after_its_start",
            sql('update meuplano_subscriptionperiod set "end" = start where account_id = %s', aurora.pk),
        )


class TestHistory:
    def test_what_is_appended_is_never_edited(self, aurora):
        from meuplano.records import events

        paper = invoice(aurora)
        with transaction.atomic():
            events.record("something.happened", world.act(), aurora)
        fact = uuid4()
        leg(aurora, 500, fact)
        leg(aurora, -500, fact)
        connection.check_constraints()
        for table, column in [
            ("ledgerentry", "why"),
            ("event", "name"),
            ("licenceentry", "why"),
            ("planprice", "licence_centavos"),
            ("invoiceline", "item"),
        ]:
            refused(f"{table}_is_append_only", sql(f"update meuplano_{table} set {column} = {column}"))
            refused(f"{table}_is_append_only", sql(f"delete from meuplano_{table}"))
        refused(
            "an_issued_invoice_is_fixed",
            sql("update meuplano_invoice set total_centavos = 1 where id = %s", paper.pk),
        )
        refused("invoice_is_never_deleted", sql("delete from meuplano_invoice where id = %s", paper.pk))

    def test_a_payment_is_fixed(self, aurora):
        paper = invoice(aurora)
        Invoice.objects.filter(pk=paper.pk).update(status="paid", paid_centavos=10_000, paid_on=world.TODAY)
        payment(aurora, paper)
        refused("a_payment_is_fixed", sql("update meuplano_payment set paid_on = '2020-01-01'"))

    def test_a_match_is_undone_whole_once_and_in_its_account(self, aurora):
        credit = {"principal_centavos": 0, "credit_centavos": 10_000}
        minus = {"amount_centavos": -10_000, "principal_centavos": 0, "credit_centavos": -10_000}
        wrong = payment(aurora, None, **credit)
        undoing = minus | {"receipt": wrong.receipt, "undoes": wrong}
        refused("an_undone_match_is_taken_back", sql("update meuplano_payment set undone = true"))
        refused("what_undoes_marks_it", lambda: payment(aurora, None, **undoing))
        refused("what_undoes_takes_back", lambda: payment(aurora, None, **credit, undoes=wrong))
        other = world.account("C2002")
        refused("payment_undoes_same_account", lambda: payment(other, None, **undoing))

        def less() -> None:
            payment(aurora, None, **undoing | {"amount_centavos": -1, "credit_centavos": -1})
            sql("update meuplano_payment set undone = true where id = %s", wrong.pk)()

        refused("an_undone_match_is_taken_back", less)
        payment(aurora, None, **undoing)
        sql("update meuplano_payment set undone = true where id = %s", wrong.pk)()
        connection.check_constraints()
        refused("a_match_is_undone_once", lambda: payment(aurora, None, **undoing))
        refused("only_money_that_came_is_undone", sql("update meuplano_payment set undone = true where not undone"))
        refused("an_undone_match_is_taken_back", sql("update meuplano_payment set undone = false where undone"))
        payment(other, None, **credit, receipt=wrong.receipt)  # it is matched again
        refused("a_receipt_pays_once", lambda: payment(aurora, None, **credit, receipt=wrong.receipt))


class TestSameAccount:
    def test_no_row_points_into_another_account(self, aurora):
        other = world.account("C2002")
        foreign = invoice(other)
        refused(
            "invoice_line_invoice_same_account",
            lambda: InvoiceLine.objects.create(
                account=aurora,
                invoice=foreign,
                position=2,
                item="licence",
                quantity=1,
                unit_centavos=0,
                full_unit_centavos=0,
                days=1,
                of_days=1,
                amount_centavos=0,
            ),
        )
        refused("charge_invoice_same_account", lambda: charge(aurora, foreign))
        refused("payment_invoice_same_account", lambda: payment(aurora, foreign))
        refused(
            "licence_entry_subscription_same_account",
            lambda: LicenceEntry.objects.create(
                account=aurora,
                subscription=Subscription.objects.get(account=other),
                item="storage",
                on=world.TODAY,
                now=1,
                at_renewal=1,
                why="x",
            ),
        )


def order(account: Account, paper: Invoice, number: int = 1, **fields: object) -> Order:
    values = {
        "account": account,
        "number": number,
        "subscription": paper.subscription,
        "invoice": paper,
        "draft_key": uuid4(),
        "quote": {},
        "fingerprint": "x",
        "method": "boleto",
        "agreed_on": world.TODAY,
        "agreed_at": world.act().at,
        "agreed_by": "x",
        "pay_until": world.TODAY,
        "expires_on": world.TODAY,
    }
    return Order.objects.create(**values | fields)


def charge(account: Account, paper: Invoice, key: str = "a") -> Charge:
    return Charge.objects.create(
        account=account,
        invoice=paper,
        gateway="fake",
        method="boleto",
        key=key,
        amount_centavos=10_000,
        made_at=world.act().at,
    )


def leg(account: Account, amount: int, fact: object = None) -> LedgerEntry:
    return LedgerEntry.objects.create(
        account=account, fact=fact or uuid4(), on=world.TODAY, book="cash", amount_centavos=amount, why="x"
    )


class TestTerms:
    """Price notices, agreed prices and courtesies: what finance agreed is never edited."""

    def agreed(self, account: Account, **fields: object) -> AgreedPrice:
        values = {
            "account": account,
            "item": "licence",
            "monthly_centavos": 8000,
            "valid_from": world.TODAY,
            "reason": "Contrato",
            "by": "Rafael",
            "made_at": world.act().at,
        }
        return AgreedPrice.objects.create(**values | fields)

    def courtesy(self, account: Account, **fields: object) -> Courtesy:
        values = {
            "account": account,
            "subscription": Subscription.objects.get(account=account),
            "off": 5000,
            "periods": 1,
            "valid_from": world.TODAY,
            "reason": "Desculpas",
            "by": "Rafael",
            "made_at": world.act().at,
        }
        return Courtesy.objects.create(**values | fields)

    def test_an_account_is_told_once_and_the_notice_stays(self, aurora: Account) -> None:
        version = PriceVersion.objects.get()
        PriceNotice.objects.create(account=aurora, version=version, notified_on=world.TODAY)
        again = sql(
            "insert into meuplano_pricenotice (account_id, version_id, notified_on) values (%s, %s, now())",
            aurora.pk,
            version.pk,
        )
        refused("an_account_is_told_once_of_a_price_list", again)
        refused("pricenotice_is_append_only", sql("update meuplano_pricenotice set notified_on = now()"))
        refused("pricenotice_is_append_only", sql("delete from meuplano_pricenotice"))

    def test_a_price_list_is_never_edited_nor_deleted(self, aurora: Account) -> None:
        refused("a_price_list_is_fixed", sql("update meuplano_priceversion set valid_from = now()"))
        refused("a_price_list_is_fixed", sql("update meuplano_priceversion set gb_centavos = 1"))
        refused("priceversion_is_never_deleted", sql("delete from meuplano_priceversion"))

    @pytest.mark.parametrize(
        ("constraint", "fields"),
        [
            ("what_was_agreed_is_a_price_or_a_discount", {"discount": 100}),
            ("what_was_agreed_is_a_price_or_a_discount", {"monthly_centavos": None}),
            ("an_agreed_price_is_nothing_or_more", {"monthly_centavos": -1}),
            ("an_agreed_discount_is_at_most_all", {"monthly_centavos": None, "discount": 10_001}),
            ("an_adjustment_is_of_a_price_and_was_told", {"adjustment": 483}),
            (
                "an_adjustment_is_of_a_price_and_was_told",
                {"adjustment": 483, "notified_on": world.TODAY, "monthly_centavos": None, "discount": 1},
            ),
            ("what_was_agreed_has_a_reason", {"reason": ""}),
        ],
    )
    def test_nonsense_is_not_agreed(self, aurora: Account, constraint: str, fields: dict[str, object]) -> None:
        refused(constraint, lambda: self.agreed(aurora, **fields))

    def test_an_agreed_price_only_stops(self, aurora: Account) -> None:
        self.agreed(aurora)
        refused("what_was_agreed_is_fixed", sql("update meuplano_agreedprice set monthly_centavos = 1"))
        refused("what_was_agreed_is_fixed", sql("update meuplano_agreedprice set until = now(), reason = 'x'"))
        refused("agreedprice_is_never_deleted", sql("delete from meuplano_agreedprice"))
        assert AgreedPrice.objects.update(until=world.TODAY) == 1

    @pytest.mark.parametrize(
        ("constraint", "fields"),
        [
            ("a_courtesy_is_a_part_or_all", {"off": 0}),
            ("a_courtesy_is_a_part_or_all", {"off": 10_001}),
            ("a_courtesy_is_for_some_periods", {"periods": 0}),
            ("a_courtesy_ends_after_its_start", {"until": date(2027, 3, 23)}),
            ("a_courtesy_has_a_reason", {"reason": ""}),
        ],
    )
    def test_nonsense_is_no_courtesy(self, aurora: Account, constraint: str, fields: dict[str, object]) -> None:
        refused(constraint, lambda: self.courtesy(aurora, **fields))

    def test_a_courtesy_only_stops_and_is_of_its_own_account(self, aurora: Account) -> None:
        given, other = self.courtesy(aurora), world.account("C1002")
        refused("a_courtesy_is_fixed", sql("update meuplano_courtesy set off = 1"))
        refused("courtesy_is_never_deleted", sql("delete from meuplano_courtesy"))
        refused("courtesy_subscription_same_account", lambda: self.courtesy(other, subscription=given.subscription))
        begun = SubscriptionPeriod.objects.filter(account=other)
        refused("period_courtesy_same_account", lambda: begun.update(courtesy=given))
        assert Courtesy.objects.update(until=world.TODAY, announce_on=world.TODAY) == 1


def test_credit_notes_are_never_more_than_their_invoice(aurora: Account) -> None:
    paper = invoice(aurora, total=10_000)

    def note(number: int, amount: int) -> None:
        CreditNote.objects.create(
            account=aurora,
            invoice=paper,
            number=number,
            amount_centavos=amount,
            reason="x",
            made_on=world.TODAY,
            by="Rafael",
        )

    note(1, 6000)
    refused("no_more_is_noted_than_was_invoiced", lambda: note(2, 4001))
    refused("a_credit_note_number_is_used_once", lambda: note(1, 100))
    refused("a_credit_note_is_for_something", lambda: note(2, 0))
    refused("creditnote_is_append_only", sql("update meuplano_creditnote set amount_centavos = 1"))
    refused("creditnote_is_append_only", sql("delete from meuplano_creditnote"))


def test_an_invoice_is_issued_again_once_and_for_ever(aurora: Account) -> None:
    old = invoice(aurora, total=10_000)
    new = invoice(aurora, 2, total=10_000, instead_of=old)
    refused("an_invoice_is_issued_again_once", lambda: invoice(aurora, 3, total=10_000, instead_of=old))
    change = "update meuplano_invoice set instead_of_id = null where id = %s"
    refused("an_issued_invoice_is_fixed", sql(change, new.pk))
    other = world.account("C2002")
    refused("invoice_instead_of_same_account", lambda: invoice(other, instead_of=old))


def test_nobody_approves_what_they_asked_for(aurora: Account) -> None:
    event = Event.objects.create(account=aurora, name="x", by="x", at=world.act().at)
    rafael = world.user("rafael@prancheta.example")

    def asks(invoice: Invoice | None = None, **more: object) -> Approval:
        task = Task.objects.create(account=aurora, kind="approval", text="x", event=event, made_on=world.TODAY)
        values = {"account": aurora, "kind": "credit", "invoice": invoice, "amount_centavos": 1, "reason": "x"}
        return Approval.objects.create(**values | {"asked_by": rafael, "asked_at": world.act().at, "task": task} | more)

    waiting = asks()
    refused("one_correction_of_a_kind_waits_per_invoice", asks)
    agree = "update meuplano_approval set state = 'approved', decided_by_id = asked_by_id, decided_at = now()"
    refused("nobody_approves_their_own", sql(agree))
    refused("who_decided_an_approval_says_when", sql("update meuplano_approval set state = 'refused'"))
    refused("an_approval_has_a_reason", lambda: asks(kind="discount", reason=""))
    refused("approval_is_never_deleted", sql("delete from meuplano_approval where id = %s", waiting.pk))
