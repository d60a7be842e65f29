"""A world in which something of everything has happened, all of it right: what the checker is shown first."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from meuplano.actions import (
    activate_user,
    ask_refund,
    change_plan,
    climb_ladder,
    end_order,
    issue_renewals,
    pay_refund,
    roll_over,
)
from meuplano.actions.discount_invoice import discount_invoice
from meuplano.actions.note_credit import note_credit
from meuplano.actions.settle_payment import settle
from meuplano.actions.write_off_invoice import write_off_invoice
from meuplano.gateways.base import Receipt
from meuplano.records.models import Account, Charge, Invoice, Member, Order
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from tests import world

LAST_DAY = date(2027, 5, 28)


class Lived:
    """Two accounts in one database; what one does is done by the real actions, without any gateway."""

    def __init__(self) -> None:
        self.aurora = world.account("C1001")
        self.boreal = world.account("C1002")
        self._ids = count(1)
        self._live()

    def _live(self) -> None:
        aurora = self.aurora
        self.pay(self.order(aurora, date(2027, 3, 24), licence=3, storage=5), on=date(2027, 3, 25))
        self.give_back(date(2027, 3, 24), 900, paid_out=True)
        self.give_back(date(2027, 3, 25), 300)
        issue_renewals.issue_renewals(act(date(2027, 3, 26)))
        self.answer_charges()
        self.pay(self.order(aurora, date(2027, 3, 29), licence=2), on=date(2027, 3, 30), extra=700)
        self.order(aurora, date(2027, 3, 30), licence=1)
        end_order.expire_orders(act(date(2027, 4, 4)))
        roll_over.roll_over_all(act(date(2027, 4, 5)))
        self.answer_charges()
        self.activate(aurora, date(2027, 4, 6))
        self.correct(date(2027, 4, 6))
        late = Charge.objects.get(account=aurora, invoice__kind="renewal")
        self.receive(late, late.amount_centavos + 5000, date(2027, 4, 20))
        complement = Charge.objects.get(account=aurora, invoice__kind="complement")
        self.receive(complement, complement.amount_centavos, date(2027, 4, 8))
        self.receive(complement, complement.amount_centavos, date(2027, 4, 9), reverses=True)
        issue_renewals.issue_renewals(act(date(2027, 4, 25)))
        climb_ladder.climb_ladders(act(date(2027, 4, 25)))
        roll_over.roll_over_all(act(date(2027, 5, 5)))
        climb_ladder.climb_ladders(act(LAST_DAY - timedelta(1)))
        climb_ladder.climb_ladders(act(LAST_DAY))
        self.answer_charges()

    def correct(self, on: date) -> None:
        """Boreal's renewal is issued again for less, and given up the day after; a paid order of its gives back."""
        renewal = Invoice.objects.get(account=self.boreal, kind="renewal")
        less = discount_invoice(self.boreal.pk, renewal.number, Money(900), "Instabilidade", act(on))
        self.answer_charges()
        write_off_invoice(self.boreal.pk, less.number, "Acordo", act(on), seen=less.open)
        paid = Invoice.objects.filter(account=self.boreal, status="paid").earliest("pk")
        note_credit(self.boreal.pk, paid.number, Money(700), "Módulo fora do ar", act(on))

    def order(self, account: Account, on: date, **added: int) -> Order:
        account.refresh_from_db()
        seen = change_plan.preview(account, added=added, act=act(on)).quote.fingerprint()
        order = change_plan.confirm(
            account.pk, added=added, method="pix", seen=seen, draft_key=account.draft_key, act=act(on)
        )
        self.answer_charges()
        return order

    def pay(self, order: Order, *, on: date, extra: int = 0) -> None:
        charge = Charge.objects.get(invoice=order.invoice)
        self.receive(charge, charge.amount_centavos + extra, on)

    def give_back(self, on: date, surplus: int, *, paid_out: bool = False) -> None:
        """Boreal pays too much and asks for it back, which finance has done by a transfer, or not yet."""
        self.pay(self.order(self.boreal, on, licence=1), on=on, extra=surplus)
        (refund,) = ask_refund.ask_refund(self.boreal.pk, seen=Money(surplus), reason="", act=act(on))
        if paid_out:
            pay_refund.by_hand(self.boreal.pk, refund.pk, paid_on=on, proof="TED 1", act=act(on))

    def receive(self, charge: Charge, amount: int, on: date, *, reverses: bool = False) -> None:
        """The gateway says that money moved: a payment, or its payment taken back."""
        said = Receipt("fake", f"pay_{next(self._ids)}", charge.key, amount, on, charge.method)
        if reverses:
            payment = f"pay_{next(self._ids) - 2}"
            said = Receipt(
                "fake", f"ref_{payment}", charge.key, amount, on, charge.method, "reversal", reverses=payment
            )
        settle(said, act(on))

    def answer_charges(self) -> None:
        """The gateway has answered everything that was asked."""
        for charge in Charge.objects.filter(state="to_send"):
            Charge.objects.filter(pk=charge.pk).update(
                state="pending", external_id=f"ch_{charge.pk}", barcode=f"{charge.pk:044d}", asked_at=charge.made_at
            )

    def activate(self, account: Account, on: date) -> None:
        person = Member.objects.create(
            account=account, user=world.user(f"nova@{account.code}.example"), has_access=False
        )
        activate_user.set_access(account.pk, person.pk, active=True, act=act(on))


def act(on: date) -> Act:
    return Act(by="Marina Duarte", at=datetime(on.year, on.month, on.day, 15, tzinfo=UTC))


@pytest.fixture
def paying(settings: Any) -> None:
    """Every method has a gateway; nobody calls it."""
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")


@pytest.fixture
def lived(db: None, paying: None) -> Lived:
    return Lived()
